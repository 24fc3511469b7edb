-- One process in one chain of waits: the root first, below each process those that waited for it. A chain lasts as long as the waits behind its root touch in time.
-- from: lock_episodes
-- param: root_pid bigint null
-- param: top bigint 500
WITH
waits AS (
    SELECT
        cluster, instance, root_pid, waiter_pid, blocker_pid, depth, started_at,
        coalesce(ended_at, started_at + to_microseconds(coalesce(wait_us, 0))) AS until,
        wait_us, outcome, lock_mode, object, waiter_statement, waiter_fingerprint, source, "offset"
    FROM lock_episodes
    WHERE {where:lock_episodes} AND root_pid IS NOT NULL AND ($root_pid IS NULL OR root_pid = $root_pid)
    ORDER BY started_at DESC, source, "offset"
    LIMIT $top
),
touching AS (
    SELECT *,
        CASE WHEN started_at <= max(until) OVER (
            PARTITION BY cluster, instance, root_pid ORDER BY started_at, waiter_pid, source, "offset"
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) THEN 0 ELSE 1 END AS begins
    FROM waits
),
numbered AS (
    SELECT *,
        sum(begins) OVER (
            PARTITION BY cluster, instance, root_pid ORDER BY started_at, waiter_pid, source, "offset"
            ROWS UNBOUNDED PRECEDING
        ) AS number
    FROM touching
),
named AS (
    SELECT *,
        concat(cluster, '/', instance, '/', root_pid, '/', number, '/') AS chain,
        min(started_at) OVER (PARTITION BY cluster, instance, root_pid, number) AS chain_at
    FROM numbered
)
SELECT DISTINCT
    concat(chain, root_pid) AS id, NULL AS parent, 0 AS depth, concat('PID ', root_pid) AS process,
    chain_at AS started_at, NULL::bigint AS wait_us, 'holds' AS outcome, NULL AS lock_mode, NULL AS object,
    NULL AS statement, NULL AS fingerprint, NULL AS source, NULL::bigint AS "offset", chain_at
FROM named
UNION ALL
SELECT
    concat(chain, waiter_pid), concat(chain, blocker_pid), coalesce(depth, 1), concat('PID ', waiter_pid),
    started_at, wait_us, outcome, lock_mode, object, waiter_statement, waiter_fingerprint, source, "offset", chain_at
FROM named
ORDER BY chain_at DESC, depth, started_at, id
