-- One chain of waits behind one process, as long as its waits touch in time: how many waited, how deep, how long.
-- from: lock_episodes
-- param: top bigint 50
WITH
waits AS (
    SELECT
        account, region, cluster, instance, root_pid, waiter_pid, depth, wait_us, started_at,
        coalesce(ended_at, make_timestamptz(epoch_us(started_at) + coalesce(wait_us, 0))) AS until,
        blocker_session_key, blocker_fingerprint
    FROM lock_episodes
    WHERE {where:lock_episodes} AND root_pid IS NOT NULL
),
cut AS (
    SELECT *,
        max(until) OVER (
            PARTITION BY account, region, cluster, instance, root_pid ORDER BY started_at, waiter_pid
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before_until
    FROM waits
),
numbered AS (
    SELECT *,
        sum(CASE WHEN before_until >= started_at THEN 0 ELSE 1 END) OVER (
            PARTITION BY account, region, cluster, instance, root_pid ORDER BY started_at, waiter_pid
        ) AS number
    FROM cut
)
SELECT
    account, region, cluster, instance, root_pid, min(started_at) AS started_at, max(until) AS ended_at,
    count(*) AS lock_waits, count(DISTINCT waiter_pid) AS waiters, max(depth) AS max_depth,
    sum(wait_us)::bigint AS wait_us, max(wait_us) AS max_wait_us,
    max(blocker_session_key) FILTER (WHERE depth = 1) AS root_session_key,
    max(blocker_fingerprint) FILTER (WHERE depth = 1) AS root_fingerprint
FROM numbered
GROUP BY account, region, cluster, instance, root_pid, number
ORDER BY lock_waits DESC, wait_us DESC NULLS LAST, started_at, root_pid
LIMIT $top
