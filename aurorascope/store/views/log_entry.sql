-- One entry of the log with everything that it says, found by its source and its offset, whatever the filter.
-- from: log_entries
-- param: source text null
-- param: offset bigint null
SELECT
    e.ts, e.severity, e.sqlstate, e.kind, e.message, e.detail, e.hint, e.context, e.statement,
    e.fingerprint, e.error_fingerprint, e.user_name, e.database_name, e.client_host, e.application,
    e.backend_type, e.cluster, e.instance, e.pid, e.session_key, e.engine, e.query_id, e.vxid, e.xid, e.line_num,
    e.source, e."offset", c.path
FROM log_entries AS e
LEFT JOIN (SELECT source, max(path) AS path FROM coverage GROUP BY source) AS c ON c.source = e.source
WHERE e.source = $source AND e."offset" = $offset
ORDER BY e.ts DESC, e."offset" DESC
LIMIT 1
