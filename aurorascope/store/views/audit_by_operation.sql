-- The audited actions of one class and operation.
-- from: audit
-- rows: audit_rows
-- narrow: class operation
-- count: actions
SELECT
    coalesce(class, '') AS class, coalesce(operation, '') AS operation, count(*) AS actions,
    count(DISTINCT user_name) AS users, count(DISTINCT object) AS objects,
    count(*) FILTER (WHERE outcome <> 'ok') AS failed, min(ts) AS first_ts, max(ts) AS last_ts
FROM audit
WHERE {where:audit}
GROUP BY 1, 2
ORDER BY actions DESC, class, operation
