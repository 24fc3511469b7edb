-- One instance of the fleet with its life: when it was created, when it went, and who asked auto scaling for it.
-- from: instance_states, changes
WITH
lives AS (
    SELECT
        account, region, cluster, instance, arg_max(instance_class, (valid_from, instance_class)) FILTER (valid_from IS NOT NULL) AS instance_class,
        arg_max(zone, (valid_from, zone)) FILTER (valid_from IS NOT NULL) AS zone, arg_max(promotion_tier, (valid_from, promotion_tier)) FILTER (valid_from IS NOT NULL) AS promotion_tier,
        min(created_at) AS created_at,
        CASE WHEN count(*) FILTER (valid_to IS NULL) = 0 THEN max(valid_to) END AS gone_at
    FROM instance_states
    WHERE {scope:instance_states}
    GROUP BY account, region, cluster, instance
),
scaled AS (
    SELECT account, region, cluster, count(*) AS scalings, arg_max(new, (ts, new)) AS last_scaling, max(ts) AS last_scaling_at
    FROM changes
    WHERE {scope:changes} AND attribute = 'scaling activity'
    GROUP BY account, region, cluster
)
SELECT
    l.account, l.region, l.cluster, l.instance, l.instance_class, l.zone, l.promotion_tier, l.created_at, l.gone_at,
    CASE WHEN l.gone_at IS NOT NULL THEN epoch_us(l.gone_at) - epoch_us(l.created_at) END AS lived_us,
    s.scalings, s.last_scaling, s.last_scaling_at
FROM lives AS l
LEFT JOIN scaled AS s USING (account, region, cluster)
WHERE ($begin IS NULL OR l.gone_at IS NULL OR l.gone_at >= $begin::timestamptz)
    AND ($end IS NULL OR l.created_at IS NULL OR l.created_at < $end::timestamptz)
ORDER BY l.gone_at DESC NULLS LAST, l.created_at DESC, l.instance
