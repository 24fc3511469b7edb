-- One key of the load in one period on one instance, newest first.
-- from: db_load
-- param: dimension text wait
-- param: load_key text null
-- param: top bigint 2000
SELECT
    ts, period_s, cluster, instance, dimension,
    CASE WHEN key_id = 'other' THEN 'beyond the top' ELSE coalesce(label, key_id) END AS load_key,
    fingerprint, aas, (aas * period_s * 1000000)::bigint AS active_us
FROM db_load
WHERE {where:db_load} AND dimension = $dimension AND by_dimension IS NULL
    AND ($load_key IS NULL OR $load_key = CASE WHEN key_id = 'other' THEN 'beyond the top' ELSE coalesce(label, key_id) END)
ORDER BY ts DESC, aas DESC, instance, load_key
LIMIT $top
