-- How executions were sent, in one bucket of time: by the extended protocol (prepared) or as simple statements.
-- from: statements
-- param: bucket_us bigint 60000000
-- rows: statement_rows
-- narrow: bucket
-- count: calls
SELECT
    {bucket:ts} AS bucket,
    sum(calls)::bigint AS calls,
    sum(calls) FILTER (WHERE phase = 'execute')::bigint AS prepared_calls,
    (coalesce(sum(logged) FILTER (WHERE phase = 'parse'), 0))::bigint AS parses,
    (coalesce(sum(logged) FILTER (WHERE phase = 'bind'), 0))::bigint AS binds,
    sum(calls) FILTER (WHERE phase = 'execute') / nullif(sum(calls), 0) AS prepared_share
FROM {cells:statements} AS cells
GROUP BY 1
ORDER BY 1
