-- What a cluster, or one item of it, would cost in a month of 730 hours at the use of the 30 days up to the end of the range:
-- an estimate from list prices, under Aurora Standard and under I/O-Optimized.
-- from: metrics, cluster_states, instance_states
-- by: cluster region item unit=quantity_unit basis
-- param: prices text {"acu_hour": 0.12, "storage_gb": 0.10, "storage_iopt_gb": 0.225, "io_million": 0.20, "backup_gb": 0.021, "replicated_million": 0.20, "transfer_gb": 0.02, "insights_vcpu_hour": 0.0125, "iopt_compute": 1.3, "large.r5": 0.29, "large.r6g": 0.26, "large.r6i": 0.29, "large.r7g": 0.276, "large.r7i": 0.304, "large.r8g": 0.276, "large.t3": 0.164, "large.t4g": 0.146, "large.x2g": 0.377}
WITH
listed AS (SELECT CAST($prices AS JSON) AS p),
states AS (
    SELECT account, region, cluster, storage_type, insights_mode
    FROM cluster_states
    WHERE {scope:cluster_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
used AS (
    SELECT account, region, cluster, instance, name, statistic, ts, value, period_s
    FROM metrics
    WHERE {scope:metrics} AND cluster IS NOT NULL
        AND ($end IS NULL OR (ts < $end::timestamptz AND ts >= $end::timestamptz - INTERVAL 30 DAY))
        AND name IN ('ServerlessDatabaseCapacity', 'VolumeBytesUsed', 'VolumeReadIOPs', 'VolumeWriteIOPs',
            'TotalBackupStorageBilled', 'AuroraGlobalDBReplicatedWriteIO', 'AuroraGlobalDBDataTransferBytes', 'os.general.numVCPUs')
),
hours AS (
    SELECT account, region, cluster, name, count(DISTINCT date_trunc('hour', ts)) AS hours, sum(value) AS total
    FROM used
    WHERE statistic = 'Sum'
    GROUP BY account, region, cluster, name
),
classes AS (
    SELECT account, region, cluster, instance, instance_class, class_size, split_part(instance_class, '.', 2) AS family
    FROM instance_states
    WHERE {scope:instance_states} AND (valid_to IS NULL OR valid_to >= $end::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, instance ORDER BY valid_from DESC) = 1
),
lines AS (
    SELECT
        c.account, c.region, c.cluster, 'instance hours' AS item, 'hours' AS quantity_unit, 730.0 * count(*) AS quantity,
        concat(count(*), ' x ', c.instance_class) AS basis,
        730.0 * sum(coalesce(CAST(l.p ->> c.instance_class AS DOUBLE), CAST(l.p ->> concat('large.', c.family) AS DOUBLE) * c.class_size))
            AS standard_usd,
        730.0 * sum(coalesce(CAST(l.p ->> c.instance_class AS DOUBLE), CAST(l.p ->> concat('large.', c.family) AS DOUBLE) * c.class_size))
            * min(CAST(l.p ->> 'iopt_compute' AS DOUBLE)) AS optimized_usd
    FROM classes AS c, listed AS l
    WHERE c.instance_class <> 'db.serverless'
    GROUP BY c.account, c.region, c.cluster, c.instance_class
    UNION ALL
    SELECT u.account, u.region, u.cluster, 'capacity', 'ACU-hours', 730 * sum(u.mean_acu), concat(count(*), ' serverless instances'),
        730 * sum(u.mean_acu) * min(CAST(l.p ->> 'acu_hour' AS DOUBLE)),
        730 * sum(u.mean_acu) * min(CAST(l.p ->> 'acu_hour' AS DOUBLE) * CAST(l.p ->> 'iopt_compute' AS DOUBLE))
    FROM (
        SELECT account, region, cluster, instance, avg(value) AS mean_acu FROM used
        WHERE name = 'ServerlessDatabaseCapacity' AND statistic = 'Average' AND instance IS NOT NULL GROUP BY ALL
    ) AS u, listed AS l
    GROUP BY u.account, u.region, u.cluster
    UNION ALL
    SELECT u.account, u.region, u.cluster, 'storage', 'GB-months', u.bytes / 1073741824, 'its newest size',
        u.bytes / 1073741824 * CAST(l.p ->> 'storage_gb' AS DOUBLE), u.bytes / 1073741824 * CAST(l.p ->> 'storage_iopt_gb' AS DOUBLE)
    FROM (
        SELECT account, region, cluster, arg_max(value, (ts, value)) AS bytes FROM used WHERE name = 'VolumeBytesUsed' GROUP BY ALL
    ) AS u, listed AS l
    UNION ALL
    SELECT h.account, h.region, h.cluster, 'I/O requests', 'million requests', sum(h.total / h.hours) * 730 / 1e6,
        concat('reads and writes of ', max(h.hours), ' hours'),
        sum(h.total / h.hours) * 730 / 1e6 * min(CAST(l.p ->> 'io_million' AS DOUBLE)), 0.0
    FROM hours AS h, listed AS l
    WHERE h.name IN ('VolumeReadIOPs', 'VolumeWriteIOPs')
    GROUP BY h.account, h.region, h.cluster
    UNION ALL
    SELECT u.account, u.region, u.cluster, 'backups', 'GB-months', u.bytes / 1073741824, 'what is billed of them',
        u.bytes / 1073741824 * CAST(l.p ->> 'backup_gb' AS DOUBLE), u.bytes / 1073741824 * CAST(l.p ->> 'backup_gb' AS DOUBLE)
    FROM (
        SELECT account, region, cluster, arg_max(value, (ts, value)) AS bytes FROM used WHERE name = 'TotalBackupStorageBilled' GROUP BY ALL
    ) AS u, listed AS l
    UNION ALL
    SELECT h.account, h.region, h.cluster, 'replicated writes', 'million requests', h.total / h.hours * 730 / 1e6,
        concat('of ', h.hours, ' hours'), h.total / h.hours * 730 / 1e6 * CAST(l.p ->> 'replicated_million' AS DOUBLE),
        h.total / h.hours * 730 / 1e6 * CAST(l.p ->> 'replicated_million' AS DOUBLE)
    FROM hours AS h, listed AS l WHERE h.name = 'AuroraGlobalDBReplicatedWriteIO'
    UNION ALL
    SELECT h.account, h.region, h.cluster, 'transfer to this Region', 'GB', h.total / h.hours * 730 / 1073741824,
        concat('of ', h.hours, ' hours'), h.total / h.hours * 730 / 1073741824 * CAST(l.p ->> 'transfer_gb' AS DOUBLE),
        h.total / h.hours * 730 / 1073741824 * CAST(l.p ->> 'transfer_gb' AS DOUBLE)
    FROM hours AS h, listed AS l WHERE h.name = 'AuroraGlobalDBDataTransferBytes'
    UNION ALL
    SELECT u.account, u.region, u.cluster, 'Database Insights', 'vCPU-hours', 730 * sum(u.vcpus), 'advanced mode',
        730 * sum(u.vcpus) * min(CAST(l.p ->> 'insights_vcpu_hour' AS DOUBLE)),
        730 * sum(u.vcpus) * min(CAST(l.p ->> 'insights_vcpu_hour' AS DOUBLE))
    FROM (
        SELECT account, region, cluster, instance, max(value) AS vcpus FROM used WHERE name = 'os.general.numVCPUs' GROUP BY ALL
    ) AS u
    JOIN states AS s ON s.account = u.account AND s.region = u.region AND s.cluster = u.cluster AND s.insights_mode = 'advanced', listed AS l
    GROUP BY u.account, u.region, u.cluster
),
placed AS (
    SELECT n.*, coalesce(s.storage_type, 'unknown') AS storage_type
    FROM lines AS n LEFT JOIN states AS s USING (account, region, cluster)
)
SELECT
    {by}, sum(quantity) AS quantity, max(storage_type) AS storage_type,
    CASE WHEN count(*) = count(standard_usd)
        THEN sum(CASE WHEN storage_type = 'aurora-iopt1' THEN optimized_usd ELSE standard_usd END) END AS month_usd,
    CASE WHEN count(*) = count(standard_usd) THEN sum(standard_usd) END AS standard_usd,
    CASE WHEN count(*) = count(standard_usd) THEN sum(optimized_usd) END AS optimized_usd,
    sum(standard_usd) FILTER (item = 'I/O requests') / nullif(sum(standard_usd), 0) AS share_io,
    CASE
        WHEN count(*) > count(standard_usd) THEN concat('unknown: no price for ', string_agg(basis, ', ') FILTER (standard_usd IS NULL))
        WHEN count(DISTINCT item) = 1 THEN ''
        WHEN bool_or(storage_type = 'unknown') THEN 'its storage type is not known'
        WHEN bool_or(storage_type = 'aurora-iopt1') AND sum(standard_usd) < sum(optimized_usd)
        THEN concat('Standard would be cheaper by ', round(sum(optimized_usd) - sum(standard_usd))::bigint, ' USD a month')
        WHEN NOT bool_or(storage_type = 'aurora-iopt1') AND sum(optimized_usd) < sum(standard_usd)
        THEN concat('I/O-Optimized would be cheaper by ', round(sum(standard_usd) - sum(optimized_usd))::bigint, ' USD a month')
        ELSE 'its storage type is the cheaper one'
    END AS remark
FROM placed
GROUP BY {by}
ORDER BY month_usd DESC NULLS FIRST, {by}
