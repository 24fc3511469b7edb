-- One temporary file, newest first, or the largest first.
-- from: temp_files
-- param: largest boolean false
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, bytes, path, fingerprint, statement,
    user_name, database_name, client_host, application, cluster, instance, pid, session_key, source, "offset"
FROM temp_files
WHERE {where:temp_files}
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY CASE WHEN $largest THEN bytes END DESC NULLS LAST, ts DESC, source DESC, "offset" DESC
LIMIT $page
