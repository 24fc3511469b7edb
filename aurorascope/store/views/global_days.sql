-- One day of one secondary Region: minutes measured, minutes beyond the recovery point objective, and its share within it.
-- The 31 days up to the end of the range, whatever its begin.
-- from: metrics
-- param: objective_ms bigint 60000
WITH lags AS (
    SELECT account, region, cluster, ts, max(value) AS lag_ms, max(period_s) AS period_s
    FROM metrics
    WHERE {scope:metrics} AND name = 'AuroraGlobalDBRPOLag' AND statistic IN ('Average', 'Maximum')
        AND ($end IS NULL OR (ts < $end::timestamptz AND ts >= $end::timestamptz - INTERVAL 31 DAY))
    GROUP BY ALL
)
SELECT
    date_trunc('day', ts) AS day_ts, account, region, cluster, max(lag_ms) AS max_rpo_ms,
    sum(period_s) / 60.0 AS measured_minutes, 1440 - sum(period_s) / 60.0 AS unmeasured_minutes,
    CASE WHEN $objective_ms > 0
        THEN coalesce(sum(period_s) FILTER (lag_ms > $objective_ms), 0) / 60.0 END AS over_minutes,
    CASE WHEN $objective_ms > 0
        THEN 1 - coalesce(sum(period_s) FILTER (lag_ms > $objective_ms), 0) / sum(period_s)::double END AS share_within,
    CASE
        WHEN $objective_ms <= 0 THEN 'unknown: choose an objective'
        WHEN count(*) FILTER (lag_ms > $objective_ms) > 0 THEN 'out of compliance'
        -- what nobody measured may have been anything
        WHEN sum(period_s) < 0.9 * 86400 THEN 'unknown: less than nine tenths of the day were measured'
        ELSE 'in compliance'
    END AS compliance,
    date_trunc('day', ts) AS story_begin, date_trunc('day', ts) + INTERVAL 1 DAY AS story_end
FROM lags
GROUP BY ALL
ORDER BY day_ts DESC, max_rpo_ms DESC, region, cluster
