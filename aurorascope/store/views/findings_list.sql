-- One finding of a check, gravest first: those that were saved. Pages judge their own range and list what they find.
-- from: findings
-- judged: findings
-- param: check text null
-- param: finding_severity text null
-- param: posture boolean false
-- param: exact boolean true
SELECT
    severity AS finding_severity, "check", account, region, cluster, instance, subject, title, evidence, effect, suggestion,
    mending, page, first_at, last_at, owner, acknowledged_until
FROM findings
WHERE {where:findings} AND ($check IS NULL OR "check" = $check) AND ($finding_severity IS NULL OR severity = $finding_severity)
ORDER BY list_position(['act', 'watch', 'note'], severity), cluster, "check", subject
