-- The deadlocks of one bucket of time.
-- from: deadlocks
-- param: bucket_us bigint 60000000
-- rows: deadlock_rows
-- narrow: bucket
-- count: deadlocks
SELECT {bucket:ts} AS bucket, count(*) AS deadlocks, max(len(participants)) AS max_participants
FROM deadlocks
WHERE {where:deadlocks}
GROUP BY 1
ORDER BY 1
