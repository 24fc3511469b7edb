-- One audited action, newest first.
-- from: audit
-- param: class text null
-- param: operation text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, actor, audit_type, class, operation, object_type, object, statement, parameters, rows, outcome,
    fingerprint, user_name, database_name, client_host, application, cluster, instance, pid, session_key,
    source, "offset"
FROM audit
WHERE {where:audit}
    AND ($class IS NULL OR coalesce(class, '') = $class)
    AND ($operation IS NULL OR coalesce(operation, '') = $operation)
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
