-- The entries of one event kind in the whole log; an empty kind is a message that no kind knows.
-- from: log_entries
-- rows: log_search
-- narrow: kind
-- count: entries
SELECT
    coalesce(kind, '') AS kind, sum(entries)::bigint AS entries,
    sum(entries) / nullif(sum(sum(entries)) OVER (), 0) AS share_entries, min(earliest) AS first_ts, max(latest) AS last_ts
FROM {count:log_entries} AS counted
GROUP BY 1
ORDER BY 2 DESC, 1
