-- One time that an instance's page cache may have been lost: a failover, a restart, a new instance, or serverless capacity
-- that fell. How far the hit ratio fell, minutes until it was back, and what was read from storage meanwhile.
-- from: metrics, instance_states, rds_events, server_events
-- param: back_points double 2
-- param: top bigint 200
WITH
uptimes AS (
    SELECT account, region, cluster, instance, ts, min(value) AS uptime_s, max(period_s) AS period_s
    FROM metrics
    WHERE {where:metrics} AND name = 'EngineUptime' AND scope = 'instance' AND statistic IN ('Minimum', 'Average')
    GROUP BY ALL
),
restarts AS (
    -- a point's time is the begin of its period, what it says of the uptime is of its end
    SELECT account, region, cluster, instance, ts + to_seconds(period_s - uptime_s::bigint) AS happened_at, 'restart' AS sort
    FROM (
        SELECT *, lag(uptime_s) OVER (PARTITION BY account, region, cluster, instance ORDER BY ts) AS before_s FROM uptimes
    ) AS spaced
    WHERE before_s IS NOT NULL AND uptime_s < before_s
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
failovers_told AS (
    SELECT account, region, cluster, ts, regexp_extract(message, '(?i)to DB instance: ?([A-Za-z0-9-]+)', 1) AS named
    FROM rds_events
    WHERE {where:rds_events} AND source_type = 'db-cluster' AND message ILIKE '%failover%'
),
crashes AS (
    SELECT cluster, instance, ts FROM server_events WHERE {where:server_events} AND event = 'crash'
),
sorted_out AS (
    SELECT
        h.account, h.region, h.cluster, h.instance, h.happened_at,
        CASE
            WHEN h.sort <> 'restart' THEN h.sort
            WHEN EXISTS (SELECT 1 FROM failovers_told AS f WHERE f.cluster = h.cluster AND f.named = h.instance
                AND abs(date_diff('second', f.ts, h.happened_at)) <= 180) THEN 'failover: promoted'
            WHEN EXISTS (SELECT 1 FROM failovers_told AS f WHERE f.cluster = h.cluster
                AND abs(date_diff('second', f.ts, h.happened_at)) <= 180) THEN 'failover: was the writer'
            WHEN EXISTS (SELECT 1 FROM crashes AS c WHERE c.cluster = h.cluster AND c.instance = h.instance
                AND abs(date_diff('second', c.ts, h.happened_at)) <= 180) THEN 'restart after a crash'
            ELSE 'restart'
        END AS sort
    FROM happened AS h
),
hits AS (
    SELECT account, region, cluster, instance, ts, avg(value) AS hit_pct, max(period_s) AS period_s
    FROM metrics
    WHERE {where:metrics} AND name = 'BufferCacheHitRatio' AND statistic = 'Average' AND scope = 'instance'
    GROUP BY ALL
),
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
    SELECT s.instance, s.happened_at, s.sort, sum(r.blocks) AS read_blocks
    FROM sorted_out AS s
    JOIN after AS a USING (instance, happened_at, sort)
    JOIN reads AS r ON r.cluster = s.cluster AND r.instance = s.instance
        AND r.ts > s.happened_at - INTERVAL 1 MINUTE AND r.ts <= coalesce(a.last_cold, s.happened_at)
    GROUP BY ALL
)
SELECT
    s.happened_at, s.account, s.region, s.cluster, s.instance, s.sort AS happening, b.hit_before, a.hit_lowest,
    CASE
        WHEN b.hit_before IS NULL OR a.points IS NULL THEN NULL
        WHEN a.last_cold IS NULL THEN 0
        WHEN date_diff('second', a.last_cold, a.last_point) >= 3 * a.period_s
        THEN (epoch_us(a.last_cold) + a.period_s * 1000000 - epoch_us(s.happened_at)) / 60000000.0
    END AS warm_minutes,
    CASE
        WHEN s.sort = 'new instance' AND b.hit_before IS NULL THEN 'unknown: it is new, there is no before'
        WHEN b.hit_before IS NULL THEN 'unknown: no BufferCacheHitRatio from before'
        WHEN a.points IS NULL THEN 'unknown: no BufferCacheHitRatio after it'
        WHEN a.last_cold IS NULL THEN 'stayed warm'
        WHEN date_diff('second', a.last_cold, a.last_point) >= 3 * a.period_s THEN 'cold, then warm again'
        ELSE concat('still cold at the last point, ', strftime(a.last_point AT TIME ZONE 'UTC', '%H:%M'), ' UTC')
    END AS cache,
    p.read_blocks::bigint AS read_blocks,
    s.happened_at - INTERVAL 30 MINUTE AS story_begin,
    coalesce(a.last_cold, s.happened_at) + INTERVAL 30 MINUTE AS story_end
FROM sorted_out AS s
LEFT JOIN before AS b USING (instance, happened_at, sort)
LEFT JOIN after AS a USING (instance, happened_at, sort)
LEFT JOIN paid AS p USING (instance, happened_at, sort)
-- capacity falls every evening: only where the cache felt it
WHERE s.sort <> 'scaled down' OR a.hit_lowest < b.hit_before - $back_points
ORDER BY s.happened_at DESC, s.instance
LIMIT $top
