-- One event of the server itself, newest first: starts, stops, crashes, parameter changes, replication.
-- from: server_events
-- param: event text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT ts, event, attributes, cluster, instance, pid, source, "offset"
FROM server_events
WHERE {where:server_events}
    AND ($event IS NULL OR event = $event)
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
