-- One process in one chain of waits: the root first, below each process those that waited for it. A chain lasts as long as the waits behind its root touch in time.
-- What the root did is what lock snapshots say of it, where there are any; its statement may be the log's.
-- from: lock_stories
-- param: root_pid bigint null
-- param: top bigint 500
WITH
waits AS (
    SELECT
        cluster, instance, root_pid, waiter_pid, blocker_pid, depth, started_at,
        coalesce(ended_at, started_at + to_microseconds(coalesce(wait_us, 0))) AS until,
        wait_us, outcome, lock_mode, object, waiter_statement, waiter_fingerprint, blocker_state, blocker_fingerprint,
        blocker_statement, user_name, application, known_by, source, coalesce("offset", waiter_pid) AS "offset"
    FROM lock_stories
    WHERE {where:lock_stories} AND root_pid IS NOT NULL AND ($root_pid IS NULL OR root_pid = $root_pid)
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
),
roots AS (
    SELECT
        chain, root_pid, chain_at,
        max(blocker_state) FILTER (WHERE blocker_pid = root_pid) AS state,
        max(blocker_fingerprint) FILTER (WHERE blocker_pid = root_pid) AS fingerprint,
        max(blocker_statement) FILTER (WHERE blocker_pid = root_pid) AS statement
    FROM named
    GROUP BY chain, root_pid, chain_at
)
SELECT
    concat(r.chain, r.root_pid) AS id, NULL AS parent, 0 AS depth, concat('PID ', r.root_pid) AS process,
    r.chain_at AS started_at, NULL::bigint AS wait_us, concat_ws(', ', 'holds', r.state) AS outcome,
    NULL AS lock_mode, NULL AS object, coalesce(r.statement, f.normalized_sql) AS statement, r.fingerprint,
    NULL AS user_name, NULL AS application, NULL AS known_by, NULL AS source, NULL::bigint AS "offset", r.chain_at
FROM roots AS r
LEFT JOIN (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
) AS f ON f.fingerprint = r.fingerprint
UNION ALL
SELECT
    concat(chain, waiter_pid), concat(chain, blocker_pid), coalesce(depth, 1), concat('PID ', waiter_pid),
    started_at, wait_us, outcome, lock_mode, object, waiter_statement, waiter_fingerprint,
    user_name, application, known_by, source, "offset", chain_at
FROM named
ORDER BY chain_at DESC, depth, started_at, id
