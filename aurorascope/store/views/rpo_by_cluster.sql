-- One secondary cluster of a global database: how old the newest transaction was that it had, in milliseconds, and for
-- how long that was beyond the objective.
-- from: metrics
-- param: objective_ms double 5000
SELECT
    cluster, max(value) AS max_rpo_ms, avg(value) AS mean_rpo_ms, arg_max(ts, (value, ts)) FILTER (value IS NOT NULL) AS worst_at,
    $objective_ms::double AS objective_ms,
    (coalesce(sum(period_s) FILTER (value > $objective_ms), 0) * 1000000)::bigint AS beyond_us,
    (sum(period_s) * 1000000)::bigint AS measured_us
FROM (
    SELECT cluster, ts, max(period_s) AS period_s, max(value) AS value
    FROM metrics
    WHERE {where:metrics} AND name = 'AuroraGlobalDBRPOLag' AND statistic = 'Maximum'
    GROUP BY cluster, ts
) AS points
GROUP BY cluster
ORDER BY max_rpo_ms DESC, cluster
