-- How many sessions were open in one bucket of time, at least and at most, of those whose connection was logged.
-- A session whose end the log does not show counts until its server starts again, else to the end of the range.
-- from: sessions, server_events, connections
-- param: bucket_us bigint 60000000
WITH
restarts AS (
    SELECT cluster, instance, ts FROM server_events
    WHERE {scope:server_events} AND event IN ('starting', 'ready') AND ts IS NOT NULL
),
open_ones AS (
    SELECT
        epoch_us(s.started_at) AS begin_us,
        epoch_us(coalesce(s.ended_at, r.ts)) AS end_us,
        CASE WHEN s.ended_at IS NULL AND r.ts IS NULL THEN 1 ELSE 0 END AS unended
    FROM (
        SELECT * FROM sessions
        WHERE {scope:sessions} AND known_by <> 'entries'
            AND ($end IS NULL OR started_at < $end::timestamptz)
            AND ($begin IS NULL OR ended_at IS NULL OR ended_at >= $begin::timestamptz)
    ) AS s
    ASOF LEFT JOIN restarts AS r
        ON r.cluster = s.cluster AND r.instance = s.instance AND r.ts >= s.started_at
),
bounds AS (
    SELECT
        coalesce(epoch_us($begin::timestamptz), min(begin_us)) // $bucket_us * $bucket_us AS from_us,
        coalesce(epoch_us($end::timestamptz) - 1, greatest(max(begin_us), max(end_us))) AS to_us
    FROM open_ones
),
changes AS (
    SELECT at_us, sum(change) AS change, sum(unended) AS unended FROM (
        SELECT greatest(begin_us, from_us) AS at_us, 1 AS change, unended FROM open_ones, bounds
        UNION ALL
        SELECT greatest(end_us, from_us), -1, 0 FROM open_ones, bounds WHERE end_us IS NOT NULL
    ) AS both_ends
    GROUP BY at_us
),
running AS (
    SELECT at_us, at_us // $bucket_us * $bucket_us AS bucket_us,
        sum(change) OVER (ORDER BY at_us) AS sessions, sum(unended) OVER (ORDER BY at_us) AS unended
    FROM changes
),
buckets AS (
    SELECT bucket_us, min(sessions) AS least, max(sessions) AS most,
        arg_max(sessions, (at_us, sessions)) AS last, arg_max(unended, (at_us, unended)) AS unended
    FROM running
    GROUP BY bucket_us
),
grid AS (
    SELECT unnest(generate_series(from_us, to_us, $bucket_us)) AS bucket_us FROM bounds WHERE to_us IS NOT NULL
),
filled AS (
    SELECT
        g.bucket_us, b.least, b.most,
        coalesce(last_value(b.last IGNORE NULLS) OVER earlier, 0) AS carried,
        coalesce(last_value(b.last IGNORE NULLS) OVER upto, 0) AS last,
        coalesce(last_value(b.unended IGNORE NULLS) OVER upto, 0) AS unended
    FROM grid AS g
    LEFT JOIN buckets AS b ON b.bucket_us = g.bucket_us
    WINDOW
        earlier AS (ORDER BY g.bucket_us ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
        upto AS (ORDER BY g.bucket_us ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT
    make_timestamptz(bucket_us) AS bucket,
    least(carried, coalesce(least, carried))::bigint AS min_sessions,
    greatest(carried, coalesce(most, carried))::bigint AS max_sessions,
    last::bigint AS last_sessions,
    unended::bigint AS unended_sessions
FROM filled
ORDER BY bucket
