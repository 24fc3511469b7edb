-- One entry of the log, newest first; the next page begins before the last row's ts, source and offset.
-- from: log_entries
-- param: kind text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, severity, sqlstate, kind, message, detail, hint, context, statement, fingerprint, error_fingerprint,
    user_name, database_name, client_host, application, backend_type, cluster, instance, pid, session_key,
    engine, query_id, vxid, xid, line_num, noise, source, "offset"
FROM log_entries
WHERE {where:log_entries}
    AND ($kind IS NULL OR coalesce(kind, '') = $kind)
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
    -- the time of the last row first, from few columns: the texts of millions are not read to be thrown away
    AND ts >= (
        SELECT coalesce(min(ts), make_timestamptz(0)) FROM (
            SELECT ts FROM log_entries
            WHERE {where:log_entries}
                AND ($kind IS NULL OR coalesce(kind, '') = $kind)
                AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
            ORDER BY ts DESC LIMIT $page
        ) AS newest
    )
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
