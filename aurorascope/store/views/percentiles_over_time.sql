-- The exact percentiles of the executions in one bucket of time.
-- from: statements
-- param: bucket_us bigint 60000000
-- rows: statement_rows
-- narrow: bucket
-- count: calls
SELECT
    bucket, calls, sum_us, min_us, q[1] AS p50_us, q[2] AS p95_us, q[3] AS p99_us, max_us
FROM (
    SELECT
        {bucket:ts} AS bucket,
        sum(calls)::bigint AS calls,
        coalesce(sum(duration_us), 0)::bigint AS sum_us,
        min(duration_us) FILTER (WHERE calls = 1) AS min_us,
        quantile_disc(duration_us, [0.5, 0.95, 0.99]) FILTER (WHERE calls = 1) AS q,
        max(duration_us) FILTER (WHERE calls = 1) AS max_us
    FROM statements
    WHERE {where:statements}
    GROUP BY 1
) AS buckets
ORDER BY bucket
