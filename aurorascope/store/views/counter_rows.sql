-- What one statement counted in one period, newest first.
-- from: sql_stats
-- param: tokenized_id text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT *
FROM (
    SELECT
        ts, period_s, fingerprint, query_id, tokenized_id, coalesce(origin, 'Performance Insights') AS origin,
        calls, total_time_us, total_time_us / nullif(calls, 0) AS mean_us, rows, rows_examined, blocks_hit, blocks_read,
        temp_blocks_written, io_read_us, wal_bytes, lock_us, errors, anew, user_name, database_name, cluster, instance,
        -- the place of a row among those of its moment: what was counted has no line of a file
        '' AS source,
        row_number() OVER (PARTITION BY ts ORDER BY total_time_us, cluster, instance, tokenized_id, period_s) AS "offset"
    FROM sql_stats
    WHERE {where:sql_stats} AND ($tokenized_id IS NULL OR tokenized_id = $tokenized_id)
) AS periods
WHERE $before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset)
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
