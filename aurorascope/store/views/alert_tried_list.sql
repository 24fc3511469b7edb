-- What an alert rule's alarms together would have done with other thresholds, or with one.
-- from: alert_tried
-- param: rule text null
-- param: factor text null
WITH newest AS (
    SELECT *, max(ts) OVER (PARTITION BY account, region, cluster, instance, rule) AS last_ts
    FROM alert_tried
    WHERE {scope:alert_tried} AND ($rule IS NULL OR rule = $rule)
)
SELECT
    rule,
    factor,
    min(threshold) AS threshold,
    max(threshold) AS highest_threshold,
    count(*) AS alarms,
    CAST(sum(firings) AS BIGINT) AS firings,
    CAST(sum(alarm_s) AS BIGINT) AS alarm_s,
    CAST(sum(flaps) AS BIGINT) AS flaps,
    CAST(sum(nights) AS BIGINT) AS nights,
    CAST(sum(warned) AS BIGINT) AS warned
FROM newest
WHERE ts = last_ts AND factor IS NOT NULL
    AND (coalesce($factor, '') = '' OR factor = TRY_CAST($factor AS DOUBLE))
GROUP BY rule, factor
ORDER BY rule, factor
