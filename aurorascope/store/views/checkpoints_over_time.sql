-- The checkpoints and restartpoints completed in one bucket of time.
-- from: checkpoints
-- param: bucket_us bigint 60000000
-- rows: checkpoint_rows
-- narrow: bucket event
-- count: checkpoints
SELECT
    {bucket:ts} AS bucket, event, count(*) AS checkpoints,
    sum(buffers)::bigint AS buffers, max(buffers_pct) AS max_buffers_pct,
    sum(wal_added)::bigint AS wal_added, sum(wal_removed)::bigint AS wal_removed,
    sum(wal_recycled)::bigint AS wal_recycled,
    sum(write_us)::bigint AS write_us, sum(sync_us)::bigint AS sync_us, sum(total_us)::bigint AS total_us,
    max(total_us) AS max_total_us, max(longest_us) AS longest_us,
    sum(distance_kb)::bigint AS distance_kb, max(estimate_kb) AS estimate_kb
FROM checkpoints
WHERE {where:checkpoints} AND event = 'complete'
GROUP BY 1, 2
ORDER BY 1
