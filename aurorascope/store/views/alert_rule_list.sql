-- One alert rule: what it says, how it was proved, what its alarms would have done, how many are in ALARM now.
-- from: alert_rules, alert_replays, alarms
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
),
replays AS (
    SELECT * FROM alert_replays
    WHERE {scope:alert_replays}
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster, instance, rule ORDER BY ts DESC) = 1
),
tried AS (
    SELECT
        rule,
        count(*) FILTER (replay_verdict = 'replayed') AS replayed,
        count(*) FILTER (replay_verdict = 'not backtestable') AS not_backtestable,
        CAST(sum(firings) AS BIGINT) AS firings,
        CAST(sum(nights) AS BIGINT) AS nights,
        CAST(sum(warned) AS BIGINT) AS warned,
        CAST(sum(incidents) AS BIGINT) AS incidents
    FROM replays
    GROUP BY rule
),
states AS (
    SELECT account, region, name, arg_max(state, (ts, state)) AS state
    FROM alarms
    WHERE {scope:alarms} AND starts_with(name, 'aurorascope-')
    GROUP BY account, region, name
),
now AS (
    SELECT rules.rule, count(*) FILTER (state = 'ALARM') AS in_alarm, count(*) AS known_alarms
    FROM states JOIN rules ON ends_with(states.name, '-' || rules.rule)
    GROUP BY rules.rule
)
SELECT
    rule, title, alert_severity, watches, fires_when, cases, cases_failed,
    replayed, not_backtestable, firings, nights, warned, incidents,
    in_alarm, known_alarms, ts
FROM rules
LEFT JOIN tried USING (rule)
LEFT JOIN now USING (rule)
ORDER BY coalesce(in_alarm, 0) DESC, coalesce(nights, 0) DESC, coalesce(firings, 0) DESC, rule
