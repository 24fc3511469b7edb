-- One node of a drawn cluster: an endpoint with its members, or an instance with its role, zone, class, tier, lag and
-- what a failover would do with it. Of several clusters the one with the most instances; `clusters` says how many.
-- from: cluster_states, instance_states, topology, roles, metrics
WITH
clusters_then AS (
    SELECT account, region, cluster
    FROM cluster_states
    WHERE {scope:cluster_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    GROUP BY ALL
),
instances_then AS (
    SELECT *
    FROM instance_states
    WHERE {scope:instance_states} AND (valid_to IS NULL OR valid_to >= $end::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, instance ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
roles_then AS (
    SELECT account, region, cluster, instance, role, valid_from AS role_since
    FROM roles
    WHERE {scope:roles}
    QUALIFY row_number() OVER (PARTITION BY account, region, instance ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
chosen AS (
    SELECT c.account, c.region, c.cluster, count(i.instance) AS held, count(*) OVER () AS clusters
    FROM clusters_then AS c
    LEFT JOIN instances_then AS i USING (account, region, cluster)
    GROUP BY c.account, c.region, c.cluster
    ORDER BY held DESC, c.cluster, c.region
    LIMIT 1
),
lags AS (
    SELECT
        instance, arg_max(value, (ts, value)) AS last_lag_ms, max(value) AS max_lag_ms, max(ts) AS last_ts
    FROM metrics
    WHERE {where:metrics} AND name = 'AuroraReplicaLag' AND scope = 'instance' AND statistic IN ('Average', 'Maximum')
    GROUP BY instance
),
members AS (
    SELECT
        c.account, c.region, c.cluster, c.clusters, i.instance, coalesce(r.role, 'unknown') AS role, r.role_since,
        i.zone, i.instance_class, i.class_size, i.promotion_tier, i.instance_status, l.last_lag_ms, l.max_lag_ms, l.last_ts
    FROM chosen AS c
    JOIN instances_then AS i USING (account, region, cluster)
    LEFT JOIN roles_then AS r USING (account, region, cluster, instance)
    LEFT JOIN lags AS l USING (instance)
),
-- the lowest tier goes first, of one tier the largest; what is left equal, Aurora chooses
ranked AS (
    SELECT
        *,
        rank() OVER (PARTITION BY role ORDER BY promotion_tier, coalesce(class_size, 0) DESC) AS place,
        count(*) FILTER (role = 'reader') OVER () AS readers, count(*) FILTER (role = 'writer') OVER () AS writers
    FROM members
),
standing AS (
    SELECT *, count(*) FILTER (role = 'reader' AND place = 1) OVER () AS firsts FROM ranked
),
endpoints AS (
    SELECT
        c.account, c.region, c.cluster, c.clusters, t.resource_name,
        coalesce(t.attributes ->> 'CustomEndpointType', t.attributes ->> 'EndpointType') AS serves,
        t.attributes ->> 'EndpointType' AS endpoint_type, t.attributes ->> 'Status' AS status,
        coalesce(t.attributes ->> 'DBClusterEndpointIdentifier', t.attributes ->> 'Endpoint') AS name,
        coalesce(TRY_CAST(t.attributes -> 'StaticMembers' AS VARCHAR[]), []) AS static_members,
        coalesce(TRY_CAST(t.attributes -> 'ExcludedMembers' AS VARCHAR[]), []) AS excluded
    FROM chosen AS c
    JOIN topology AS t ON t.account = c.account AND t.region = c.region AND t.cluster = c.cluster
    WHERE t.resource_type = 'endpoint' AND (t.valid_to IS NULL OR t.valid_to >= $end::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY t.resource_id ORDER BY t.valid_from DESC) = 1
)
SELECT
    'endpoint' AS node, e.name, e.account, e.region, e.cluster, NULL AS instance, lower(e.endpoint_type) AS role, NULL AS zone,
    lower(e.serves) AS serves, NULL AS instance_class, NULL::bigint AS promotion_tier, e.status AS node_status,
    NULL::double AS last_lag_ms, NULL::double AS max_lag_ms, NULL::timestamptz AS last_ts,
    coalesce((
        SELECT list(m.instance ORDER BY m.instance) FROM standing AS m
        WHERE CASE
            WHEN len(e.static_members) > 0 THEN list_contains(e.static_members, m.instance)
            ELSE NOT list_contains(e.excluded, m.instance)
        END
        AND CASE e.serves
            WHEN 'WRITER' THEN m.role = 'writer'
            -- without a reader, the reader endpoint leads to the writer
            WHEN 'READER' THEN m.role = 'reader' OR (m.readers = 0 AND e.endpoint_type = 'READER')
            ELSE true
        END
    ), []) AS members,
    NULL AS promotion, e.clusters
FROM endpoints AS e
UNION ALL
SELECT
    'instance', m.instance, m.account, m.region, m.cluster, m.instance, m.role, m.zone, NULL, m.instance_class, m.promotion_tier,
    m.instance_status, m.last_lag_ms, m.max_lag_ms, m.last_ts, [],
    CASE
        WHEN m.role = 'writer' AND m.readers = 0 THEN 'none: there is no reader to promote'
        WHEN m.role = 'writer' THEN 'writes'
        WHEN m.role = 'reader' AND m.writers = 0 THEN 'secondary Region: only a switchover or failover of the global database'
        WHEN m.role = 'reader' AND m.promotion_tier IS NULL THEN 'unknown: its tier is not known'
        WHEN m.role = 'reader' AND m.place = 1 AND m.firsts = 1 THEN 'would be promoted'
        WHEN m.role = 'reader' AND m.place = 1 THEN concat('one of ', m.firsts, ' that may be promoted')
        WHEN m.role = 'reader' THEN concat('after ', m.place - 1, ' other', CASE WHEN m.place > 2 THEN 's' ELSE '' END)
        ELSE 'unknown: nobody said its role'
    END,
    m.clusters
FROM standing AS m
ORDER BY node, role DESC, zone, name
