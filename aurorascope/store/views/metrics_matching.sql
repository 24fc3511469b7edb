-- One metric of one instance, cluster or other scope whose name matches a pattern: its newest, least, mean and greatest value.
-- from: metrics
-- param: pattern text ^CPUUtilization$
-- param: origin text any
-- param: top bigint 500
SELECT
    name AS metric, cluster, instance,
    coalesce(instance, cluster, 'all') || CASE WHEN scope IN ('device', 'proxy', 'role') THEN concat(' ', array_to_string(
        list_filter(map_values(CAST(min(dimensions) AS JSON)::map(varchar, varchar)),
            lambda one: one <> coalesce(instance, '') AND one <> coalesce(cluster, '')), ' ')) ELSE '' END AS measured_of,
    scope, max(unit) AS unit,
    arg_max(value, (ts, value)) FILTER (statistic IN ('Average', 'Sum', 'Maximum')) AS last_value,
    min(value) FILTER (statistic IN ('Average', 'Minimum', 'Maximum')) AS least_value,
    avg(value) FILTER (statistic = 'Average') AS mean_value,
    max(value) FILTER (statistic IN ('Average', 'Minimum', 'Maximum')) AS most_value,
    arg_max(ts, (value, ts)) FILTER (statistic IN ('Average', 'Maximum') AND value IS NOT NULL) AS most_at,
    sum(value) FILTER (statistic = 'Sum') AS total_value,
    count(*) AS points, max(ts) AS last_ts,
    string_agg(DISTINCT source, ', ' ORDER BY source) AS metric_sources
FROM metrics
WHERE {where:metrics} AND regexp_matches(name, $pattern) AND ($origin = 'any' OR source = $origin)
GROUP BY name, cluster, instance, scope, CASE WHEN scope IN ('device', 'proxy', 'role') THEN dimensions END
ORDER BY metric, cluster, instance, measured_of
LIMIT $top
