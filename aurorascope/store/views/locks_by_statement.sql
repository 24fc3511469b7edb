-- The waits for locks of one family of statements; rank_by calls ranks by how often, else by time waited.
-- from: lock_stories
-- param: top bigint 50
-- param: rank_by text wait_us
-- rows: lock_rows
-- narrow: waiter_fingerprint
-- count: lock_waits
SELECT
    row_number() OVER (
        ORDER BY CASE $rank_by WHEN 'lock_waits' THEN lock_waits WHEN 'max_wait_us' THEN max_wait_us ELSE wait_us END
            DESC NULLS LAST, lock_waits DESC, waiter_fingerprint
    ) AS rank,
    w.waiter_fingerprint, f.normalized_sql, w.lock_waits, w.wait_us, w.mean_wait_us, w.min_wait_us,
    w.max_wait_us, w.users, w.blockers, w.first_ts, w.last_ts
FROM (
    SELECT
        waiter_fingerprint, count(*) AS lock_waits, sum(wait_us)::bigint AS wait_us,
        avg(wait_us) AS mean_wait_us, min(wait_us) AS min_wait_us, max(wait_us) AS max_wait_us,
        count(DISTINCT user_name) AS users, count(DISTINCT blocker_fingerprint) AS blockers,
        min(started_at) AS first_ts, max(started_at) AS last_ts
    FROM lock_stories
    WHERE {where:lock_stories}
    GROUP BY waiter_fingerprint
) AS w
LEFT JOIN (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
) AS f ON f.fingerprint = w.waiter_fingerprint
ORDER BY rank
LIMIT $top
