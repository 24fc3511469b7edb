-- One metric of one instance that moved: its mean in the range against the span before it, in the metric's own spread.
-- from: metrics
-- param: before_s bigint 7200
-- param: top bigint 20
WITH
-- without a range: the last half hour
asked AS (
    SELECT
        coalesce($begin::timestamptz, (SELECT max(ts) - INTERVAL 30 MINUTE FROM metrics WHERE {scope:metrics})) AS began,
        coalesce($end::timestamptz, (SELECT max(ts) + INTERVAL 1 SECOND FROM metrics WHERE {scope:metrics})) AS ended
),
points AS (
    SELECT cluster, instance, name, unit, value, ts >= asked.began AS is_now
    FROM metrics, asked
    WHERE {scope:metrics} AND statistic = 'Average' AND source IN ('cloudwatch', 'metric_stream') AND scope = 'instance'
        AND name <> 'EngineUptime'
        AND ts >= asked.began - to_seconds($before_s) AND ts < asked.ended
),
series AS (
    SELECT
        cluster, instance, name AS metric, max(unit) AS unit,
        avg(value) FILTER (is_now) AS value_now, max(value) FILTER (is_now) AS max_now,
        min(value) FILTER (is_now) AS min_now,
        median(value) FILTER (NOT is_now) AS value_before, stddev_pop(value) FILTER (NOT is_now) AS spread
    FROM points
    GROUP BY cluster, instance, name
)
SELECT
    cluster, instance, metric, unit, value_now, value_before, min_now, max_now,
    abs(value_now - value_before) / nullif(greatest(spread, abs(value_before) * 0.05, abs(value_now) * 0.05), 0) AS moved
FROM series
WHERE value_now IS NOT NULL AND value_before IS NOT NULL
ORDER BY moved DESC NULLS LAST, instance, metric
LIMIT $top
