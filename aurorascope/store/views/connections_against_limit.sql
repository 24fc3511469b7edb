-- One instance's connections against how many it takes: most, mean, idle share, and what the limit is known from.
-- from: metrics, parameters, cluster_states, instance_states
WITH
points AS (
    SELECT account, region, cluster, instance, name, statistic, ts, value, period_s
    FROM metrics
    WHERE {where:metrics} AND scope = 'instance' AND instance IS NOT NULL AND name IN (
        'DatabaseConnections', 'db.User.max_connections', 'db.Users.max_connections', 'db.state.idle_count', 'db.state.active_count',
        'db.state.idle_in_transaction_count', 'db.User.numbackends', 'ConnectionAttempts', 'db.User.total_auth_attempts')
),
summed AS (
    SELECT
        account, region, cluster, instance,
        max(value) FILTER (name = 'DatabaseConnections') AS most_connections,
        arg_max(ts, (value, ts)) FILTER (name = 'DatabaseConnections' AND value IS NOT NULL) AS most_at,
        avg(value) FILTER (name = 'DatabaseConnections' AND statistic = 'Average') AS mean_connections,
        arg_max(value, (ts, value)) FILTER (name = 'DatabaseConnections') AS last_connections,
        arg_max(value, (ts, value)) FILTER (name IN ('db.User.max_connections', 'db.Users.max_connections')) AS counted_limit,
        avg(value) FILTER (name = 'db.state.idle_count') / nullif(avg(value) FILTER (name IN ('db.User.numbackends')), 0) AS share_idle,
        max(value) FILTER (name = 'db.state.idle_in_transaction_count') AS most_idle_in_transaction,
        max(value) FILTER (name IN ('ConnectionAttempts', 'db.User.total_auth_attempts')) AS most_attempts,
        max(ts) AS last_ts
    FROM points
    GROUP BY account, region, cluster, instance
),
set_limits AS (
    SELECT i.account, i.region, i.instance, max(TRY_CAST(p.parameter_value AS DOUBLE)) AS set_limit
    FROM instance_states AS i
    JOIN parameters AS p ON p.account = i.account AND p.region = i.region AND p.parameter = 'max_connections' AND p.valid_to IS NULL
        AND contains(i.attributes ->> 'DBParameterGroups', concat('"', replace(p.parameter_group, 'instance ', ''), '"'))
        AND starts_with(p.parameter_group, 'instance ')
    WHERE i.valid_to IS NULL
    GROUP BY i.account, i.region, i.instance
),
joined AS (
    SELECT s.*, coalesce(s.counted_limit, l.set_limit) AS connection_limit,
        CASE WHEN s.counted_limit IS NOT NULL THEN 'Performance Insights'' counter'
            WHEN l.set_limit IS NOT NULL THEN 'its parameter group' ELSE 'unknown: neither a counter nor a parameter tells it' END AS limit_known
    FROM summed AS s
    LEFT JOIN set_limits AS l USING (account, region, instance)
)
SELECT
    account, region, cluster, instance, last_connections, mean_connections, most_connections, most_at, connection_limit, limit_known,
    most_connections / nullif(connection_limit, 0) AS share_limit, share_idle, most_idle_in_transaction, most_attempts, last_ts
FROM joined
ORDER BY share_limit DESC NULLS LAST, most_connections DESC, instance
