-- The entries of one severity in the whole log, statements among them.
-- from: log_entries
-- rows: log_search
-- narrow: severity
-- count: entries
SELECT
    severity, sum(entries)::bigint AS entries, sum(entries) / nullif(sum(sum(entries)) OVER (), 0) AS share_entries,
    min(earliest) AS first_ts, max(latest) AS last_ts
FROM {count:log_entries} AS counted
GROUP BY severity
ORDER BY 2 DESC, severity
