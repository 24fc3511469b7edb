-- The statements of one bucket of time: how many and how long, with the shortest and the longest.
-- from: statements
-- param: bucket_us bigint 60000000
-- rows: statement_rows
-- narrow: bucket
-- count: calls
SELECT
    {bucket:ts} AS bucket,
    sum(calls)::bigint AS calls,
    sum(timed_calls)::bigint AS timed_calls,
    coalesce(sum(sum_us), 0)::bigint AS sum_us,
    sum(call_us) / nullif(sum(timed_calls), 0) AS mean_us,
    min(min_us) AS min_us,
    max(max_us) AS max_us
FROM {cells:statements} AS cells
GROUP BY 1
ORDER BY 1
