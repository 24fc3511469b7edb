-- One family of logged statements: its time a second in the range against that of a span before it.
-- from: statements, coverage
-- param: before_s bigint 7200
-- param: top bigint 20
WITH
-- without a range: the last half hour
asked AS (
    SELECT
        coalesce($begin::timestamptz, (SELECT max(ts) - INTERVAL 30 MINUTE FROM statements WHERE {scope:statements})) AS began,
        coalesce($end::timestamptz, (SELECT max(ts) + INTERVAL 1 SECOND FROM statements WHERE {scope:statements})) AS ended
),
phases AS (
    SELECT fingerprint, calls, duration_us, ts >= asked.began AS is_now
    FROM statements, asked
    WHERE {scope:statements} AND fingerprint IS NOT NULL
        AND ts >= asked.began - to_seconds($before_s) AND ts < asked.ended
),
families AS (
    SELECT
        fingerprint,
        coalesce(sum(calls) FILTER (is_now), 0)::bigint AS calls_now,
        coalesce(sum(calls) FILTER (NOT is_now), 0)::bigint AS calls_before,
        coalesce(sum(duration_us) FILTER (is_now), 0)::bigint AS now_us,
        coalesce(sum(duration_us) FILTER (NOT is_now), 0)::bigint AS before_us,
        max(duration_us) FILTER (is_now) AS max_us_now
    FROM phases
    GROUP BY fingerprint
),
-- what was not taken in before is no time without statements
logged AS (
    SELECT greatest(
        least(epoch(max(asked.began)) - epoch(min(covered_from)), $before_s),
        60
    ) AS before_s
    FROM coverage, asked
    WHERE {scope:coverage} AND log_kind IS NOT NULL
),
spans AS (
    SELECT greatest(epoch(asked.ended) - epoch(asked.began), 1) AS now_s, coalesce(logged.before_s, $before_s) AS before_s
    FROM asked, logged
),
rises AS (
    SELECT f.*, f.now_us / 1000000.0 / s.now_s AS active_now, f.before_us / 1000000.0 / s.before_s AS active_before
    FROM families AS f, spans AS s
),
texts AS (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
)
SELECT
    r.fingerprint, t.normalized_sql, r.calls_now, r.calls_before,
    r.now_us / nullif(r.calls_now, 0) AS mean_us_now, r.before_us / nullif(r.calls_before, 0) AS mean_us_before,
    r.max_us_now, r.active_now, r.active_before, r.active_now - r.active_before AS rise,
    greatest(r.active_now - r.active_before, 0)
        / nullif(sum(greatest(r.active_now - r.active_before, 0)) OVER (), 0) AS share_of_rise
FROM rises AS r
LEFT JOIN texts AS t USING (fingerprint)
ORDER BY rise DESC, r.fingerprint
LIMIT $top
