-- What one statement counted in one period, newest first.
-- from: sql_stats
-- param: tokenized_id text null
-- param: page bigint 100
SELECT
    ts, period_s, fingerprint, query_id, tokenized_id, origin, calls, total_time_us,
    total_time_us / nullif(calls, 0) AS mean_us, rows, rows_examined, blocks_hit, blocks_read, temp_blocks_written,
    io_read_us, wal_bytes, lock_us, errors, anew, user_name, database_name, cluster, instance
FROM sql_stats
WHERE {where:sql_stats} AND ($tokenized_id IS NULL OR tokenized_id = $tokenized_id)
ORDER BY ts DESC, total_time_us DESC NULLS LAST, cluster, instance, tokenized_id
LIMIT $page
