-- One metric that the range holds: its unit, scopes, statistics, and how many points there are.
-- from: metrics
-- param: top bigint 2000
SELECT
    name AS metric, max(unit) AS unit, max(namespace) AS namespace, string_agg(DISTINCT scope, ', ' ORDER BY scope) AS scopes,
    string_agg(DISTINCT statistic, ', ' ORDER BY statistic) AS statistics,
    string_agg(DISTINCT source, ', ' ORDER BY source) AS metric_sources,
    count(DISTINCT instance) AS instances, count(*) AS points, max(ts) AS last_ts
FROM metrics
WHERE {where:metrics}
GROUP BY name
ORDER BY name
LIMIT $top
