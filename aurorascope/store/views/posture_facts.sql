-- One cluster with how it is secured and kept up: yes, no, or null where nobody told.
-- from: cluster_states, instance_states, parameters, connections
WITH
states AS (
    SELECT * FROM cluster_states
    WHERE {scope:cluster_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
servers AS (
    SELECT account, region, cluster, bool_or(publicly_accessible) AS publicly_accessible, min(certificate_until) AS certificate_until,
        bool_and(TRY_CAST(attributes ->> 'AutoMinorVersionUpgrade' AS BOOLEAN)) AS minor_upgrades, bool_and(insights_enabled) AS insights_enabled,
        min(monitoring_s) AS monitoring_s
    FROM instance_states
    WHERE {scope:instance_states} AND valid_to IS NULL
    GROUP BY account, region, cluster
),
tls AS (
    SELECT account, region, parameter_group,
        max(parameter_value) FILTER (parameter IN ('rds.force_ssl', 'require_secure_transport')) AS forced,
        count(*) FILTER (pending_reboot) AS pending_reboots
    FROM parameters WHERE valid_to IS NULL GROUP BY account, region, parameter_group
),
plain AS (
    SELECT account, region, cluster, count(*) FILTER (tls_version IS NOT NULL) AS encrypted_connections,
        count(*) FILTER (tls_version IS NULL) AS plain_connections
    FROM connections WHERE {where:connections} AND event = 'authorized' GROUP BY account, region, cluster
)
SELECT
    s.account, s.region, s.cluster, s.engine_version, s.encrypted, s.deletion_protection,
    TRY_CAST(s.attributes ->> 'IAMDatabaseAuthenticationEnabled' AS BOOLEAN) AS iam_authentication,
    i.publicly_accessible, CASE WHEN lower(t.forced) IN ('1', 'on', 'true') THEN true WHEN t.forced IS NOT NULL THEN false END AS tls_forced,
    p.plain_connections, p.encrypted_connections, s.attributes ->> 'ActivityStreamStatus' AS activity_stream,
    s.attributes ->> 'EnabledCloudwatchLogsExports' AS log_exports, i.minor_upgrades, i.insights_enabled, s.insights_mode, i.monitoring_s,
    s.retention_days, s.maintenance_window, i.certificate_until, t.pending_reboots
FROM states AS s
LEFT JOIN servers AS i USING (account, region, cluster)
LEFT JOIN tls AS t ON t.account = s.account AND t.region = s.region AND t.parameter_group = 'cluster ' || s.parameter_group
LEFT JOIN plain AS p ON p.account = s.account AND p.region = s.region AND p.cluster = s.cluster
ORDER BY s.cluster, s.region
