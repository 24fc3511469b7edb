-- One statement of the load, with the waits its sessions were in.
-- from: db_load
-- rows: load_rows
-- narrow: key_id dimension split
-- count: active_us
-- param: top bigint 50
WITH
parts AS (
    SELECT
        key_id, by_key_id, max(label) AS label, max(fingerprint) AS fingerprint, sum(aas * period_s) AS active_s,
        sum((aas * period_s * 1000000)::bigint) AS active_us,
        max(ts) AS last_ts, sum(sum(aas * period_s)) OVER (PARTITION BY key_id) AS key_s
    FROM db_load
    WHERE {where:db_load} AND dimension = 'tokenized_sql' AND by_dimension = 'wait'
    GROUP BY key_id, by_key_id
),
texts AS (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
)
SELECT
    p.key_id, 'tokenized_sql' AS dimension, 'wait' AS split, p.fingerprint,
    CASE WHEN p.key_id = 'other' THEN 'beyond the top' ELSE coalesce(t.normalized_sql, p.label) END AS statement_text,
    p.active_us::bigint AS active_us,
    p.active_s / nullif(sum(p.active_s) OVER (), 0) AS share_active,
    p.top_wait, p.waits, p.last_ts
FROM (
    SELECT
        key_id, max(label) AS label, max(fingerprint) AS fingerprint, sum(active_s) AS active_s,
        sum(active_us) AS active_us,
        arg_max(by_key_id, (active_s, by_key_id)) FILTER (active_s IS NOT NULL) AS top_wait, max(last_ts) AS last_ts,
        array_to_string(list_slice(list(
            concat(by_key_id, ' ', CAST(round(100 * active_s / nullif(key_s, 0)) AS BIGINT), ' %')
            ORDER BY active_s DESC, by_key_id DESC
        ), 1, 4), ', ') AS waits
    FROM parts
    GROUP BY key_id
) AS p
LEFT JOIN texts AS t USING (fingerprint)
ORDER BY p.active_s DESC, p.key_id
LIMIT $top
