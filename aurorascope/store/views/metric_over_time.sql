-- One metric of one instance (or of what else its dimensions name) in one bucket of time; several metrics, named with
-- commas between them, stand beside each other.
-- from: metrics
-- param: bucket_us bigint 60000000
-- param: metric text CPUUtilization
-- param: statistic text Average
-- param: scope text instance
-- param: drawn text value
WITH
points AS (
    SELECT
        *,
        -- a finer series of the same metric is the better one
        min(period_s) OVER (PARTITION BY cluster, instance, name, dimensions, statistic, {bucket:ts}) AS finest
    FROM metrics
    WHERE {where:metrics} AND statistic = $statistic
        AND name IN (SELECT trim(unnest(string_split($metric, ','))))
        AND ($scope = 'any' OR scope = $scope)
),
buckets AS (
    SELECT
        {bucket:ts} AS bucket,
        concat_ws(' ',
            CASE WHEN scope = 'instance' AND instance IS NOT NULL THEN instance
                ELSE concat_ws(' ', cluster, array_to_string(
                    list_filter(map_values(CAST(dimensions AS JSON)::map(varchar, varchar)), lambda one: one <> cluster), ' '))
            END,
            CASE WHEN contains($metric, ',') THEN name END) AS series,
        min(unit) AS unit,
        CASE $statistic
            WHEN 'Maximum' THEN max(value) WHEN 'Minimum' THEN min(value) WHEN 'Sum' THEN sum(value)
            WHEN 'SampleCount' THEN sum(value) ELSE avg(value)
        END AS metric_value
    FROM points
    WHERE period_s = finest
    GROUP BY 1, 2
)
SELECT
    bucket, series, unit,
    CASE WHEN $drawn = 'share'
        THEN 100 * metric_value / nullif(max(abs(metric_value)) OVER (PARTITION BY series), 0)
        ELSE metric_value
    END AS metric_value
FROM buckets
ORDER BY bucket, series
