-- One key of the load in one period on one instance, newest first; with `split`, one key of a second dimension under it.
-- from: db_load
-- param: dimension text wait
-- param: load_key text null
-- param: key_id text null
-- param: split text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT *
FROM (
    SELECT
        ts, period_s, cluster, instance, dimension,
        CASE WHEN key_id = 'other' THEN 'beyond the top' ELSE coalesce(label, key_id) END AS load_key,
        key_id, by_key_id, fingerprint, aas, (aas * period_s * 1000000)::bigint AS active_us,
        -- the place of a row among those of its moment: what was measured has no line of a file
        '' AS source,
        row_number() OVER (PARTITION BY ts ORDER BY aas, cluster, instance, key_id, by_key_id, period_s) AS "offset"
    FROM db_load
    WHERE {where:db_load} AND dimension = $dimension AND by_dimension IS NOT DISTINCT FROM $split
        AND ($load_key IS NULL OR $load_key = CASE WHEN key_id = 'other' THEN 'beyond the top' ELSE coalesce(label, key_id) END)
        AND ($key_id IS NULL OR key_id = $key_id)
) AS periods
WHERE $before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset)
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
