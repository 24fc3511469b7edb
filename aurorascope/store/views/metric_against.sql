-- One metric of one cluster or instance in one bucket of time beside a bound that the reader chose.
-- from: metrics
-- param: bucket_us bigint 60000000
-- param: metric text AuroraGlobalDBRPOLag
-- param: statistic text Maximum
-- param: objective_ms bigint 60000
SELECT
    {bucket:ts} AS bucket, concat_ws(' ', coalesce(instance, cluster), region) AS series, max(value) AS metric_value,
    CASE WHEN $objective_ms > 0 THEN $objective_ms::double END AS objective_ms
FROM metrics
WHERE {where:metrics} AND name = $metric AND statistic = $statistic
GROUP BY 1, 2
ORDER BY 1, 2
