-- derived
-- One server message: entries as they are (plans among them), and the message of a statement rebuilt.
SELECT
    ts, account, region, cluster, instance, source, "offset",
    pid, session_key, user_name, database_name, client_host, application, backend_type,
    engine, severity, sqlstate, error_code, vxid, xid, query_id, line_num, kind,
    message, detail, hint, context, statement, fingerprint, error_fingerprint, noise
FROM entries
UNION ALL
SELECT
    ts, account, region, cluster, instance, source, "offset",
    pid, session_key, user_name, database_name, client_host, application, backend_type,
    engine, 'LOG' AS severity, sqlstate, nullif(errno, 0)::varchar AS error_code, vxid, xid, query_id, line_num, 'duration' AS kind,
    CASE
        WHEN engine = 'mysql' AND observed_by = 'slow_log' THEN concat(
            '# Query_time: ', format('{}.{:06d}', duration_us // 1000000, duration_us % 1000000),
            CASE WHEN lock_us IS NOT NULL
                THEN '  Lock_time: ' || format('{}.{:06d}', lock_us // 1000000, lock_us % 1000000) END,
            '  Rows_sent: ' || rows_sent,
            '  Rows_examined: ' || rows_examined,
            chr(10), sql
        )
        WHEN engine = 'mysql' THEN sql
        ELSE concat(
            CASE WHEN duration_us IS NOT NULL
                THEN 'duration: ' || format('{}.{:03d}', duration_us // 1000, duration_us % 1000) || ' ms' END,
            CASE WHEN duration_us IS NOT NULL AND sql IS NOT NULL THEN '  ' END,
            CASE
                WHEN sql IS NULL THEN NULL
                WHEN phase = 'fetch' THEN concat('execute fetch from ', prepared_name, ': ', sql)
                WHEN phase IN ('parse', 'bind', 'execute') THEN concat(phase, ' ', prepared_name, ': ', sql)
                ELSE 'statement: ' || sql
            END
        )
    END AS message,
    coalesce('parameters: ' || parameters, detail) AS detail,
    NULL AS hint, context, NULL AS statement, fingerprint, NULL AS error_fingerprint,
    coalesce(user_name IN ('rdsadmin', 'rdsmon'), false) OR coalesce(database_name = 'rdsadmin', false) AS noise
FROM statements
WHERE phase <> 'plan'
