-- The entries of one severity in the whole log, statements among them.
-- from: log_entries
-- rows: log_search
-- narrow: severity
-- count: entries
SELECT
    severity, count(*) AS entries, count(*) / nullif(sum(count(*)) OVER (), 0) AS share_entries,
    min(ts) AS first_ts, max(ts) AS last_ts
FROM log_entries
WHERE {where:log_entries}
GROUP BY severity
ORDER BY entries DESC, severity
