-- The waits that one family of statements caused; an empty family is a blocker that the log does not show.
-- from: lock_stories
-- param: top bigint 50
-- rows: lock_rows
-- narrow: blocker_fingerprint
-- count: lock_waits
SELECT
    w.blocker_fingerprint, f.normalized_sql, w.lock_waits, w.wait_us, w.mean_wait_us, w.max_wait_us,
    w.families, w.max_depth, w.first_ts, w.last_ts
FROM (
    SELECT
        coalesce(blocker_fingerprint, '') AS blocker_fingerprint, count(*) AS lock_waits,
        sum(wait_us)::bigint AS wait_us, avg(wait_us) AS mean_wait_us, max(wait_us) AS max_wait_us,
        count(DISTINCT waiter_fingerprint) AS families, max(depth) AS max_depth,
        min(started_at) AS first_ts, max(started_at) AS last_ts
    FROM lock_stories
    WHERE {where:lock_stories}
    GROUP BY 1
) AS w
LEFT JOIN (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
) AS f ON f.fingerprint = w.blocker_fingerprint
ORDER BY w.wait_us DESC NULLS LAST, w.lock_waits DESC, w.blocker_fingerprint
LIMIT $top
