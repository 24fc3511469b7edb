-- The entries of one event kind in the whole log; an empty kind is a message that no kind knows.
-- from: log_entries
-- rows: log_search
-- narrow: kind
-- count: entries
SELECT
    coalesce(kind, '') AS kind, count(*) AS entries,
    count(*) / nullif(sum(count(*)) OVER (), 0) AS share_entries, min(ts) AS first_ts, max(ts) AS last_ts
FROM log_entries
WHERE {where:log_entries}
GROUP BY 1
ORDER BY entries DESC, 1
