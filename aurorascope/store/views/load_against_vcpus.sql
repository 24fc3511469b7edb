-- One instance: its average active sessions against its vCPUs.
-- from: db_load, metrics
WITH
asked AS (
    SELECT
        coalesce($begin::timestamptz, (SELECT min(ts) FROM db_load WHERE {scope:db_load})) AS began
),
cores AS (
    SELECT cluster, instance, max(value) AS vcpus
    FROM metrics
    WHERE {where:metrics} AND name IN ('os.general.numVCPUs', 'general.numVCPUs')
    GROUP BY cluster, instance
),
points AS (
    SELECT cluster, instance, ts, max(period_s) AS period_s, sum(aas) AS aas
    FROM db_load
    WHERE {where:db_load} AND dimension = 'total' AND by_dimension IS NULL
    GROUP BY cluster, instance, ts
)
SELECT
    p.cluster, p.instance,
    sum(p.aas * p.period_s) / greatest(epoch(max(p.ts)) + max(p.period_s) - epoch(max(asked.began)), 60) AS mean_aas,
    max(p.aas) AS peak_aas, arg_max(p.ts, (p.aas, p.ts)) FILTER (p.aas IS NOT NULL) AS peak_at, max(c.vcpus) AS vcpus,
    CASE WHEN max(c.vcpus) IS NOT NULL
        THEN (coalesce(sum(p.period_s) FILTER (p.aas > c.vcpus), 0) * 1000000)::bigint END AS above_vcpus_us,
    (sum(p.period_s) * 1000000)::bigint AS measured_us
FROM points AS p
CROSS JOIN asked
LEFT JOIN cores AS c ON c.cluster = p.cluster AND c.instance = p.instance
GROUP BY p.cluster, p.instance
ORDER BY mean_aas DESC, p.cluster, p.instance
