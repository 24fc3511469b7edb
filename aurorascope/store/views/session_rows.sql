-- One session that began in the range, newest first.
-- from: sessions
-- param: known_by text null
-- param: length_from_us bigint null
-- param: length_to_us bigint null
-- param: longest boolean false
-- param: before_us bigint null
-- param: before_session_key text null
-- param: page bigint 100
SELECT
    started_at, ended_at, session_us, busy_us, idle_us, statements, user_name, database_name, client_host,
    application, known_by, cluster, instance, pid, session_key
FROM sessions
WHERE {where:sessions}
    AND ($known_by IS NULL OR known_by = $known_by)
    AND ($length_from_us IS NULL OR session_us >= $length_from_us)
    AND ($length_to_us IS NULL OR session_us < $length_to_us)
    AND ($before_us IS NULL OR (epoch_us(started_at), session_key) < ($before_us, $before_session_key))
ORDER BY CASE WHEN $longest THEN session_us END DESC NULLS LAST, started_at DESC, session_key DESC, ended_at, instance, account, region, cluster
LIMIT $page
