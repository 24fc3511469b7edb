-- One point of one metric, newest first.
-- from: metrics
-- param: metric text CPUUtilization
-- param: statistic text any
-- param: scope text any
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT *
FROM (
    SELECT
        ts, cluster, instance, name AS metric, statistic, value AS point_value, unit, period_s, scope, dimensions,
        source AS metric_source, region,
        -- the place of a point among those of its moment: what was measured has no line of a file
        '' AS source,
        row_number() OVER (
            PARTITION BY ts ORDER BY name, cluster, instance, dimensions, statistic, period_s, source
        ) AS "offset"
    FROM metrics
    WHERE {where:metrics} AND name IN (SELECT trim(unnest(string_split($metric, ','))))
        AND ($statistic = 'any' OR statistic = $statistic)
        AND ($scope = 'any' OR scope = $scope)
) AS points
WHERE $before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset)
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
