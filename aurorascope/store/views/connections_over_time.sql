-- The connection messages of one sort in one bucket of time.
-- from: logins
-- param: bucket_us bigint 60000000
-- rows: connection_rows
-- narrow: bucket event
-- count: connections
SELECT {bucket:ts} AS bucket, event, count(*) AS connections
FROM logins
WHERE {where:logins}
GROUP BY 1, 2
ORDER BY 1, 2
