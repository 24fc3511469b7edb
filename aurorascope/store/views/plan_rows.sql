-- One logged plan, newest first.
-- from: plans
-- param: plan_hash text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, duration_us, fingerprint, query_id, plan_hash, format, plan, estimated_rows, actual_rows, sql,
    user_name, database_name, client_host, application, cluster, instance, pid, session_key, source, "offset"
FROM plans
WHERE {where:plans}
    AND ($plan_hash IS NULL OR coalesce(plan_hash, '') = $plan_hash)
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
