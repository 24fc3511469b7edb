-- One cluster as it was at the end of the range, with its writer and the reader that a failover would promote.
-- from: cluster_states, instance_states, roles
WITH
clusters_then AS (
    SELECT *
    FROM cluster_states
    WHERE {scope:cluster_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
instances_then AS (
    SELECT *
    FROM instance_states
    WHERE {scope:instance_states} AND (valid_to IS NULL OR valid_to >= $end::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, instance ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
roles_then AS (
    SELECT account, region, cluster, instance, role
    FROM roles
    WHERE {scope:roles}
    QUALIFY row_number() OVER (PARTITION BY account, region, instance ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
members AS (
    SELECT
        i.account, i.region, i.cluster, i.instance, i.zone, i.instance_class, r.role,
        rank() OVER (PARTITION BY i.account, i.region, i.cluster, r.role
            ORDER BY i.promotion_tier, coalesce(i.class_size, 0) DESC) AS place
    FROM instances_then AS i
    LEFT JOIN roles_then AS r USING (account, region, cluster, instance)
),
summed AS (
    SELECT
        account, region, cluster, count(*) AS instances, count(DISTINCT zone) AS zones,
        max(instance) FILTER (role = 'writer') AS writer,
        count(*) FILTER (role = 'reader') AS readers,
        string_agg(instance, ' or ' ORDER BY instance) FILTER (role = 'reader' AND place = 1) AS first_readers,
        string_agg(DISTINCT instance_class, ', ' ORDER BY instance_class) AS instance_class
    FROM members
    GROUP BY account, region, cluster
)
SELECT
    c.account, c.region, c.cluster, c.engine, c.engine_version, c.cluster_status, coalesce(s.instances, 0) AS instances,
    coalesce(s.readers, 0) AS readers, s.zones, s.writer,
    CASE
        WHEN coalesce(s.instances, 0) = 0 THEN 'none: it has no instance'
        WHEN s.writer IS NULL AND c.global_cluster IS NOT NULL THEN 'none: it is a secondary of a global database'
        WHEN s.writer IS NULL THEN 'unknown: nobody said who writes'
        WHEN s.readers = 0 THEN 'none: there is no reader'
        ELSE s.first_readers
    END AS promoted_next,
    s.instance_class, c.storage_type, c.global_cluster, c.deletion_protection, c.encrypted, c.retention_days,
    c.maintenance_window, c.backup_window, c.least_acu, c.most_acu, c.created_at, c.valid_from
FROM clusters_then AS c
LEFT JOIN summed AS s USING (account, region, cluster)
ORDER BY c.cluster, c.region
