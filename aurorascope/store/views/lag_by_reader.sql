-- One reader: how far it lagged behind its writer in the range, and in a span before it, in milliseconds.
-- from: metrics
-- param: before_s bigint 7200
WITH
-- without a range: the last half hour
asked AS (
    SELECT
        coalesce($begin::timestamptz, (SELECT max(ts) - INTERVAL 30 MINUTE FROM metrics WHERE {scope:metrics})) AS began,
        coalesce($end::timestamptz, (SELECT max(ts) + INTERVAL 1 SECOND FROM metrics WHERE {scope:metrics})) AS ended
)
SELECT
    cluster, instance,
    max(value) FILTER (ts >= asked.began) AS max_lag_ms,
    avg(value) FILTER (ts >= asked.began) AS mean_lag_ms,
    max(value) FILTER (ts < asked.began) AS max_lag_ms_before,
    arg_max(ts, (value, ts)) FILTER (ts >= asked.began AND value IS NOT NULL) AS worst_at
FROM metrics, asked
WHERE {scope:metrics} AND name = 'AuroraReplicaLag' AND statistic IN ('Average', 'Maximum') AND scope = 'instance'
    AND ts >= asked.began - to_seconds($before_s)
    AND ts < asked.ended
GROUP BY cluster, instance
ORDER BY max_lag_ms DESC NULLS LAST, instance
