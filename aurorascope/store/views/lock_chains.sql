-- One chain of waits behind one process, as long as its waits touch in time: how many waited, how deep,
-- how long, and what the process at its root did: its state as lock snapshots say it, its statement as they or the log do.
-- from: lock_stories
-- param: top bigint 50
WITH
waits AS (
    SELECT
        account, region, cluster, instance, root_pid, waiter_pid, depth, wait_us, started_at,
        coalesce(ended_at, make_timestamptz(epoch_us(started_at) + coalesce(wait_us, 0))) AS until,
        blocker_session_key, blocker_fingerprint, blocker_state, known_by, snapshots
    FROM lock_stories
    WHERE {where:lock_stories} AND root_pid IS NOT NULL
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
),
chains AS (
    SELECT
        account, region, cluster, instance, root_pid, min(started_at) AS started_at, max(until) AS ended_at,
        count(*) AS lock_waits, count(DISTINCT waiter_pid) AS waiters, max(depth) AS max_depth,
        sum(wait_us)::bigint AS wait_us, max(wait_us) AS max_wait_us,
        max(blocker_session_key) FILTER (WHERE depth = 1) AS root_session_key,
        max(blocker_fingerprint) FILTER (WHERE depth = 1) AS root_fingerprint,
        max(blocker_state) FILTER (WHERE depth = 1) AS root_state,
        CASE WHEN count(*) FILTER (WHERE known_by = 'log') = count(*) THEN 'log'
            WHEN count(*) FILTER (WHERE known_by = 'snapshots') = count(*) THEN 'snapshots'
            ELSE 'log and snapshots' END AS known_by,
        max(snapshots) AS snapshots
    FROM numbered
    GROUP BY account, region, cluster, instance, root_pid, number
)
SELECT c.*, coalesce(f.normalized_sql, c.root_fingerprint) AS root_text
FROM chains AS c
LEFT JOIN (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
) AS f ON f.fingerprint = c.root_fingerprint
ORDER BY c.lock_waits DESC, c.wait_us DESC NULLS LAST, c.started_at, c.root_pid
LIMIT $top
