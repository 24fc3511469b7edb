-- The statements of one group: any of fingerprint, user, database, host, application, instance, cluster, phase, alone or together.
-- With exact off the answer is quicker: percentiles are the middles of their 2 % buckets where rollups know them,
-- and what only the rows tell is null. With sort_rows off percentiles are left to who asks.
-- from: statements
-- by: fingerprint user=user_name database=database_name host=client_host application instance cluster phase
-- param: top bigint 50
-- param: rank_by text sum_us
-- param: exact boolean true
-- param: sort_rows boolean true
-- rows: statement_rows
-- narrow: by
-- count: calls
WITH
groups AS (
    SELECT
        {by},
        CASE WHEN min(fingerprint) = max(fingerprint) THEN min(fingerprint) END AS only_family,
        count(DISTINCT fingerprint) AS families,
        sum(calls)::bigint AS calls, sum(timed_calls)::bigint AS timed_calls,
        coalesce(sum(sum_us), 0)::bigint AS sum_us, sum(call_us) AS call_us,
        min(min_us) AS min_us, max(max_us) AS max_us
    FROM {cells:statements} AS cells
    GROUP BY {by}
),
told AS (
    SELECT
        {by},
        count(duration_us) FILTER (WHERE calls = 1) AS timed_rows,
        quantile_disc(duration_us, [0.5, 0.95, 0.99]) FILTER (WHERE calls = 1 AND $sort_rows) AS q,
        sum(rows_sent)::bigint AS rows_sent, sum(rows_examined)::bigint AS rows_examined,
        sum(rows_affected)::bigint AS rows_affected, sum(lock_us)::bigint AS lock_us,
        min(ts) AS first_ts, max(ts) AS last_ts
    FROM statements
    WHERE {where:statements} AND $exact
    GROUP BY {by}
),
ranked AS (
    SELECT
        *,
        sum_us / nullif(sum(sum_us) OVER (), 0) AS share,
        calls / nullif(sum(calls) OVER (), 0) AS share_calls,
        row_number() OVER (ORDER BY
            CASE $rank_by
                WHEN 'calls' THEN calls
                WHEN 'mean_us' THEN call_us / nullif(timed_calls, 0)
                WHEN 'max_us' THEN max_us
                WHEN 'p95_us' THEN q[2]
                ELSE sum_us
            END DESC NULLS LAST,
            sum_us DESC, calls DESC, {by}
        ) AS rank
    FROM (
        SELECT g.*, t.timed_rows, t.rows_sent, t.rows_examined, t.rows_affected, t.lock_us, t.first_ts, t.last_ts,
            -- where retention took raw rows that rollups still count, a percentile of the rest would be another number
            CASE WHEN t.timed_rows = g.timed_calls THEN t.q END AS q
        FROM groups AS g
        LEFT JOIN told AS t ON {same:g:t}
    ) AS joined
),
texts AS (
    SELECT fingerprint AS family, max(normalized_sql) AS normalized_sql, max(statement_kind) AS statement_kind
    FROM fingerprints GROUP BY fingerprint
)
SELECT
    rank, {by}, normalized_sql, statement_kind, families, calls, timed_calls, share_calls, sum_us, share,
    call_us / nullif(timed_calls, 0) AS mean_us,
    min_us, q[1] AS p50_us, q[2] AS p95_us, q[3] AS p99_us, max_us,
    rows_sent, rows_examined, rows_affected, lock_us, first_ts, last_ts
FROM ranked
LEFT JOIN texts ON texts.family = ranked.only_family
WHERE rank <= $top
ORDER BY rank
