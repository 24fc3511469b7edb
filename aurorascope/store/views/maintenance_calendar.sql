-- One thing that will happen to a cluster, an instance or an engine version, whether anybody acts or not, the next one first.
-- from: topology, cluster_states, instance_states
WITH
asked AS (
    SELECT coalesce($end::timestamptz, (SELECT max(valid_from) FROM topology WHERE {scope:topology})) AS now_at
),
held AS (
    SELECT * FROM topology
    WHERE {scope:topology} AND (valid_to IS NULL OR $begin IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, resource_type, resource_id ORDER BY valid_from DESC) = 1
),
clusters AS (
    SELECT * FROM cluster_states
    WHERE {scope:cluster_states} AND (valid_to IS NULL OR $begin IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY valid_from DESC) = 1
),
servers AS (
    SELECT * FROM instance_states
    WHERE {scope:instance_states} AND (valid_to IS NULL OR $begin IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, instance ORDER BY valid_from DESC) = 1
),
actions AS (
    SELECT account, region, cluster, instance, resource_name, unnest(CAST(attributes -> 'PendingMaintenanceActionDetails' AS JSON[])) AS one
    FROM held WHERE resource_type = 'pending_maintenance'
),
versions AS (
    SELECT
        resource_name AS major, attributes ->> 'Engine' AS engine,
        max(TRY_CAST(one ->> 'LifecycleSupportEndDate' AS TIMESTAMPTZ)) FILTER ((one ->> 'LifecycleSupportName') LIKE '%standard%') AS standard_end,
        max(TRY_CAST(one ->> 'LifecycleSupportEndDate' AS TIMESTAMPTZ)) FILTER ((one ->> 'LifecycleSupportName') LIKE '%extended%') AS extended_end
    FROM (
        SELECT resource_name, attributes, unnest(CAST(attributes -> 'SupportedEngineLifecycles' AS JSON[])) AS one
        FROM topology WHERE resource_type = 'engine_lifecycle' AND valid_to IS NULL
    ) AS cycles
    GROUP BY ALL
),
windows AS (
    SELECT
        c.account, c.region, c.cluster, c.maintenance_window, a.now_at,
        list_position(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], left(c.maintenance_window, 3)) - 1 AS day_wanted,
        TRY_CAST(substr(c.maintenance_window, 5, 2) AS INTEGER) * 60 + TRY_CAST(substr(c.maintenance_window, 8, 2) AS INTEGER) AS minute_wanted,
        dayofweek(a.now_at AT TIME ZONE 'UTC') AS day_now, date_trunc('day', a.now_at AT TIME ZONE 'UTC') AS midnight
    FROM clusters AS c, asked AS a
    WHERE regexp_matches(c.maintenance_window, '^[a-z]{3}:[0-9]{2}:[0-9]{2}-')
),
openings AS (
    SELECT account, region, cluster, maintenance_window, now_at,
        (midnight + to_days(((day_wanted - day_now + 7) % 7)::integer) + to_minutes(minute_wanted)) AT TIME ZONE 'UTC' AS opens_at
    FROM windows
),
dated AS (
    SELECT
        coalesce(TRY_CAST(one ->> 'ForcedApplyDate' AS TIMESTAMPTZ), TRY_CAST(one ->> 'AutoAppliedAfterDate' AS TIMESTAMPTZ),
            TRY_CAST(one ->> 'CurrentApplyDate' AS TIMESTAMPTZ)) AS due_at,
        CASE
            WHEN (one ->> 'ForcedApplyDate') IS NOT NULL THEN 'forced'
            WHEN (one ->> 'AutoAppliedAfterDate') IS NOT NULL THEN 'by itself, in the window after'
            WHEN (one ->> 'CurrentApplyDate') IS NOT NULL THEN 'was asked for' ELSE 'only if somebody asks'
        END AS how,
        account, region, cluster, coalesce(instance, cluster, resource_name) AS subject,
        concat_ws(': ', one ->> 'Action', one ->> 'Description') AS what,
        'restarts instances' AS consequence
    FROM actions
    UNION ALL
    SELECT certificate_until, 'ends', account, region, cluster, instance, concat('certificate of ', certificate, ' ends'),
        'clients that verify it can no longer connect'
    FROM servers WHERE certificate_until IS NOT NULL
    UNION ALL
    SELECT v.standard_end, 'ends', c.account, c.region, c.cluster, c.cluster,
        concat('standard support of ', c.engine, ' ', v.major, ' ends'),
        CASE WHEN (c.attributes ->> 'EngineLifecycleSupport') LIKE '%disabled'
            THEN 'it is upgraded to a newer major version by itself' ELSE 'extended support is billed by the vCPU-hour' END
    FROM clusters AS c
    JOIN versions AS v ON v.engine = c.engine
        AND v.major = CASE WHEN c.engine LIKE '%mysql%' THEN regexp_extract(c.engine_version, '^[0-9]+\.[0-9]+') ELSE split_part(c.engine_version, '.', 1) END
    WHERE v.standard_end IS NOT NULL
    UNION ALL
    SELECT restarts_at, 'by itself', account, region, cluster, cluster, 'RDS starts the stopped cluster again', 'it is billed again'
    FROM clusters WHERE restarts_at IS NOT NULL
    UNION ALL
    SELECT CASE WHEN opens_at < now_at THEN opens_at + INTERVAL 7 DAY ELSE opens_at END, 'may', account, region, cluster, cluster,
        concat('maintenance window ', maintenance_window, ' UTC opens'), 'pending actions and minor upgrades may run'
    FROM openings
    UNION ALL
    SELECT TRY_CAST(attributes ->> 'StartTime' AS TIMESTAMPTZ) + to_seconds(TRY_CAST(attributes ->> 'Duration' AS BIGINT)), 'ends',
        account, region, cluster, resource_name, concat('reservation of ', attributes ->> 'DBInstanceCount', ' x ', attributes ->> 'DBInstanceClass', ' ends'),
        'its hours are billed at list price'
    FROM held WHERE resource_type = 'reserved_instance' AND (attributes ->> 'State') = 'active'
)
SELECT d.due_at, epoch_us(d.due_at) - epoch_us(a.now_at) AS left_us, d.how, d.account, d.region, d.cluster, d.subject, d.what, d.consequence
FROM dated AS d, asked AS a
ORDER BY d.due_at NULLS LAST, d.cluster, d.subject, d.what
