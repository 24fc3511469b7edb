-- One family of statements, ranked: by total time, or by calls, mean, max, temp_bytes or errors.
-- With exact off the answer is quicker: percentiles are the middles of their 2 % buckets where rollups know them,
-- and what only the rows tell is null. With sort_rows off percentiles are left to who asks.
-- from: statements, entries, temp_files
-- param: top bigint 50
-- param: rank_by text sum_us
-- param: exact boolean true
-- param: sort_rows boolean true
-- rows: statement_rows
-- narrow: fingerprint
-- count: calls
WITH
families AS (
    SELECT
        fingerprint,
        sum(calls)::bigint AS calls, sum(timed_calls)::bigint AS timed_calls,
        coalesce(sum(sum_us), 0)::bigint AS sum_us, sum(call_us) AS call_us, min(min_us) AS min_us, max(max_us) AS max_us,
        sum(sum(sum_us)) OVER () AS all_us
    FROM {cells:statements} AS parts
    GROUP BY fingerprint
),
others AS (
    -- a family may be known by its errors or temporary files alone
    SELECT fingerprint, sum(temp_files)::bigint AS temp_files, sum(temp_bytes)::bigint AS temp_bytes,
        sum(errors)::bigint AS errors
    FROM (
        SELECT fingerprint, count(*) AS temp_files, sum(bytes) AS temp_bytes, 0 AS errors
        FROM temp_files WHERE {where:temp_files} GROUP BY fingerprint
        UNION ALL
        SELECT fingerprint, 0, 0, count(*) FROM entries
        WHERE {where:entries} AND severity IN ('ERROR', 'FATAL', 'PANIC') GROUP BY fingerprint
    ) AS parts
    GROUP BY fingerprint
),
ranked AS (
    SELECT
        coalesce(f.fingerprint, o.fingerprint) AS fingerprint,
        coalesce(f.calls, 0) AS calls, coalesce(f.timed_calls, 0) AS timed_calls, coalesce(f.sum_us, 0) AS sum_us,
        f.call_us, f.min_us, f.max_us,
        max(f.all_us) OVER () AS all_us,
        coalesce(o.temp_files, 0) AS temp_files, coalesce(o.temp_bytes, 0) AS temp_bytes,
        coalesce(o.errors, 0) AS errors,
        row_number() OVER (ORDER BY
            CASE $rank_by
                WHEN 'calls' THEN f.calls
                WHEN 'mean_us' THEN f.call_us / nullif(f.timed_calls, 0)
                WHEN 'max_us' THEN f.max_us
                WHEN 'temp_bytes' THEN o.temp_bytes
                WHEN 'errors' THEN o.errors
                ELSE f.sum_us
            END DESC NULLS LAST,
            f.sum_us DESC NULLS LAST, f.calls DESC NULLS LAST, o.errors DESC, coalesce(f.fingerprint, o.fingerprint)
        ) AS rank
    FROM families AS f
    FULL JOIN others AS o ON o.fingerprint IS NOT DISTINCT FROM f.fingerprint
),
chosen AS (SELECT * FROM ranked WHERE rank <= $top),
exact AS (
    SELECT
        fingerprint,
        count(duration_us) FILTER (WHERE calls = 1) AS timed_rows,
        quantile_disc(duration_us, [0.5, 0.95, 0.99]) FILTER (WHERE calls = 1 AND $sort_rows) AS q,
        sum(rows_sent)::bigint AS rows_sent, sum(rows_examined)::bigint AS rows_examined,
        sum(rows_affected)::bigint AS rows_affected, sum(lock_us)::bigint AS lock_us,
        min(ts) AS first_ts, max(ts) AS last_ts
    FROM statements
    -- an IN that also knows the rows without a family, so that one scan is enough; the bound tells the optimizer
    -- which side is small (it hashed ten million rows)
    WHERE {where:statements} AND coalesce(fingerprint, '') IN (SELECT coalesce(fingerprint, '') FROM chosen LIMIT 100000)
        AND $exact
    GROUP BY fingerprint
),
texts AS (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql, max(statement_kind) AS statement_kind
    FROM fingerprints WHERE fingerprint IN (SELECT fingerprint FROM chosen) GROUP BY fingerprint
)
SELECT
    c.rank, c.fingerprint, x.normalized_sql, x.statement_kind,
    c.calls, c.timed_calls, c.sum_us, c.sum_us / nullif(c.all_us, 0) AS share,
    c.call_us / nullif(c.timed_calls, 0) AS mean_us,
    c.min_us,
    -- where retention took raw rows that rollups still count, a percentile of the rest would be another number
    CASE WHEN e.timed_rows = c.timed_calls THEN e.q[1] END AS p50_us,
    CASE WHEN e.timed_rows = c.timed_calls THEN e.q[2] END AS p95_us,
    CASE WHEN e.timed_rows = c.timed_calls THEN e.q[3] END AS p99_us,
    c.max_us,
    e.rows_sent, e.rows_examined, e.rows_affected, e.lock_us,
    c.temp_files, c.temp_bytes, c.errors, e.first_ts, e.last_ts
FROM chosen AS c
LEFT JOIN exact AS e ON e.fingerprint IS NOT DISTINCT FROM c.fingerprint
LEFT JOIN texts AS x ON x.fingerprint = c.fingerprint
ORDER BY c.rank
