-- One process that took part in one deadlock, the victim among them; the newest deadlock first.
-- from: deadlocks
-- param: top bigint 500
-- param: relation text null
SELECT
    ts, part.pid AS pid, part.pid = victim AS victim, part.lock AS lock, part.statement AS statement,
    part.fingerprint AS fingerprint, tables, cluster, instance, source, "offset"
FROM (
    SELECT ts, unnest(participants) AS part, victim, tables, cluster, instance, source, "offset"
    FROM deadlocks
    WHERE {where:deadlocks} AND ($relation IS NULL OR list_contains(tables, $relation))
) AS parts
ORDER BY ts DESC, source, "offset", pid
LIMIT $top
