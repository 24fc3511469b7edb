-- One cluster that the store knows of, from inventory, logs or metrics, with what an on-call wants to see first. Pages and
-- reports add its verdict by the checks of the range.
-- from: cluster_states, instance_states, roles, tags, coverage, metrics, entries, alarms, rds_events, deadlocks
-- judged: verdicts
-- param: tag text null
-- param: exact boolean true
WITH
inventory AS (
    SELECT *
    FROM cluster_states
    WHERE {scope:cluster_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
-- without a range of its own: a cluster whose logs stopped last week is one too
taken AS (
    SELECT account, region, cluster, max(covered_to) AS newest_at, string_agg(DISTINCT coalesce(log_kind, collector), ', ' ORDER BY coalesce(log_kind, collector)) AS sources,
        count(log_kind) AS logs
    FROM coverage
    WHERE {scope:coverage} AND coalesce(cluster, '') <> ''
    GROUP BY account, region, cluster
),
measured AS (
    SELECT
        account, region, cluster, max(value) FILTER (name = 'AuroraReplicaLag') AS max_lag_ms, max(ts) AS newest_at
    FROM metrics
    WHERE {where:metrics} AND cluster IS NOT NULL AND name IN ('AuroraReplicaLag', 'DBLoad', 'CPUUtilization')
        AND statistic IN ('Average', 'Maximum')
    GROUP BY account, region, cluster
),
-- of each instance, so that no idle reader hides a writer that is overrun
loads AS (
    SELECT account, region, cluster, instance, max(value) AS max_load
    FROM metrics
    WHERE {where:metrics} AND name = 'DBLoad' AND statistic IN ('Average', 'Maximum') AND scope = 'instance'
        AND cluster IS NOT NULL
    GROUP BY account, region, cluster, instance
),
cores AS (
    SELECT account, region, cluster, instance, max(value) AS vcpus
    FROM metrics
    WHERE {where:metrics} AND name IN ('os.general.numVCPUs', 'general.numVCPUs')
    GROUP BY account, region, cluster, instance
),
busiest AS (
    SELECT account, region, cluster, max(max_load) AS max_load, max(max_load / nullif(vcpus, 0)) AS share_vcpus
    FROM loads LEFT JOIN cores USING (account, region, cluster, instance)
    GROUP BY account, region, cluster
),
failed AS (
    SELECT account, region, cluster, count(*) AS errors
    FROM entries WHERE {where:entries} AND severity IN ('ERROR', 'FATAL', 'PANIC') GROUP BY account, region, cluster
),
locked AS (
    SELECT account, region, cluster, count(*) AS deadlocks FROM deadlocks WHERE {where:deadlocks} GROUP BY account, region, cluster
),
warned AS (
    SELECT account, region, cluster, count(*) FILTER (state = 'ALARM') AS in_alarm
    FROM (
        SELECT account, region, cluster, name, arg_max(state, (ts, state)) AS state FROM alarms
        WHERE {scope:alarms} AND ($end IS NULL OR ts < $end::timestamptz) GROUP BY ALL
    ) AS states
    GROUP BY account, region, cluster
),
moved AS (
    SELECT account, region, cluster, count(*) FILTER (message ILIKE 'completed%failover%') AS failovers
    FROM rds_events WHERE {where:rds_events} AND source_type = 'db-cluster' GROUP BY account, region, cluster
),
counted AS (
    SELECT account, region, cluster, count(DISTINCT instance) AS instances
    FROM instance_states WHERE {scope:instance_states} AND valid_to IS NULL GROUP BY account, region, cluster
),
tagged AS (
    SELECT
        account, region, cluster, string_agg(DISTINCT concat(tag_key, '=', tag_value), ', ' ORDER BY concat(tag_key, '=', tag_value)) AS tags
    FROM tags
    WHERE {scope:tags} AND instance IS NULL AND valid_to IS NULL
    GROUP BY account, region, cluster
),
known AS (
    SELECT account, region, cluster FROM inventory
    UNION SELECT account, region, cluster FROM taken
    UNION SELECT account, region, cluster FROM measured
)
SELECT
    k.account, k.region, k.cluster, i.engine, i.engine_version, i.cluster_status, c.instances,
    NULL::varchar AS verdict, NULL::varchar AS reason, NULL::bigint AS found, NULL::bigint AS unread,
    greatest(t.newest_at, m.newest_at) AS newest_at, NULL::bigint AS age_us, t.sources, g.tags,
    l.max_load, l.share_vcpus, m.max_lag_ms,
    CASE WHEN t.logs > 0 THEN coalesce(f.errors, 0) END AS errors,
    CASE WHEN t.logs > 0 THEN coalesce(d.deadlocks, 0) END AS deadlocks,
    v.failovers, w.in_alarm
FROM known AS k
LEFT JOIN inventory AS i USING (account, region, cluster)
LEFT JOIN taken AS t USING (account, region, cluster)
LEFT JOIN measured AS m USING (account, region, cluster)
LEFT JOIN busiest AS l USING (account, region, cluster)
LEFT JOIN failed AS f USING (account, region, cluster)
LEFT JOIN locked AS d USING (account, region, cluster)
LEFT JOIN warned AS w USING (account, region, cluster)
LEFT JOIN moved AS v USING (account, region, cluster)
LEFT JOIN counted AS c USING (account, region, cluster)
LEFT JOIN tagged AS g USING (account, region, cluster)
WHERE $tag IS NULL OR list_contains(string_split(g.tags, ', '), $tag)
ORDER BY k.cluster, k.region, k.account
