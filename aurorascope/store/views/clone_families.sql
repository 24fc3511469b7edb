-- One cluster that shares pages with others: a clone, or what was cloned, with its age and whether anybody used it.
-- from: cluster_states, metrics
WITH
states AS (
    SELECT *
    FROM cluster_states
    WHERE {scope:cluster_states} AND clone_group IS NOT NULL AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY valid_from DESC) = 1
),
used AS (
    SELECT account, region, cluster, max(value) FILTER (name = 'DatabaseConnections') AS most_connections,
        arg_max(value, (ts, value)) FILTER (name = 'VolumeBytesUsed') AS volume_bytes
    FROM metrics
    WHERE {where:metrics} AND name IN ('DatabaseConnections', 'VolumeBytesUsed') GROUP BY account, region, cluster
)
SELECT
    s.clone_group, s.account, s.region, s.cluster, s.created_at, u.volume_bytes, u.most_connections,
    CASE WHEN s.created_at = min(s.created_at) OVER w THEN 'the first of its group' ELSE 'a clone' END AS role,
    CASE
        WHEN count(*) OVER w = 1 THEN 'alone in its group: what it was cloned from or to is gone'
        WHEN u.most_connections IS NULL THEN 'unknown: its connections were not collected'
        WHEN u.most_connections = 0 THEN 'nobody connected in this range: forgotten?' ELSE 'in use'
    END AS remark
FROM states AS s
LEFT JOIN used AS u USING (account, region, cluster)
WINDOW w AS (PARTITION BY s.account, s.region, s.clone_group)
ORDER BY s.clone_group, s.created_at, s.cluster
