-- The connections that failed for one reason.
-- from: logins
-- param: top bigint 50
-- rows: connection_rows
-- narrow: event failure
-- count: connections
SELECT
    event, coalesce(failure, '') AS failure, count(*) AS connections,
    count(DISTINCT user_name) AS users, count(DISTINCT client_host) AS hosts,
    min(ts) AS first_ts, max(ts) AS last_ts
FROM logins
WHERE {where:logins} AND event = 'failed'
GROUP BY 1, 2
ORDER BY connections DESC, failure
LIMIT $top
