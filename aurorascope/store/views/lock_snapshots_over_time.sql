-- The sessions that waited behind one process in one bucket of time: the most that any lock snapshot of it shows.
-- from: lock_trees
-- param: bucket_us bigint 60000000
-- param: top bigint 8
WITH
waiting AS (
    SELECT ts, cluster, instance, coalesce(root_pid, blocked_by[1]) AS root, count(DISTINCT pid) AS sessions,
        max(depth) AS depth
    FROM lock_trees
    WHERE {where:lock_trees} AND len(blocked_by) > 0
    GROUP BY ALL
),
ranked AS (
    SELECT cluster, instance, root, row_number() OVER (ORDER BY sum(sessions) DESC, cluster, instance, root) AS rank
    FROM waiting
    GROUP BY cluster, instance, root
),
named AS (
    SELECT w.ts, w.instance, w.root, w.sessions, w.depth,
        CASE WHEN r.rank <= $top THEN concat('behind PID ', w.root) ELSE 'behind others' END AS blocker
    FROM waiting AS w
    JOIN ranked AS r ON r.cluster IS NOT DISTINCT FROM w.cluster AND r.instance IS NOT DISTINCT FROM w.instance
        AND r.root IS NOT DISTINCT FROM w.root
),
moments AS (
    SELECT ts, blocker, sum(sessions) AS sessions, max(depth) AS depth FROM named GROUP BY ts, blocker
)
SELECT {bucket:ts} AS bucket, blocker, max(sessions)::bigint AS sessions, max(depth) AS max_depth
FROM moments
GROUP BY 1, 2
ORDER BY 1, 2
