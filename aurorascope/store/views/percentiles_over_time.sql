-- The percentiles of the executions in one bucket of time: exact, or with exact off the middle of their 2 % bucket.
-- from: statements
-- param: bucket_us bigint 60000000
-- param: exact boolean true
-- rows: statement_rows
-- narrow: bucket
-- count: calls
WITH
from_rows AS (
    SELECT
        {bucket:ts} AS bucket,
        sum(calls)::bigint AS calls,
        coalesce(sum(duration_us), 0)::bigint AS sum_us,
        min(duration_us) FILTER (WHERE calls = 1) AS min_us,
        quantile_disc(duration_us, [0.5, 0.95, 0.99]) FILTER (WHERE calls = 1) AS q,
        max(duration_us) FILTER (WHERE calls = 1) AS max_us
    FROM statements
    WHERE {where:statements} AND $exact
    GROUP BY 1
),
counted AS (
    SELECT
        {bucket:ts} AS slot, bucket,
        sum(calls) AS calls, sum(sum_us) AS sum_us, min(min_us) AS min_us, max(max_us) AS max_us
    FROM {durations:statements} AS durations
    WHERE NOT $exact
    GROUP BY 1, 2
),
summed AS (
    SELECT *,
        sum(calls) FILTER (WHERE bucket IS NOT NULL) OVER (PARTITION BY slot ORDER BY bucket NULLS LAST) AS upto,
        sum(calls) FILTER (WHERE bucket IS NOT NULL) OVER (PARTITION BY slot) AS total
    FROM counted
),
from_buckets AS (
    SELECT
        slot AS bucket, sum(calls)::bigint AS calls, coalesce(sum(sum_us), 0)::bigint AS sum_us, min(min_us) AS min_us,
        -- the rank that quantile_disc takes
        list_transform(
            [
                min(bucket) FILTER (WHERE calls > 0 AND upto >= greatest(1, total - floor(total - 0.5 * total))),
                min(bucket) FILTER (WHERE calls > 0 AND upto >= greatest(1, total - floor(total - 0.95 * total))),
                min(bucket) FILTER (WHERE calls > 0 AND upto >= greatest(1, total - floor(total - 0.99 * total)))
            ],
            lambda b: round(1.02 ** (b + 0.5))::bigint
        ) AS q,
        max(max_us) AS max_us
    FROM summed
    GROUP BY slot
)
SELECT bucket, calls, sum_us, min_us, q[1] AS p50_us, q[2] AS p95_us, q[3] AS p99_us, max_us FROM from_rows
UNION ALL
SELECT bucket, calls, sum_us, min_us,
    -- the middle of the outermost buckets may lie beyond the extremes
    greatest(min_us, least(max_us, q[1])), greatest(min_us, least(max_us, q[2])),
    greatest(min_us, least(max_us, q[3])), max_us
FROM from_buckets
ORDER BY bucket
