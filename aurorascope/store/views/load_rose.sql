-- One key of a dimension of the load: average active sessions in the range against those of a span before it.
-- from: db_load
-- param: dimension text wait
-- param: before_s bigint 7200
-- param: top bigint 20
WITH
-- without a range: the last half hour
asked AS (
    SELECT
        coalesce($begin::timestamptz, (SELECT max(ts) - INTERVAL 30 MINUTE FROM db_load WHERE {scope:db_load})) AS began,
        coalesce($end::timestamptz, (SELECT max(ts) + INTERVAL 1 SECOND FROM db_load WHERE {scope:db_load})) AS ended
),
points AS (
    SELECT
        CASE WHEN key_id = 'other' THEN 'beyond the top' ELSE coalesce(fingerprint, key_id) END AS family,
        CASE WHEN key_id = 'other' THEN 'beyond the top' ELSE coalesce(label, key_id) END AS load_key,
        fingerprint, ts, period_s, aas, ts >= asked.began AS is_now
    FROM db_load, asked
    WHERE {scope:db_load} AND dimension = $dimension AND by_dimension IS NULL
        AND ts >= asked.began - to_seconds($before_s) AND ts < asked.ended
),
-- what is not measured yet, and what was not collected before, is no time without load
spans AS (
    SELECT
        greatest(epoch(max(ts) FILTER (is_now)) + max(period_s) - epoch(max(began)), 60) AS now_s,
        greatest(epoch(max(began)) - epoch(min(ts) FILTER (NOT is_now)), 60) AS before_s
    FROM points, asked
),
keys AS (
    SELECT
        family, max(load_key) AS load_key, max(fingerprint) AS fingerprint,
        coalesce(sum(aas * period_s) FILTER (is_now), 0) AS now_active,
        coalesce(sum(aas * period_s) FILTER (NOT is_now), 0) AS before_active
    FROM points
    GROUP BY family
),
rises AS (
    SELECT
        load_key, fingerprint, now_active / s.now_s AS aas_now, before_active / s.before_s AS aas_before,
        now_active / s.now_s - coalesce(before_active / s.before_s, 0) AS rise
    FROM keys, spans AS s
),
texts AS (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
)
SELECT
    $dimension AS dimension, coalesce(t.normalized_sql, r.load_key) AS load_key, r.fingerprint,
    r.aas_now, r.aas_before, r.rise,
    greatest(r.rise, 0) / nullif(sum(greatest(r.rise, 0)) OVER (), 0) AS share_of_rise
FROM rises AS r
LEFT JOIN texts AS t USING (fingerprint)
ORDER BY r.rise DESC NULLS LAST, load_key
LIMIT $top
