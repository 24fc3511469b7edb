-- One event that RDS told of, newest first, where its message matches a pattern.
-- from: rds_events
-- param: words text .
-- param: top bigint 1000
SELECT ts, region, cluster, instance, source_type, source_id, categories, message
FROM rds_events
WHERE {where:rds_events} AND regexp_matches(message, $words)
ORDER BY ts DESC, source_id, message
LIMIT $top
