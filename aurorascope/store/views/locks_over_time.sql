-- The waits for locks that began in one bucket of time.
-- from: lock_stories
-- param: bucket_us bigint 60000000
-- rows: lock_rows
-- narrow: bucket
-- count: lock_waits
SELECT
    {bucket:started_at} AS bucket, count(*) AS lock_waits, sum(wait_us)::bigint AS wait_us,
    min(wait_us) AS min_wait_us, max(wait_us) AS max_wait_us, max(depth) AS max_depth
FROM lock_stories
WHERE {where:lock_stories}
GROUP BY 1
ORDER BY 1
