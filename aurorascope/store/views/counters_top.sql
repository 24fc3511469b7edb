-- The statements that took the most time by the server's own counters: every call, whatever a log lets through.
-- What the log says of the same family stands beside, joined by the statement's text, else by its query id.
-- from: sql_stats, statements
-- param: top bigint 50
-- rows: counter_rows
-- narrow: cluster tokenized_id
-- count: calls
WITH
named AS (
    SELECT query_id, CASE WHEN count(DISTINCT fingerprint) = 1 THEN min(fingerprint) END AS fingerprint
    FROM statements
    WHERE {where:statements} AND query_id IS NOT NULL AND query_id <> 0 AND fingerprint IS NOT NULL
    GROUP BY query_id
),
counted AS (
    SELECT
        cluster, tokenized_id, min(origin) AS origin, min(user_name) AS user_name, min(database_name) AS database_name,
        min(query_id) AS query_id, min(fingerprint) AS own_fingerprint,
        sum(calls)::bigint AS calls, sum(rows)::bigint AS rows, sum(total_time_us)::bigint AS total_time_us,
        sum(blocks_hit)::bigint AS blocks_hit, sum(blocks_read)::bigint AS blocks_read,
        sum(temp_blocks_written)::bigint AS temp_blocks_written, sum(io_read_us)::bigint AS io_read_us,
        sum(wal_bytes)::bigint AS wal_bytes, sum(lock_us)::bigint AS lock_us,
        sum(rows_examined)::bigint AS rows_examined, sum(errors)::bigint AS errors,
        coalesce(bool_or(anew), false) AS anew
    FROM sql_stats
    WHERE {where:sql_stats}
    GROUP BY cluster, tokenized_id
),
told AS (
    SELECT counted.*, coalesce(own_fingerprint, named.fingerprint) AS fingerprint
    FROM counted LEFT JOIN named USING (query_id)
),
logged AS (
    SELECT fingerprint, sum(calls)::bigint AS logged_calls, coalesce(sum(sum_us), 0)::bigint AS logged_us
    FROM {cells:statements} AS cells
    WHERE fingerprint IS NOT NULL
    GROUP BY fingerprint
),
texts AS (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
)
SELECT
    row_number() OVER (ORDER BY total_time_us DESC NULLS LAST, calls DESC, cluster, tokenized_id) AS rank,
    t.fingerprint, query_id, cluster, tokenized_id, origin, user_name, database_name, normalized_sql,
    calls, total_time_us,
    total_time_us / nullif(sum(total_time_us) OVER (), 0) AS share,
    total_time_us / nullif(calls, 0) AS mean_us,
    rows, rows_examined, blocks_hit, blocks_read, temp_blocks_written, io_read_us, wal_bytes, lock_us, errors, anew,
    logged_calls, logged_us
FROM told AS t
LEFT JOIN logged ON logged.fingerprint = t.fingerprint
LEFT JOIN texts ON texts.fingerprint = t.fingerprint
ORDER BY rank
LIMIT $top
