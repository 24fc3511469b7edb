-- One error or warning, newest first, with the statement it belongs to.
-- from: entries
-- param: sqlstate_class text null
-- param: error_fingerprint text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, severity, sqlstate, kind, message, detail, hint, context, statement, internal_query,
    fingerprint, error_fingerprint, user_name, database_name, client_host, application, backend_type,
    cluster, instance, pid, session_key, source, "offset"
FROM entries
WHERE {where:entries} AND severity IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
    AND ($sqlstate_class IS NULL OR coalesce(left(sqlstate, 2), 'unknown') = $sqlstate_class)
    AND ($error_fingerprint IS NULL OR coalesce(error_fingerprint, '') = $error_fingerprint)
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
