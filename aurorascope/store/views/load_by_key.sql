-- One key of a dimension of the load: how long its sessions were active in the range, and its share.
-- from: db_load
-- rows: load_rows
-- narrow: load_key dimension
-- count: active_us
-- param: dimension text wait
-- param: top bigint 100
SELECT
    CASE WHEN key_id = 'other' THEN 'beyond the top' ELSE coalesce(label, key_id) END AS load_key,
    max(fingerprint) AS fingerprint, $dimension AS dimension,
    sum((aas * period_s * 1000000)::bigint)::bigint AS active_us,
    sum(aas * period_s) / nullif(sum(sum(aas * period_s)) OVER (), 0) AS share_active,
    max(aas) AS max_aas, count(DISTINCT instance) AS instances, min(ts) AS first_ts, max(ts) AS last_ts
FROM db_load
WHERE {where:db_load} AND dimension = $dimension AND by_dimension IS NULL
GROUP BY 1
ORDER BY active_us DESC, load_key
LIMIT $top
