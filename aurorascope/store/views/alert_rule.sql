-- One alert rule with its reason, first steps and cases; one that was never tried has no time.
-- from: alert_rules
-- param: rule text null
-- param: rules text []
WITH tried_rules AS (
    SELECT * FROM alert_rules QUALIFY row_number() OVER (PARTITION BY rule ORDER BY ts DESC) = 1
),
-- the rules of the files, as whoever asks told them: one that was never tried is a rule too
told AS (
    SELECT
        f ->> 'rule' AS rule, f ->> 'title' AS title, f ->> 'alert_severity' AS alert_severity,
        f ->> 'watches' AS watches, f ->> 'fires_when' AS fires_when, f ->> 'reason' AS reason,
        f ->> 'first_steps' AS first_steps, CAST(f ->> 'cases' AS BIGINT) AS cases, f ->> 'rule_source' AS rule_source
    FROM (SELECT unnest(CAST(CAST($rules AS JSON) AS JSON[])) AS f) AS files
),
rules AS (
    SELECT
        rule, title, alert_severity, watches, fires_when, reason, first_steps, cases, cases_failed, cases_told,
        rule_source, ts
    FROM tried_rules
    UNION ALL
    SELECT
        rule, title, alert_severity, watches, fires_when, reason, first_steps, cases, NULL, NULL, rule_source, NULL
    FROM told WHERE rule NOT IN (SELECT rule FROM tried_rules)
)
SELECT
    rule, title, alert_severity, watches, fires_when, reason, first_steps, cases_told, rule_source, ts
FROM rules
WHERE $rule IS NULL OR rule = $rule
ORDER BY rule
