-- One message about a lock as the server wrote it, newest first.
-- from: lock_waits
-- param: state text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, state, lock_mode, object, wait_us, holders, queue, waiter_pid, fingerprint, statement,
    user_name, database_name, client_host, application, cluster, instance, pid, session_key, source, "offset"
FROM lock_waits
WHERE {where:lock_waits}
    AND ($state IS NULL OR state = $state)
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
