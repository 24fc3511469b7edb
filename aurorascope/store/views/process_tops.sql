-- One process of one instance over the range (its port left out of its name): CPU, memory, and whose session it was.
-- from: processes, sessions
-- param: rank_by text memory
-- param: top bigint 200
WITH
seen AS (
    SELECT
        cluster, instance, regexp_replace(name, '\([0-9]+\)$', '') AS process, pid, count(*) AS samples,
        avg(cpu_pct) AS mean_cpu_pct, max(cpu_pct) AS max_cpu_pct, max(rss_kb) AS max_rss_kb,
        arg_max(ts, (rss_kb, ts)) FILTER (rss_kb IS NOT NULL) AS most_at, min(ts) AS first_ts, max(ts) AS last_ts
    FROM processes
    WHERE {where:processes}
    GROUP BY 1, 2, 3, 4
    ORDER BY CASE $rank_by WHEN 'cpu' THEN max(cpu_pct) ELSE max(rss_kb) END DESC, instance, pid
    LIMIT $top
)
SELECT * FROM (
SELECT
    p.cluster, p.instance, p.process, p.pid, p.samples, p.mean_cpu_pct, p.max_cpu_pct, p.max_rss_kb, p.most_at,
    max(s.user_name) AS user_name, max(s.application) AS application, arg_max(s.session_key, (s.started_at, s.session_key)) AS session_key,
    count(s.session_key) AS sessions, p.first_ts, p.last_ts
FROM seen AS p
LEFT JOIN sessions AS s ON s.cluster = p.cluster AND s.instance = p.instance AND s.pid = p.pid AND p.pid > 1
    AND s.started_at <= p.last_ts + INTERVAL 1 SECOND AND (s.ended_at IS NULL OR s.ended_at >= p.first_ts)
GROUP BY ALL
) AS named
ORDER BY CASE $rank_by WHEN 'cpu' THEN max_cpu_pct ELSE max_rss_kb END DESC, instance, pid
