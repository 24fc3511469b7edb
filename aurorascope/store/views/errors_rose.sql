-- One sort of error: how often in the range, and how often in as long a time of the span before it.
-- from: entries, coverage
-- param: before_s bigint 7200
-- param: top bigint 20
WITH
-- without a range: the last half hour
asked AS (
    SELECT
        coalesce($begin::timestamptz, (SELECT max(ts) - INTERVAL 30 MINUTE FROM entries WHERE {scope:entries})) AS began,
        coalesce($end::timestamptz, (SELECT max(ts) + INTERVAL 1 SECOND FROM entries WHERE {scope:entries})) AS ended
),
logged AS (
    SELECT greatest(
        least(epoch(max(asked.began)) - epoch(min(covered_from)), $before_s),
        60
    ) AS before_s
    FROM coverage, asked
    WHERE {scope:coverage} AND log_kind IS NOT NULL
)
SELECT
    severity, sqlstate, kind, error_fingerprint,
    count(*) FILTER (ts >= asked.began) AS errors_now,
    count(*) FILTER (ts < asked.began) * greatest(epoch(max(asked.ended)) - epoch(max(asked.began)), 1)
        / max(coalesce(logged.before_s, $before_s)) AS errors_usual,
    max(message) AS sample_message, count(DISTINCT instance) AS instances, min(ts) AS first_ts, max(ts) AS last_ts
FROM entries, asked, logged
WHERE {scope:entries} AND severity IN ('ERROR', 'FATAL', 'PANIC')
    AND ts >= asked.began - to_seconds($before_s) AND ts < asked.ended
GROUP BY severity, sqlstate, kind, error_fingerprint
HAVING count(*) FILTER (ts >= asked.began) > 0
ORDER BY errors_now - errors_usual DESC, error_fingerprint, severity, sqlstate, kind
LIMIT $top
