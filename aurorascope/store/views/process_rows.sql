-- One process of one instance at one moment of Enhanced Monitoring, joined to its session in the log by pid and time.
-- from: processes, sessions
-- param: process text null
-- param: pid bigint null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
WITH seen AS (
    SELECT
        ts, cluster, instance, pid, parent_pid, name AS process, cpu_pct, memory_pct, rss_kb, vss_kb, '' AS source,
        row_number() OVER (PARTITION BY ts ORDER BY rss_kb, cpu_pct, cluster, instance, pid) AS "offset"
    FROM processes
    WHERE {where:processes} AND ($pid IS NULL OR pid = $pid)
        AND ($process IS NULL OR $process = regexp_replace(name, '\([0-9]+\)$', ''))
),
page AS (
    SELECT * FROM seen
    WHERE $before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset)
    ORDER BY ts DESC, source DESC, "offset" DESC
    LIMIT $page
)
SELECT
    p.*, s.user_name, s.database_name, s.client_host, s.application, s.session_key
FROM page AS p
LEFT JOIN sessions AS s ON s.cluster = p.cluster AND s.instance = p.instance AND s.pid = p.pid AND p.pid > 1
    AND s.started_at <= p.ts + INTERVAL 1 SECOND AND (s.ended_at IS NULL OR s.ended_at >= p.ts)
    -- pids come again: of several sessions the one that began last
    AND s.started_at = (
        SELECT max(o.started_at) FROM sessions AS o
        WHERE o.cluster = p.cluster AND o.instance = p.instance AND o.pid = p.pid AND o.started_at <= p.ts + INTERVAL 1 SECOND
    )
ORDER BY p.ts DESC, p.source DESC, p."offset" DESC
