-- The connection messages of one sort in one bucket of time.
-- from: connections
-- param: bucket_us bigint 60000000
-- rows: connection_rows
-- narrow: bucket event
-- count: connections
SELECT {bucket:ts} AS bucket, event, count(*) AS connections
FROM connections
WHERE {where:connections}
GROUP BY 1, 2
ORDER BY 1, 2
