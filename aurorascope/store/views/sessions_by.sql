-- The sessions of one group that began in the range: any of user, database, host, application, instance, cluster.
-- from: sessions
-- by: user=user_name database=database_name host=client_host application instance cluster known=known_by
-- param: top bigint 100
-- rows: session_rows
-- narrow: by
-- count: sessions
SELECT
    {by}, count(*) AS sessions, count(session_us) AS ended_sessions,
    count(*) / nullif(sum(count(*)) OVER (), 0) AS share_sessions,
    sum(session_us)::bigint AS session_us, avg(session_us) AS mean_session_us,
    quantile_disc(session_us, 0.5) AS p50_session_us, max(session_us) AS max_session_us,
    sum(busy_us)::bigint AS busy_us, sum(idle_us)::bigint AS idle_us, sum(statements)::bigint AS statements,
    min(started_at) AS first_ts, max(started_at) AS last_ts
FROM sessions
WHERE {where:sessions}
GROUP BY {by}
ORDER BY sessions DESC, {by}
LIMIT $top
