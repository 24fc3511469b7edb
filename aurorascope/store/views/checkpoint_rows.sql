-- One checkpoint or restartpoint message, newest first.
-- from: checkpoints
-- param: event text null
-- param: cause text null
-- param: restartpoint boolean null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, event, restartpoint, cause, buffers, buffers_pct, slru_buffers, wal_added, wal_removed, wal_recycled,
    write_us, sync_us, total_us, sync_files, longest_us, average_us, distance_kb, estimate_kb, lsn, redo_lsn,
    cluster, instance, pid, source, "offset"
FROM checkpoints
WHERE {where:checkpoints}
    AND ($event IS NULL OR event = $event)
    AND ($cause IS NULL OR coalesce(cause, '') = $cause)
    AND ($restartpoint IS NULL OR coalesce(restartpoint, false) = $restartpoint)
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
