-- The waits for one object.
-- from: lock_stories
-- param: top bigint 50
-- rows: lock_rows
-- narrow: object
-- count: lock_waits
SELECT
    object, count(*) AS lock_waits, count(DISTINCT lock_mode) AS lock_modes,
    count(DISTINCT waiter_session_key) AS sessions,
    sum(wait_us)::bigint AS wait_us, avg(wait_us) AS mean_wait_us, max(wait_us) AS max_wait_us,
    min(started_at) AS first_ts, max(started_at) AS last_ts
FROM lock_stories
WHERE {where:lock_stories}
GROUP BY object
ORDER BY wait_us DESC NULLS LAST, object
LIMIT $top
