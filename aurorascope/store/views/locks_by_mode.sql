-- The waits for one lock mode on one sort of object.
-- from: lock_stories
-- rows: lock_rows
-- narrow: lock_mode object_type
-- count: lock_waits
SELECT
    lock_mode, split_part(object, ' ', 1) AS object_type,
    count(*) AS lock_waits,
    count(*) FILTER (WHERE outcome = 'acquired') AS acquired_waits,
    count(*) FILTER (WHERE outcome = 'timeout') AS timed_out_waits,
    count(*) FILTER (WHERE outcome = 'cancelled') AS cancelled_waits,
    count(*) FILTER (WHERE outcome = 'deadlock') AS deadlocked_waits,
    sum(wait_us)::bigint AS wait_us, avg(wait_us) AS mean_wait_us,
    min(wait_us) AS min_wait_us, max(wait_us) AS max_wait_us,
    max(depth) AS max_depth, min(started_at) AS first_ts, max(started_at) AS last_ts
FROM lock_stories
WHERE {where:lock_stories}
GROUP BY lock_mode, split_part(object, ' ', 1)
ORDER BY wait_us DESC NULLS LAST, lock_mode, object_type
