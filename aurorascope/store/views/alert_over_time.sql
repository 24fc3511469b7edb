-- One bucket of time of an alert rule's replay: the worst value of any cluster, and the threshold that is tried.
-- from: alert_hours
-- param: bucket_us bigint 3600000000
-- param: rule text null
-- param: factor text 1
WITH hours AS (
    SELECT
        ts, rule, account, region, cluster, instance,
        arg_max(worst, (observed_at, worst)) FILTER (observed_at IS NOT NULL) AS worst,
        arg_max(threshold, (observed_at, threshold)) FILTER (observed_at IS NOT NULL) AS threshold,
        arg_max(alarm_s, (observed_at, alarm_s)) FILTER (observed_at IS NOT NULL) AS alarm_s
    FROM alert_hours
    WHERE {where:alert_hours} AND ($rule IS NULL OR rule = $rule)
    GROUP BY ALL
)
SELECT
    {bucket:ts} AS bucket,
    rule,
    max(worst) AS highest,
    min(worst) AS lowest,
    max(threshold) * CAST($factor AS DOUBLE) AS tried_threshold,
    CAST(sum(alarm_s) AS BIGINT) AS alarm_s
FROM hours
GROUP BY 1, rule
ORDER BY 1, rule
