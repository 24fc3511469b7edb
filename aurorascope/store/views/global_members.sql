-- One member of a global database: its Region, role, lags, and how long its recovery point was beyond the objective.
-- from: cluster_states, topology, metrics, parameters
-- param: objective_ms bigint 60000
WITH
clusters_then AS (
    SELECT *
    FROM cluster_states
    WHERE {scope:cluster_states} AND global_cluster IS NOT NULL
        AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
globals AS (
    SELECT DISTINCT ON (resource_name) resource_name AS global_cluster, attributes -> 'GlobalClusterMembers' AS members
    FROM topology
    WHERE resource_type = 'global_cluster' AND (valid_to IS NULL OR $begin IS NULL OR valid_to >= $begin::timestamptz)
    ORDER BY resource_name, valid_from DESC
),
members AS (
    SELECT
        global_cluster, one ->> 'DBClusterArn' AS arn, TRY_CAST(one ->> 'IsWriter' AS BOOLEAN) AS is_primary,
        one ->> 'SynchronizationStatus' AS synchronization, one ->> 'GlobalWriteForwardingStatus' AS write_forwarding
    FROM (SELECT global_cluster, unnest(CAST(members AS JSON[])) AS one FROM globals) AS each_one
),
objectives AS (
    SELECT account, region, parameter_group, max(TRY_CAST(parameter_value AS DOUBLE)) * 1000 AS set_ms
    FROM parameters
    WHERE parameter = 'rds.global_db_rpo' AND (valid_to IS NULL OR $begin IS NULL OR valid_to >= $begin::timestamptz)
    GROUP BY account, region, parameter_group
),
lags AS (
    SELECT account, region, cluster, ts, name, max(value) AS lag_ms, max(period_s) AS period_s
    FROM metrics
    WHERE {where:metrics} AND name IN ('AuroraGlobalDBRPOLag', 'AuroraGlobalDBProgressLag', 'AuroraGlobalDBReplicationLag')
        AND statistic IN ('Average', 'Maximum')
    GROUP BY ALL
),
lagged AS (
    SELECT
        account, region, cluster,
        max(lag_ms) FILTER (name = 'AuroraGlobalDBRPOLag') AS max_rpo_ms,
        arg_max(ts, (lag_ms, ts)) FILTER (name = 'AuroraGlobalDBRPOLag' AND lag_ms IS NOT NULL) AS worst_at,
        arg_max(lag_ms, (ts, lag_ms)) FILTER (name = 'AuroraGlobalDBRPOLag') AS last_rpo_ms,
        max(lag_ms) FILTER (name = 'AuroraGlobalDBProgressLag') AS max_progress_ms,
        max(lag_ms) FILTER (name = 'AuroraGlobalDBReplicationLag') AS max_replication_ms,
        sum(period_s) FILTER (name = 'AuroraGlobalDBRPOLag') / 60.0 AS measured_minutes, max(ts) AS last_ts
    FROM lags
    GROUP BY account, region, cluster
),
sums AS (
    SELECT
        account, region, cluster,
        sum(value) FILTER (name = 'AuroraGlobalDBDataTransferBytes')::bigint AS transfer_bytes,
        sum(value) FILTER (name = 'AuroraGlobalDBReplicatedWriteIO')::bigint AS replicated_writes
    FROM metrics
    WHERE {where:metrics} AND statistic = 'Sum'
        AND name IN ('AuroraGlobalDBDataTransferBytes', 'AuroraGlobalDBReplicatedWriteIO')
    GROUP BY account, region, cluster
),
joined AS (
    SELECT
        c.account, c.region, c.cluster, c.global_cluster, m.is_primary, m.synchronization, m.write_forwarding,
        -- the objective is a setting of the primary: Aurora holds commits back there
        (
            SELECT max(o.set_ms) FROM clusters_then AS p
            JOIN members AS w ON w.global_cluster = p.global_cluster AND ends_with(w.arn, ':' || p.cluster) AND w.is_primary
            JOIN objectives AS o ON o.account = p.account AND o.region = p.region
                AND o.parameter_group = 'cluster ' || p.parameter_group
            WHERE p.global_cluster = c.global_cluster AND o.set_ms > 0
        ) AS set_ms
    FROM clusters_then AS c
    LEFT JOIN members AS m ON m.global_cluster = c.global_cluster AND contains(m.arn, concat(':', c.region, ':'))
        AND ends_with(m.arn, ':' || c.cluster)
),
judged AS (
    SELECT *, CASE WHEN $objective_ms > 0 THEN $objective_ms::double ELSE set_ms END AS objective_ms FROM joined
)
SELECT
    j.global_cluster, j.region, j.account, j.cluster,
    CASE WHEN j.is_primary THEN 'primary' WHEN j.is_primary IS NULL THEN 'unknown' ELSE 'secondary' END AS role,
    j.synchronization, j.write_forwarding, j.set_ms, j.objective_ms,
    g.max_rpo_ms, g.worst_at, g.last_rpo_ms, g.max_progress_ms, g.max_replication_ms, g.measured_minutes,
    CASE WHEN j.objective_ms IS NOT NULL AND g.measured_minutes > 0 THEN (
        SELECT coalesce(sum(l.period_s), 0) / 60.0 FROM lags AS l
        WHERE l.name = 'AuroraGlobalDBRPOLag' AND l.account = j.account AND l.region = j.region
            AND l.cluster = j.cluster AND l.lag_ms > j.objective_ms
    ) END AS over_minutes,
    CASE
        WHEN j.is_primary THEN 'has no lag: it is the primary'
        WHEN g.max_rpo_ms IS NULL THEN 'unknown: no AuroraGlobalDBRPOLag of this Region'
        WHEN j.objective_ms IS NULL THEN 'unknown: rds.global_db_rpo is not set; choose an objective'
        WHEN g.max_rpo_ms > j.objective_ms THEN 'was beyond the objective'
        ELSE 'within the objective whenever it was measured'
    END AS remark,
    s.transfer_bytes, s.replicated_writes, g.last_ts
FROM judged AS j
LEFT JOIN lagged AS g USING (account, region, cluster)
LEFT JOIN sums AS s USING (account, region, cluster)
ORDER BY g.max_rpo_ms DESC NULLS LAST, j.global_cluster, j.region, j.cluster
