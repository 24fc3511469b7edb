-- One instance of a cluster beside the others: role, zone, tier, how far it lagged, what load and connections it had,
-- and its share of those of all readers of its cluster.
-- from: instance_states, roles, metrics
-- param: over_ms bigint 1000
WITH
states AS (
    SELECT account, region, cluster, instance, instance_class, class_size, zone, promotion_tier, instance_status,
        created_at, valid_to
    FROM instance_states
    WHERE {scope:instance_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, instance ORDER BY valid_from DESC) = 1
),
roles_then AS (
    SELECT account, region, cluster, instance, role
    FROM roles
    WHERE {scope:roles}
    -- the role at the end of the range; before anybody looked, the first that was seen
    QUALIFY row_number() OVER (PARTITION BY account, region, instance ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
lags AS (
    SELECT account, region, cluster, instance, ts, max(value) AS lag_ms, max(period_s) AS period_s
    FROM metrics
    WHERE {where:metrics} AND name = 'AuroraReplicaLag' AND scope = 'instance' AND statistic IN ('Average', 'Maximum')
    GROUP BY ALL
),
lagged AS (
    SELECT
        account, region, cluster, instance, max(lag_ms) AS max_lag_ms, avg(lag_ms) AS mean_lag_ms,
        arg_max(lag_ms, (ts, lag_ms)) AS last_lag_ms, arg_max(ts, (lag_ms, ts)) FILTER (lag_ms IS NOT NULL) AS worst_at,
        coalesce(sum(period_s) FILTER (lag_ms > $over_ms), 0) / 60.0 AS over_minutes,
        sum(period_s) / 60.0 AS measured_minutes, max(ts) AS last_ts
    FROM lags
    GROUP BY account, region, cluster, instance
),
worked AS (
    SELECT account, region, cluster, instance, ts, name, statistic, value
    FROM metrics
    WHERE {where:metrics} AND name IN ('DBLoad', 'DatabaseConnections', 'CPUUtilization') AND scope = 'instance'
        AND statistic IN ('Average', 'Maximum') AND source = 'cloudwatch'
),
-- what an instance did while it was the other thing is left out: only who reads has a lag
loaded AS (
    SELECT
        w.account, w.region, w.cluster, w.instance, g.ts IS NOT NULL AS was_reader,
        avg(w.value) FILTER (w.name = 'DBLoad' AND w.statistic = 'Average') AS mean_load,
        max(w.value) FILTER (w.name = 'DBLoad') AS max_load,
        avg(w.value) FILTER (w.name = 'DatabaseConnections' AND w.statistic = 'Average') AS mean_connections,
        max(w.value) FILTER (w.name = 'DatabaseConnections') AS most_connections,
        avg(w.value) FILTER (w.name = 'CPUUtilization' AND w.statistic = 'Average') AS mean_cpu_pct,
        max(w.value) FILTER (w.name = 'CPUUtilization') AS max_cpu_pct
    FROM worked AS w
    LEFT JOIN lags AS g USING (account, region, cluster, instance, ts)
    GROUP BY ALL
),
known AS (
    SELECT account, region, cluster, instance FROM states
    UNION SELECT account, region, cluster, instance FROM lagged
),
joined AS (
    SELECT
        k.account, k.region, k.cluster, k.instance, coalesce(r.role, 'unknown') AS role, s.zone, s.instance_class,
        s.promotion_tier, s.instance_status, s.created_at, s.valid_to,
        g.max_lag_ms, g.mean_lag_ms, g.last_lag_ms, g.worst_at, g.over_minutes, g.measured_minutes,
        l.mean_load, l.max_load, l.mean_connections, l.most_connections, l.mean_cpu_pct, l.max_cpu_pct, g.last_ts
    FROM known AS k
    LEFT JOIN states AS s USING (account, region, cluster, instance)
    LEFT JOIN roles_then AS r USING (account, region, cluster, instance)
    LEFT JOIN lagged AS g USING (account, region, cluster, instance)
    LEFT JOIN loaded AS l ON l.account = k.account AND l.region = k.region AND l.cluster = k.cluster
        AND l.instance = k.instance AND l.was_reader = (coalesce(r.role, 'unknown') = 'reader')
)
SELECT
    *,
    CASE WHEN role = 'reader' THEN mean_load / nullif(sum(mean_load) FILTER (role = 'reader') OVER w, 0) END AS share_load,
    CASE WHEN role = 'reader'
        THEN mean_connections / nullif(sum(mean_connections) FILTER (role = 'reader') OVER w, 0) END AS share_connections,
    CASE
        WHEN valid_to IS NOT NULL THEN concat('gone since ', strftime(valid_to AT TIME ZONE 'UTC', '%m-%d %H:%M'), ' UTC')
        WHEN role = 'writer' AND max_lag_ms IS NOT NULL THEN 'read, and lagged, before it was promoted'
        WHEN role = 'writer' THEN 'writes: has no lag'
        WHEN max_lag_ms IS NULL THEN 'unknown: no AuroraReplicaLag in this range'
        WHEN most_connections <= 1 AND mean_load < 0.05 THEN 'idle: nobody reads here'
        WHEN over_minutes > 0 THEN concat('over ', $over_ms, ' ms in ', round(over_minutes)::bigint, ' minutes')
        ELSE concat('never over ', $over_ms, ' ms')
    END AS remark
FROM joined
WINDOW w AS (PARTITION BY account, region, cluster)
ORDER BY max_lag_ms DESC NULLS LAST, cluster, instance
