-- The waits for locks that ended in one way.
-- from: lock_stories
-- rows: lock_rows
-- narrow: outcome
-- count: lock_waits
SELECT
    outcome, count(*) AS lock_waits, sum(wait_us)::bigint AS wait_us, avg(wait_us) AS mean_wait_us,
    max(wait_us) AS max_wait_us
FROM lock_stories
WHERE {where:lock_stories}
GROUP BY outcome
ORDER BY lock_waits DESC, outcome
