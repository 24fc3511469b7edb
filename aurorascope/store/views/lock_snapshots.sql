-- One process that made others wait in one lock snapshot, newest first: how many, how deep, for how long by then, and what it did.
-- from: lock_trees
-- param: at_us bigint null
-- param: top bigint 1000
WITH
nodes AS (
    SELECT * FROM lock_trees WHERE {where:lock_trees} AND ($at_us IS NULL OR epoch_us(ts) = $at_us)
),
waiting AS (
    SELECT account, region, cluster, instance, ts, coalesce(root_pid, blocked_by[1]) AS root, pid,
        max(wait_us) AS wait_us, max(depth) AS depth
    FROM nodes
    WHERE len(blocked_by) > 0
    GROUP BY ALL
),
summed AS (
    SELECT account, region, cluster, instance, ts, root, count(*) AS sessions, max(depth) AS max_depth,
        sum(wait_us)::bigint AS blocked_us, max(wait_us) AS max_wait_us
    FROM waiting
    GROUP BY ALL
)
SELECT
    s.ts, epoch_us(s.ts) AS at_us, s.cluster, s.instance, s.root AS root_pid, s.sessions, s.max_depth, s.blocked_us,
    s.max_wait_us, r.state, r.sql AS statement, r.fingerprint, r.user_name, r.application
FROM summed AS s
LEFT JOIN nodes AS r ON r.account IS NOT DISTINCT FROM s.account AND r.region IS NOT DISTINCT FROM s.region
    AND r.cluster IS NOT DISTINCT FROM s.cluster AND r.instance IS NOT DISTINCT FROM s.instance
    AND r.ts = s.ts AND r.pid = s.root AND len(r.blocked_by) = 0
ORDER BY s.ts DESC, s.sessions DESC, s.cluster, s.instance, s.root
LIMIT $top
