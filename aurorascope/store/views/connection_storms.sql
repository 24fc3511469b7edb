-- One bucket of time with the most new connections, and who they came from.
-- from: logins
-- param: bucket_us bigint 10000000
-- param: top bigint 20
-- rows: connection_rows
-- narrow: bucket event
-- count: connections
SELECT
    bucket, event, sum(connections)::bigint AS connections, count(DISTINCT user_name) AS users,
    count(DISTINCT client_host) AS hosts,
    arg_max(user_name, (connections, user_name)) FILTER (connections IS NOT NULL) AS top_user, arg_max(client_host, (connections, client_host)) FILTER (connections IS NOT NULL) AS top_host,
    max(connections) AS top_connections
FROM (
    SELECT {bucket:ts} AS bucket, event, user_name, client_host, count(*) AS connections
    FROM logins
    WHERE {where:logins} AND event = 'authorized'
    GROUP BY 1, 2, 3, 4
) AS groups
GROUP BY bucket, event
ORDER BY connections DESC, bucket
LIMIT $top
