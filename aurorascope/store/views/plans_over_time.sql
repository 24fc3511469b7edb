-- The executions under one plan in one bucket of time, as auto_explain logged them.
-- from: plans
-- param: bucket_us bigint 60000000
-- rows: plan_rows
-- narrow: bucket plan_hash
-- count: plans
SELECT
    {bucket:ts} AS bucket, coalesce(plan_hash, '') AS plan_hash, count(*) AS plans,
    avg(duration_us) AS mean_us, max(duration_us) AS max_us
FROM plans
WHERE {where:plans}
GROUP BY 1, 2
ORDER BY 1, 2
