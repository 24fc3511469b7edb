-- What one alarm would have done over the history, newest try.
-- from: alert_replays
-- param: rule text null
SELECT
    account, region, cluster, instance, rule, replay_verdict, reason, threshold, replayed_s,
    firings, alarm_s, flaps, nights, incidents, warned, lead_s, ts
FROM alert_replays
WHERE {scope:alert_replays} AND ($rule IS NULL OR rule = $rule)
QUALIFY row_number() OVER (PARTITION BY account, region, cluster, instance, rule ORDER BY ts DESC) = 1
ORDER BY coalesce(firings, 0) DESC, cluster, rule
