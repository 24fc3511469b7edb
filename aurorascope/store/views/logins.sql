-- derived
-- One connection message, though several logs tell of it: of each connection and event, as many rows as the
-- log with the most has. The audit log is believed first, then the error log, then the general log. What IAM's
-- log says of a refusal is a row where no other log of the instance says it within two seconds.
WITH
numbered AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY account, region, cluster, instance, event, pid, date_trunc('hour', ts), observed_by
            ORDER BY ts, source, "offset"
        ) AS nth
    FROM connections
    WHERE observed_by IN ('audit_log', 'error_log', 'general_log')
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY account, region, cluster, instance, event, pid, date_trunc('hour', ts), nth
            ORDER BY CASE observed_by WHEN 'audit_log' THEN 1 WHEN 'error_log' THEN 2 ELSE 3 END, ts, source, "offset"
        ) AS choice
    FROM numbered
),
refused AS (
    SELECT i.*
    FROM connections AS i
    WHERE i.observed_by = 'iam_log' AND NOT EXISTS (
        SELECT 1
        FROM connections AS o
        WHERE o.event = 'failed' AND coalesce(o.observed_by, '') <> 'iam_log'
            AND o.account = i.account AND o.region = i.region AND o.cluster = i.cluster
            AND o.instance = i.instance AND o.user_name = i.user_name
            AND o.ts BETWEEN i.ts - INTERVAL 2 SECOND AND i.ts + INTERVAL 2 SECOND
    )
)
SELECT
    ts, account, region, cluster, instance, source, "offset", pid, session_key, user_name,
    database_name, client_host, application, backend_type, event, client_port, auth_method, identity,
    tls_version, tls_cipher, replication, session_us, setup_us, failure, observed_by
FROM connections WHERE observed_by IS NULL
UNION ALL
SELECT
    ts, account, region, cluster, instance, source, "offset", pid, session_key, user_name,
    database_name, client_host, application, backend_type, event, client_port, auth_method, identity,
    tls_version, tls_cipher, replication, session_us, setup_us, failure, observed_by
FROM ranked WHERE choice = 1
UNION ALL
SELECT
    ts, account, region, cluster, instance, source, "offset", pid, session_key, user_name,
    database_name, client_host, application, backend_type, event, client_port, auth_method, identity,
    tls_version, tls_cipher, replication, session_us, setup_us, failure, observed_by
FROM refused
