-- One source of one instance: how much of the range is in the store, and how much of it was not understood. A pause of
-- gap_s or less is quiet, not missing. `logs` are all logs of an instance together; an instance that is known
-- and whose log is not in the store is there with nothing covered.
-- from: coverage, roles
-- param: gap_s bigint 3600
WITH
asked AS (
    SELECT
        coalesce($begin::timestamptz, (SELECT min(covered_from) FROM coverage WHERE {scope:coverage})) AS began,
        coalesce($end::timestamptz, (SELECT max(covered_to) FROM coverage WHERE {scope:coverage})) AS ended
),
found AS (
    SELECT
        coalesce(cluster, '') AS cluster,
        CASE WHEN log_kind IS NOT NULL OR collector IS NULL THEN coalesce(instance, '') ELSE '' END AS instance,
        coalesce(log_kind, collector, 'logs') AS log_kind, log_kind IS NOT NULL OR collector IS NULL AS is_log,
        greatest(covered_from, began) AS low, least(covered_to, ended) AS high, began, ended,
        status, truncated, coalesce(entries, 0) AS entries, coalesce(unparsed_entries, 0) AS unparsed_entries
    FROM coverage, asked
    WHERE {scope:coverage} AND covered_from < ended AND covered_to >= began
),
spans AS (
    SELECT * FROM found
    UNION ALL
    SELECT * REPLACE ('logs' AS log_kind) FROM found WHERE is_log AND log_kind <> 'logs'
),
marked AS (
    SELECT
        *,
        CASE WHEN low <= max(high) OVER earlier + to_seconds($gap_s) THEN 0 ELSE 1 END AS begins
    FROM spans
    WHERE status IN ('complete', 'partial')
    WINDOW earlier AS (
        PARTITION BY cluster, instance, log_kind ORDER BY low, high ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
numbered AS (
    SELECT *, sum(begins) OVER (PARTITION BY cluster, instance, log_kind ORDER BY low, high ROWS UNBOUNDED PRECEDING) AS island
    FROM marked
),
islands AS (
    SELECT cluster, instance, log_kind, island, began, ended, min(low) AS low, max(high) AS high
    FROM numbered
    GROUP BY cluster, instance, log_kind, island, began, ended
),
covered AS (
    SELECT
        cluster, instance, log_kind, min(low) AS covered_from, max(high) AS covered_to,
        sum(
            epoch_us(CASE WHEN high + to_seconds($gap_s) >= ended THEN ended ELSE high END)
            - epoch_us(CASE WHEN low <= began + to_seconds($gap_s) THEN began ELSE low END)
        )::bigint AS covered_us
    FROM islands
    GROUP BY cluster, instance, log_kind
),
counted AS (
    SELECT
        cluster, instance, log_kind, bool_or(is_log) AS is_log,
        sum(entries)::bigint AS entries, sum(unparsed_entries)::bigint AS unparsed_entries,
        count(*) FILTER (WHERE truncated OR status = 'partial') AS partial_spans,
        count(*) FILTER (WHERE status = 'failed') AS failed_spans
    FROM spans
    GROUP BY cluster, instance, log_kind
),
silent AS (
    SELECT DISTINCT cluster, instance
    FROM roles, asked
    WHERE {scope:roles} AND cluster <> '' AND instance <> ''
        AND valid_from <= ended AND (valid_to IS NULL OR valid_to >= began)
)
SELECT
    c.cluster, c.instance, c.log_kind, c.is_log, v.covered_from, v.covered_to,
    coalesce(v.covered_us, 0) AS covered_us,
    (epoch_us(asked.ended) - epoch_us(asked.began))::bigint AS range_us,
    coalesce(v.covered_us, 0) / nullif(epoch_us(asked.ended) - epoch_us(asked.began), 0)::double AS covered_share,
    c.entries, c.unparsed_entries, c.partial_spans, c.failed_spans
FROM counted AS c
CROSS JOIN asked
LEFT JOIN covered AS v ON v.cluster = c.cluster AND v.instance = c.instance AND v.log_kind = c.log_kind
UNION ALL
SELECT
    s.cluster, s.instance, 'logs', true, NULL, NULL, 0,
    (epoch_us(asked.ended) - epoch_us(asked.began))::bigint, 0.0, 0, 0, 0, 0
FROM silent AS s
CROSS JOIN asked
WHERE NOT EXISTS (
    SELECT 1 FROM counted AS c WHERE c.cluster = s.cluster AND c.instance = s.instance AND c.log_kind = 'logs'
)
ORDER BY cluster, instance, log_kind
