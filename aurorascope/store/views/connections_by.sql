-- The connections of one group that were authorized: any of user, database, host, application, instance, cluster.
-- from: logins
-- by: user=user_name database=database_name host=client_host application instance cluster
-- param: top bigint 100
-- param: event text authorized
-- rows: connection_rows
-- narrow: by event
-- count: connections
SELECT
    {by}, event, count(*) AS connections,
    count(*) / nullif(sum(count(*)) OVER (), 0) AS share_connections,
    min(ts) AS first_ts, max(ts) AS last_ts
FROM logins
WHERE {where:logins} AND event = $event
GROUP BY {by}, event
ORDER BY connections DESC, {by}
LIMIT $top
