-- One connection message, newest first.
-- from: logins
-- param: event text null
-- param: tls_version text null
-- param: failure text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, event, user_name, database_name, client_host, client_port, application, auth_method, identity,
    tls_version, tls_cipher, replication, session_us, setup_us, failure,
    cluster, instance, pid, session_key, source, "offset"
FROM logins
WHERE {where:logins}
    AND ($event IS NULL OR event = $event)
    AND ($tls_version IS NULL OR coalesce(tls_version, 'none') = $tls_version)
    AND ($failure IS NULL OR coalesce(failure, '') = $failure)
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
