-- One event that the control plane or a person brought: what RDS said, a change, a note, an alarm's transition.
-- from: rds_events, changes, alarms
-- param: top bigint 2000
SELECT ts, lane, cluster, instance, subject, what, actor
FROM (
    SELECT ts, 'RDS events' AS lane, cluster, instance, source_id AS subject, message AS what, NULL AS actor
    FROM rds_events WHERE {where:rds_events}
    UNION ALL
    SELECT ts, CASE source WHEN 'annotation' THEN 'notes' ELSE 'changes' END, cluster, instance, resource,
        concat_ws(' ', attribute, old, CASE WHEN old IS NOT NULL THEN '->' END, new), actor
    FROM changes
    WHERE {where:changes} AND NOT (source = 'poll' AND attribute = 'exists' AND old IS NULL)
    UNION ALL
    SELECT ts, 'alarms', cluster, instance, name, concat_ws(' ', previous, '->', state, reason), NULL
    FROM alarms WHERE {where:alarms}
) AS happened
ORDER BY ts DESC, lane, subject, what
LIMIT $top
