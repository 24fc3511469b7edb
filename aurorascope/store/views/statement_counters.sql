-- What the server itself counted of one family of statements in the range, whatever the log let through.
-- from: sql_stats, sql_texts, db_load
-- param: family text null
SELECT
    sum(calls)::bigint AS calls, sum("rows")::bigint AS "rows", sum(total_time_us)::bigint AS total_time_us,
    sum(total_time_us) / nullif(sum(calls), 0) AS mean_us,
    sum("rows") / nullif(sum(calls), 0) AS rows_per_call,
    sum(blocks_hit)::bigint AS blocks_hit, sum(blocks_read)::bigint AS blocks_read,
    100.0 * sum(blocks_hit) / nullif(sum(blocks_hit) + sum(blocks_read), 0) AS hit_percent,
    sum(blocks_dirtied)::bigint AS blocks_dirtied, sum(blocks_written)::bigint AS blocks_written,
    sum(temp_blocks_read)::bigint AS temp_blocks_read, sum(temp_blocks_written)::bigint AS temp_blocks_written,
    sum(lock_us)::bigint AS lock_us, sum(rows_examined)::bigint AS rows_examined,
    min(ts) AS first_ts, max(ts) AS last_ts
FROM sql_stats
WHERE {where:sql_stats}
    AND (
        $family IS NULL OR fingerprint = $family
        -- a counter names its family by Performance Insights' id, which texts and load tie to a fingerprint
        OR tokenized_id IN (SELECT tokenized_id FROM sql_texts WHERE fingerprint = $family)
        OR tokenized_id IN (
            SELECT key_id FROM db_load
            WHERE {where:db_load} AND dimension = 'tokenized_sql' AND fingerprint = $family
        )
    )
HAVING count(*) > 0
