-- One metric that the range holds: its unit, scopes, statistics, and how many points there are.
-- from: metrics
-- param: metric text null
-- param: top bigint 2000
SELECT
    name AS metric,
    -- the metrics that are drawn, with this one added to them or taken out of them
    CASE
        WHEN list_contains(string_split(coalesce($metric, ''), ','), name)
        THEN array_to_string(list_filter(string_split($metric, ','), lambda one: one <> name), ',')
        ELSE concat_ws(',', $metric, name)
    END AS metrics_drawn,
    CASE WHEN list_contains(string_split(coalesce($metric, ''), ','), name) THEN 'take out' ELSE 'add' END AS beside,
    max(unit) AS unit, max(namespace) AS namespace, string_agg(DISTINCT scope, ', ' ORDER BY scope) AS scopes,
    string_agg(DISTINCT statistic, ', ' ORDER BY statistic) AS statistics,
    string_agg(DISTINCT source, ', ' ORDER BY source) AS metric_sources,
    count(DISTINCT instance) AS instances, count(*) AS points, max(ts) AS last_ts
FROM metrics
WHERE {where:metrics}
GROUP BY name
ORDER BY name
LIMIT $top
