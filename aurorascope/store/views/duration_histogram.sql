-- The executions whose duration lies in one range of 1, 2, 5 steps; the upper end is exclusive, the last has none.
-- from: statements
-- rows: statement_rows
-- narrow: duration_from_us duration_to_us
-- count: calls
WITH
steps AS (
    SELECT * FROM (VALUES
        (0, 1000), (1000, 2000), (2000, 5000), (5000, 10000), (10000, 20000), (20000, 50000),
        (50000, 100000), (100000, 200000), (200000, 500000), (500000, 1000000), (1000000, 2000000),
        (2000000, 5000000), (5000000, 10000000), (10000000, 30000000), (30000000, 60000000),
        (60000000, 300000000), (300000000, 3600000000), (3600000000, NULL)
    ) AS v (duration_from_us, duration_to_us)
),
durations AS (
    SELECT step_us AS duration_from_us, sum(calls)::bigint AS calls, sum(call_us)::bigint AS sum_us
    FROM {durations:statements} AS durations
    WHERE step_us IS NOT NULL AND calls > 0
    GROUP BY 1
)
SELECT
    s.duration_from_us::bigint AS duration_from_us, s.duration_to_us::bigint AS duration_to_us,
    coalesce(d.calls, 0) AS calls, coalesce(d.sum_us, 0) AS sum_us,
    coalesce(d.calls, 0) / nullif(sum(d.calls) OVER (), 0) AS share_calls
FROM steps AS s
LEFT JOIN durations AS d ON d.duration_from_us = s.duration_from_us
ORDER BY s.duration_from_us
