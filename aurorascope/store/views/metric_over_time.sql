-- One metric of one instance (or of what else its dimensions name) in one bucket of time.
-- from: metrics
-- param: bucket_us bigint 60000000
-- param: metric text CPUUtilization
-- param: statistic text Average
-- param: scope text instance
WITH points AS (
    SELECT
        *,
        -- a finer series of the same metric is the better one
        min(period_s) OVER (PARTITION BY cluster, instance, dimensions, statistic, {bucket:ts}) AS finest
    FROM metrics
    WHERE {where:metrics} AND name = $metric AND statistic = $statistic
        AND ($scope = 'any' OR scope = $scope)
)
SELECT
    {bucket:ts} AS bucket,
    CASE WHEN scope = 'instance' AND instance IS NOT NULL THEN instance
        ELSE concat_ws(' ', cluster, array_to_string(
            list_filter(map_values(CAST(dimensions AS JSON)::map(varchar, varchar)), lambda one: one <> cluster), ' '))
    END AS series,
    any_value(unit) AS unit,
    CASE $statistic
        WHEN 'Maximum' THEN max(value) WHEN 'Minimum' THEN min(value) WHEN 'Sum' THEN sum(value)
        WHEN 'SampleCount' THEN sum(value) ELSE avg(value)
    END AS metric_value
FROM points
WHERE period_s = finest
GROUP BY 1, 2
ORDER BY 1, 2
