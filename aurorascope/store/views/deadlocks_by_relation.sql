-- The deadlocks that name one relation.
-- from: deadlocks
-- rows: deadlock_rows
-- narrow: relation
-- count: deadlocks
SELECT relation, count(*) AS deadlocks, min(ts) AS first_ts, max(ts) AS last_ts
FROM (
    SELECT ts, unnest(list_distinct(tables)) AS relation FROM deadlocks WHERE {where:deadlocks}
) AS named
GROUP BY relation
ORDER BY deadlocks DESC, relation
