-- One alarm that fired: how often, and for how long it was in ALARM within the range, as far as its transitions say.
-- from: alarms
WITH
turns AS (
    SELECT cluster, name, ts, state, reason, lead(ts) OVER (PARTITION BY account, region, name ORDER BY ts) AS next_ts
    FROM alarms
    WHERE {where:alarms}
)
SELECT
    cluster, name AS alarm_name, count(*) AS firings, min(ts) AS first_ts, max(ts) AS last_ts,
    sum(epoch_us(coalesce(next_ts, $end::timestamptz)) - epoch_us(ts))::bigint AS alarm_us,
    bool_or(next_ts IS NULL) AS still_in_alarm
FROM turns
WHERE state = 'ALARM'
GROUP BY cluster, name
ORDER BY firings DESC, alarm_name, cluster
