-- One time that an instance's page cache may have been lost: a failover, a restart, a new instance, or serverless capacity
-- that fell. How far the hit ratio fell, minutes until it was back, and what was read from storage meanwhile. A promoted
-- instance is judged as its failover's story judges it: from being ready, against the old writer's ratio.
-- from: metrics, instance_states, rds_events, server_events, roles, entries, changes
-- param: back_points double 2
-- param: gap_s bigint 900
-- param: top bigint 200
WITH
failed_over AS (
    SELECT account, region, cluster, promoted, old_writer, started_at, coalesce(ready_at, completed_at, started_at) AS ready_at
    FROM ({view:failovers}) AS stories
    WHERE promoted IS NOT NULL
),
uptimes AS (
    SELECT account, region, cluster, instance, ts, min(value) AS uptime_s, max(period_s) AS period_s
    FROM metrics
    WHERE {where:metrics} AND name = 'EngineUptime' AND scope = 'instance' AND statistic IN ('Minimum', 'Average')
    GROUP BY ALL
),
-- a restart is told by the server's log to the second, by EngineUptime to a minute, by RDS when it gets to it
witnesses AS (
    -- a point's time is the begin of its period, what it says of the uptime is of its end
    SELECT account, region, cluster, instance, ts + to_seconds(period_s - uptime_s::bigint) AS happened_at, 2 AS rank
    FROM (
        SELECT *, lag(uptime_s) OVER (PARTITION BY account, region, cluster, instance ORDER BY ts) AS before_s FROM uptimes
    ) AS spaced
    WHERE before_s IS NOT NULL AND uptime_s < before_s
    UNION ALL
    SELECT account, region, cluster, instance, ts, 1 FROM server_events
    WHERE {where:server_events} AND event = 'ready'
    UNION ALL
    SELECT account, region, cluster, instance, ts, 3 FROM rds_events
    WHERE {where:rds_events} AND source_type = 'db-instance' AND instance IS NOT NULL AND message ILIKE '%restarted%'
),
restarts AS (
    SELECT account, region, cluster, instance, arg_max(happened_at, (-rank, happened_at)) AS happened_at, 'restart' AS sort
    FROM (
        SELECT *, sum(begins) OVER (PARTITION BY account, region, cluster, instance ORDER BY happened_at ROWS UNBOUNDED PRECEDING) AS number
        FROM (
            SELECT *, CASE WHEN happened_at - lag(happened_at) OVER (
                PARTITION BY account, region, cluster, instance ORDER BY happened_at
            ) <= INTERVAL 10 MINUTE THEN 0 ELSE 1 END AS begins
            FROM witnesses
        ) AS spaced
    ) AS grouped
    GROUP BY account, region, cluster, instance, number
),
made AS (
    SELECT DISTINCT account, region, cluster, instance, created_at AS happened_at, 'new instance' AS sort
    FROM instance_states
    WHERE {scope:instance_states} AND created_at >= $begin::timestamptz AND created_at < $end::timestamptz
),
capacity AS (
    SELECT account, region, cluster, instance, ts, avg(value) AS acu
    FROM metrics
    WHERE {where:metrics} AND name = 'ServerlessDatabaseCapacity' AND scope = 'instance' AND statistic = 'Average'
    GROUP BY ALL
),
-- memory goes with capacity: a fall by a third or more within a quarter of an hour
shrunk AS (
    SELECT account, region, cluster, instance, min(ts) AS happened_at, 'scaled down' AS sort
    FROM (
        SELECT *, acu <= 0.67 * max(acu) OVER (
            PARTITION BY account, region, cluster, instance ORDER BY ts RANGE BETWEEN INTERVAL 15 MINUTE PRECEDING AND CURRENT ROW
        ) AS fell
        FROM capacity
    ) AS falls
    WHERE fell
    GROUP BY account, region, cluster, instance, date_trunc('hour', ts)
),
happened AS (
    SELECT * FROM restarts UNION ALL SELECT * FROM made UNION ALL SELECT * FROM shrunk
),
crashes AS (
    SELECT account, region, cluster, instance, ts FROM server_events WHERE {where:server_events} AND event = 'crash'
),
sorted_out AS (
    SELECT
        h.account, h.region, h.cluster, h.instance, h.happened_at,
        CASE
            WHEN h.sort <> 'restart' THEN h.sort
            WHEN EXISTS (SELECT 1 FROM failed_over AS f WHERE f.account = h.account AND f.region = h.region AND f.cluster = h.cluster AND f.old_writer = h.instance
                AND abs(date_diff('second', f.started_at, h.happened_at)) <= 600) THEN 'failover: was the writer'
            WHEN EXISTS (SELECT 1 FROM crashes AS c WHERE c.account = h.account AND c.region = h.region AND c.cluster = h.cluster AND c.instance = h.instance
                AND abs(date_diff('second', c.ts, h.happened_at)) <= 180) THEN 'restart after a crash'
            ELSE 'restart'
        END AS sort,
        h.instance AS ratio_of, h.happened_at AS before_at
    FROM happened AS h
    WHERE NOT EXISTS (SELECT 1 FROM failed_over AS f WHERE f.account = h.account AND f.region = h.region AND f.cluster = h.cluster AND f.promoted = h.instance
        AND h.sort = 'restart' AND abs(date_diff('second', f.started_at, h.happened_at)) <= 600)
    UNION ALL
    SELECT account, region, cluster, promoted, ready_at, 'failover: promoted', coalesce(old_writer, promoted), started_at
    FROM failed_over
),
losses AS (
    SELECT s.*, s.happened_at AS began_at, coalesce(f.until_at, (
        SELECT min(o.happened_at) FROM sorted_out AS o
        WHERE o.account = s.account AND o.region = s.region AND o.cluster = s.cluster AND o.instance = s.instance AND o.happened_at > s.happened_at + INTERVAL 1 MINUTE
    )) AS until_at
    FROM sorted_out AS s
    LEFT JOIN (
        SELECT account, region, cluster, promoted, ready_at,
            lead(started_at) OVER (PARTITION BY account, region, cluster ORDER BY started_at) AS until_at
        FROM failed_over
    ) AS f ON s.sort = 'failover: promoted' AND f.account = s.account AND f.region = s.region AND f.cluster = s.cluster AND f.promoted = s.instance AND f.ready_at = s.happened_at
),
{part:cold_cache},
reads AS (
    SELECT account, region, cluster, instance, ts, avg(value) * max(period_s) AS blocks
    FROM metrics
    WHERE {where:metrics} AND name = 'ReadIOPS' AND statistic = 'Average' AND scope = 'instance'
    GROUP BY ALL
),
before AS (
    SELECT s.instance, s.happened_at, s.sort, median(h.hit_pct) AS hit_before
    FROM sorted_out AS s
    JOIN hits AS h ON h.cluster = s.cluster AND h.instance = s.instance
        AND h.ts >= s.happened_at - INTERVAL 31 MINUTE AND h.ts < s.happened_at - INTERVAL 1 MINUTE
    GROUP BY ALL
),
after AS (
    SELECT
        s.instance, s.happened_at, s.sort,
        min(h.hit_pct) FILTER (h.ts < s.happened_at + INTERVAL 15 MINUTE) AS hit_lowest,
        max(h.ts) FILTER (h.hit_pct < b.hit_before - $back_points) AS last_cold, max(h.ts) AS last_point, count(*) AS points,
        max(h.period_s) AS period_s
    FROM sorted_out AS s
    JOIN before AS b USING (instance, happened_at, sort)
    JOIN hits AS h ON h.cluster = s.cluster AND h.instance = s.instance
        AND h.ts > s.happened_at - INTERVAL 1 MINUTE AND h.ts < s.happened_at + INTERVAL 6 HOUR
        AND NOT EXISTS (
            SELECT 1 FROM sorted_out AS o
            WHERE o.instance = s.instance AND o.happened_at > s.happened_at + INTERVAL 1 MINUTE AND o.happened_at <= h.ts
        )
    GROUP BY ALL
),
paid AS (
    SELECT w.account, w.region, w.cluster, w.instance, w.began_at, sum(r.blocks) AS read_blocks
    FROM warmth AS w
    JOIN reads AS r ON r.account = w.account AND r.region = w.region AND r.cluster = w.cluster AND r.instance = w.instance
        AND r.ts > w.began_at - INTERVAL 1 MINUTE AND r.ts <= coalesce(w.last_cold, w.began_at)
    WHERE w.hit_lowest IS NOT NULL
    GROUP BY ALL
)
SELECT
    l.happened_at, l.account, l.region, l.cluster, l.instance, l.sort AS happening, w.hit_before, w.hit_lowest, w.warm_minutes,
    CASE WHEN l.sort = 'new instance' AND w.hit_before IS NULL THEN 'unknown: it is new, there is no before' ELSE w.cache END
        AS cache,
    p.read_blocks::bigint AS read_blocks,
    l.happened_at - INTERVAL 30 MINUTE AS story_begin,
    coalesce(w.last_cold, l.happened_at) + INTERVAL 30 MINUTE AS story_end
FROM losses AS l
LEFT JOIN warmth AS w USING (account, region, cluster, instance, began_at)
LEFT JOIN paid AS p USING (account, region, cluster, instance, began_at)
-- capacity falls every evening: only where the cache felt it
WHERE l.sort <> 'scaled down' OR w.hit_lowest < w.hit_before - $back_points
ORDER BY l.happened_at DESC, l.instance
LIMIT $top
