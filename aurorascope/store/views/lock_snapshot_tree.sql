-- One session in one lock snapshot: below each those that waited for it. Without a moment it is the snapshot of the range in which most waited.
-- from: lock_trees
-- param: at_us bigint null
-- param: top bigint 500
WITH
nodes AS (
    SELECT * FROM lock_trees WHERE {where:lock_trees} AND pid IS NOT NULL
),
chosen AS (
    SELECT cluster, instance, ts
    FROM (
        SELECT cluster, instance, ts, count(DISTINCT pid) AS sessions, max(depth) AS depth
        FROM nodes
        WHERE len(blocked_by) > 0 AND ($at_us IS NULL OR epoch_us(ts) = $at_us)
        GROUP BY cluster, instance, ts
    ) AS moments
    ORDER BY sessions DESC, depth DESC, ts DESC, cluster, instance
    LIMIT 1
),
shown AS (
    SELECT n.* FROM nodes AS n
    JOIN chosen AS c ON c.cluster IS NOT DISTINCT FROM n.cluster
        AND c.instance IS NOT DISTINCT FROM n.instance AND c.ts = n.ts
),
-- a blocker that the snapshot names and does not show is a root of its own
named AS (
    SELECT DISTINCT cluster, instance, ts, blocker AS pid
    FROM (SELECT cluster, instance, ts, unnest(blocked_by) AS blocker FROM shown) AS blockers
    WHERE blocker NOT IN (SELECT pid FROM shown)
)
SELECT
    concat(pid, '') AS id, concat(arg_max(blocked_by[1], (depth, blocked_by[1])), '') AS parent, max(depth) AS depth,
    concat('PID ', pid) AS process, ts, min(state) AS state, max(wait_us) AS wait_us,
    min(wait_event) AS wait_event, min(lock_mode) AS lock_mode, min(object) AS object,
    min(user_name) AS user_name, min(application) AS application, min(client_host) AS client_host,
    min(sql) AS statement, min(fingerprint) AS fingerprint, cluster, instance
FROM shown
GROUP BY cluster, instance, ts, pid
UNION ALL
SELECT concat(pid, ''), NULL, 0, concat('PID ', pid), ts, 'not in the snapshot', NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, cluster, instance
FROM named
ORDER BY depth, wait_us DESC NULLS LAST, id
LIMIT $top
