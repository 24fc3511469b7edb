-- One instance of Serverless v2: its capacity against the bounds, minutes at them and paused, ACU-hours, and why it
-- did not pause as far as metrics and settings tell.
-- from: cluster_states, instance_states, metrics, roles
WITH
bounds AS (
    SELECT account, region, cluster, least_acu, most_acu, pause_after_s, global_cluster
    FROM cluster_states
    WHERE {scope:cluster_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
tiers AS (
    SELECT DISTINCT ON (account, region, instance) account, region, cluster, instance, promotion_tier
    FROM instance_states WHERE {scope:instance_states} AND instance_class = 'db.serverless'
    ORDER BY account, region, instance, valid_from DESC
),
capacity AS (
    SELECT
        account, region, cluster, instance, ts, max(period_s) AS period_s,
        avg(value) FILTER (statistic = 'Average') AS mean_acu, max(value) AS top_acu, min(value) AS low_acu
    FROM metrics
    WHERE {where:metrics} AND name = 'ServerlessDatabaseCapacity' AND scope = 'instance'
        AND statistic IN ('Average', 'Maximum', 'Minimum')
    GROUP BY ALL
),
-- of several periods of one moment the finest counts
points AS (
    SELECT *, min(period_s) OVER (PARTITION BY account, region, cluster, instance, date_trunc('hour', ts)) AS finest
    FROM capacity
),
summed AS (
    SELECT
        p.account, p.region, p.cluster, p.instance,
        sum(coalesce(p.mean_acu, p.top_acu) * p.period_s) / 3600 AS acu_hours,
        arg_max(coalesce(p.mean_acu, p.top_acu), (p.ts, coalesce(p.mean_acu, p.top_acu))) AS last_acu,
        sum(coalesce(p.mean_acu, p.top_acu) * p.period_s) / sum(p.period_s) AS mean_acu, max(p.top_acu) AS max_acu,
        sum(p.period_s) / 60.0 AS measured_minutes,
        sum(p.period_s) FILTER (p.top_acu >= b.most_acu - 0.01) / 60.0 AS ceiling_minutes,
        sum(p.period_s) FILTER (p.top_acu <= b.least_acu + 0.01) / 60.0 AS floor_minutes,
        sum(p.period_s) FILTER (p.top_acu = 0) / 60.0 AS paused_minutes,
        max(p.ts) AS last_ts
    FROM points AS p
    LEFT JOIN bounds AS b USING (account, region, cluster)
    WHERE p.period_s = p.finest
    GROUP BY p.account, p.region, p.cluster, p.instance
),
connected AS (
    SELECT account, region, cluster, instance, coalesce(sum(period_s) FILTER (value > 0), 0) / 60.0 AS connected_minutes,
        sum(period_s) / 60.0 AS counted_minutes
    FROM metrics
    WHERE {where:metrics} AND name = 'DatabaseConnections' AND statistic = 'Maximum' AND scope = 'instance'
    GROUP BY account, region, cluster, instance
)
SELECT
    s.account, s.region, s.cluster, s.instance, t.promotion_tier, b.least_acu, b.most_acu,
    s.last_acu, s.mean_acu, s.max_acu, s.acu_hours, s.measured_minutes,
    CASE WHEN b.most_acu IS NOT NULL THEN coalesce(s.ceiling_minutes, 0) END AS ceiling_minutes,
    CASE WHEN b.most_acu IS NOT NULL THEN coalesce(s.ceiling_minutes, 0) / s.measured_minutes END AS share_ceiling,
    CASE WHEN b.least_acu IS NOT NULL THEN coalesce(s.floor_minutes, 0) END AS floor_minutes,
    coalesce(s.paused_minutes, 0) AS paused_minutes, c.connected_minutes,
    CASE
        WHEN b.least_acu IS NULL THEN 'unknown: its bounds are not known'
        WHEN b.least_acu > 0 THEN concat('cannot pause: the least capacity is ', round(b.least_acu, 1), ' ACU, only 0 lets it')
        WHEN s.paused_minutes > 0 THEN concat('paused for ', round(s.paused_minutes)::bigint, ' minutes')
        WHEN c.connected_minutes IS NULL THEN 'unknown: its connections were not collected'
        WHEN c.connected_minutes >= c.counted_minutes THEN 'connections were open all the time'
        WHEN b.global_cluster IS NOT NULL THEN 'it is part of a global database, which keeps it awake'
        WHEN t.promotion_tier <= 1 THEN concat('connections were open in ', round(c.connected_minutes)::bigint,
            ' minutes; a reader of tier 0 or 1 is awake with its writer')
        ELSE concat('unknown: connections were open in only ', round(c.connected_minutes)::bigint,
            ' minutes; replication and proxies keep it awake too, and the instance log that says why is not published')
    END AS pausing,
    s.last_ts
FROM summed AS s
LEFT JOIN bounds AS b USING (account, region, cluster)
LEFT JOIN tiers AS t USING (account, region, cluster, instance)
LEFT JOIN connected AS c USING (account, region, cluster, instance)
ORDER BY ceiling_minutes DESC NULLS LAST, s.acu_hours DESC, s.instance
