-- One transition of an alarm, newest first.
-- from: alarms
-- param: rule text null
SELECT ts, cluster, name, previous, state, reason
FROM alarms
WHERE {where:alarms} AND ($rule IS NULL OR ends_with(name, '-' || $rule))
ORDER BY ts DESC, name
LIMIT 1000
