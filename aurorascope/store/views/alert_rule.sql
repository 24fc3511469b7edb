-- One alert rule with its reason, first steps and cases.
-- from: alert_rules
-- param: rule text null
SELECT
    rule, title, alert_severity, watches, fires_when, reason, first_steps, cases_told, rule_source, ts
FROM alert_rules
WHERE $rule IS NULL OR rule = $rule
QUALIFY row_number() OVER (PARTITION BY rule ORDER BY ts DESC) = 1
ORDER BY rule
