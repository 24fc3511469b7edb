-- One process in one chain of waits: the root first, below each process those that waited for it.
-- from: lock_episodes
-- param: root_pid bigint null
-- param: top bigint 500
WITH
waits AS (
    SELECT
        instance, root_pid, waiter_pid, blocker_pid, depth, started_at, wait_us, outcome, lock_mode, object,
        waiter_statement, waiter_fingerprint, source, "offset"
    FROM lock_episodes
    WHERE {where:lock_episodes} AND ($root_pid IS NULL OR root_pid = $root_pid)
    ORDER BY started_at DESC
    LIMIT $top
),
roots AS (
    SELECT instance, root_pid, min(started_at) AS chain_at
    FROM waits GROUP BY instance, root_pid
)
SELECT
    concat(instance, '/', root_pid, '/', root_pid) AS id, NULL AS parent, 0 AS depth,
    concat('PID ', root_pid) AS process, chain_at AS started_at, NULL::bigint AS wait_us, 'holds the lock' AS outcome,
    NULL AS lock_mode, NULL AS object, NULL AS statement, NULL AS fingerprint, NULL AS source, NULL::bigint AS "offset",
    chain_at
FROM roots WHERE root_pid IS NOT NULL
UNION ALL
SELECT
    concat(w.instance, '/', w.root_pid, '/', w.waiter_pid), concat(w.instance, '/', w.root_pid, '/', w.blocker_pid),
    coalesce(w.depth, 1),
    concat('PID ', w.waiter_pid), w.started_at, w.wait_us, w.outcome, w.lock_mode, w.object, w.waiter_statement,
    w.waiter_fingerprint, w.source, w."offset", r.chain_at
FROM waits AS w JOIN roots AS r ON r.instance = w.instance AND r.root_pid IS NOT DISTINCT FROM w.root_pid
ORDER BY chain_at DESC, depth, started_at
