-- One cluster: what its logs of the range add up to.
-- from: statements, entries, temp_files, lock_waits, deadlocks, connections, server_events
WITH
s AS (
    SELECT cluster, sum(calls)::bigint AS calls, sum(sum_us)::bigint AS sum_us, max(max_us) AS max_us
    FROM {cells:statements} AS cells GROUP BY cluster
),
e AS (
    SELECT
        cluster,
        count(*) FILTER (WHERE severity IN ('ERROR', 'FATAL', 'PANIC')) AS errors,
        count(*) FILTER (WHERE severity IN ('FATAL', 'PANIC')) AS fatals,
        count(*) FILTER (WHERE severity = 'PANIC') AS panics,
        count(*) FILTER (WHERE severity = 'WARNING') AS warnings,
        count(*) FILTER (WHERE severity IN ('ERROR', 'FATAL')
            AND (message LIKE 'canceling %' OR message LIKE 'terminating connection%' OR sqlstate = '57014')) AS cancelled
    FROM entries
    WHERE {where:entries} AND severity IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
    GROUP BY cluster
),
t AS (
    SELECT cluster, count(*) AS temp_files, sum(bytes)::bigint AS temp_bytes
    FROM temp_files WHERE {where:temp_files} GROUP BY cluster
),
l AS (
    SELECT cluster, count(*) FILTER (WHERE state = 'waiting') AS lock_messages
    FROM lock_waits WHERE {where:lock_waits} GROUP BY cluster
),
d AS (SELECT cluster, count(*) AS deadlocks FROM deadlocks WHERE {where:deadlocks} GROUP BY cluster),
c AS (
    SELECT
        cluster,
        count(*) FILTER (WHERE event = 'authorized') AS connections,
        count(*) FILTER (WHERE event = 'failed') AS failed_connections
    FROM connections WHERE {where:connections} GROUP BY cluster
),
v AS (
    SELECT
        cluster,
        count(*) FILTER (WHERE event = 'crash') AS crashes,
        count(*) FILTER (WHERE event = 'starting') AS starts
    FROM server_events WHERE {where:server_events} GROUP BY cluster
),
names AS (
    SELECT cluster FROM s UNION SELECT cluster FROM e UNION SELECT cluster FROM t UNION SELECT cluster FROM l
    UNION SELECT cluster FROM d UNION SELECT cluster FROM c UNION SELECT cluster FROM v
)
SELECT
    cluster,
    coalesce(s.calls, 0) AS calls, coalesce(s.sum_us, 0) AS sum_us, s.max_us,
    coalesce(e.errors, 0) AS errors, coalesce(e.fatals, 0) AS fatals, coalesce(e.panics, 0) AS panics,
    coalesce(e.warnings, 0) AS warnings, coalesce(e.cancelled, 0) AS cancelled,
    coalesce(d.deadlocks, 0) AS deadlocks, coalesce(l.lock_messages, 0) AS lock_messages,
    coalesce(t.temp_files, 0) AS temp_files, coalesce(t.temp_bytes, 0) AS temp_bytes,
    coalesce(c.connections, 0) AS connections, coalesce(c.failed_connections, 0) AS failed_connections,
    coalesce(v.crashes, 0) AS crashes, coalesce(v.starts, 0) AS starts
FROM names
LEFT JOIN s USING (cluster)
LEFT JOIN e USING (cluster)
LEFT JOIN t USING (cluster)
LEFT JOIN l USING (cluster)
LEFT JOIN d USING (cluster)
LEFT JOIN c USING (cluster)
LEFT JOIN v USING (cluster)
ORDER BY cluster
