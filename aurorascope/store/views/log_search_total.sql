-- What the rows of log_search add up to, in one row.
-- from: log_entries
-- param: kind text null
SELECT
    count(*) AS rows,
    count(*) FILTER (WHERE severity IN ('ERROR', 'FATAL', 'PANIC')) AS errors,
    count(*) FILTER (WHERE severity = 'WARNING') AS warnings
FROM log_entries
WHERE {where:log_entries} AND ($kind IS NULL OR kind = $kind)
