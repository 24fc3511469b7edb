-- The executions of one family of statements under one plan, with the latest plan as a sample.
-- from: plans
-- param: top bigint 50
-- rows: plan_rows
-- narrow: fingerprint plan_hash
-- count: plans
SELECT
    fingerprint, coalesce(plan_hash, '') AS plan_hash, count(*) AS plans,
    sum(duration_us)::bigint AS sum_us, avg(duration_us) AS mean_us, min(duration_us) AS min_us,
    quantile_disc(duration_us, 0.95) AS p95_us, max(duration_us) AS max_us,
    avg(estimated_rows) AS estimated_rows, avg(actual_rows) AS actual_rows,
    arg_max(format, (ts, format)) AS format, arg_max(plan, (ts, plan)) AS sample_plan, arg_max(sql, (ts, sql)) AS sample_statement,
    min(ts) AS first_ts, max(ts) AS last_ts
FROM plans
WHERE {where:plans}
GROUP BY 1, 2
ORDER BY plans DESC, sum_us DESC NULLS LAST, fingerprint, plan_hash
LIMIT $top
