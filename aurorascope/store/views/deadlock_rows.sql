-- One deadlock, newest first, with every process that took part.
-- from: deadlocks
-- param: relation text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, participants, victim, tables, fingerprint,
    user_name, database_name, client_host, application, cluster, instance, pid, session_key, source, "offset"
FROM deadlocks
WHERE {where:deadlocks}
    AND ($relation IS NULL OR list_contains(tables, $relation))
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
