-- The entries of one severity in one bucket of time, statements among them.
-- from: log_entries
-- param: bucket_us bigint 60000000
-- rows: log_search
-- narrow: bucket severity
-- count: entries
SELECT {bucket:ts} AS bucket, severity, sum(entries)::bigint AS entries
FROM {count:log_entries} AS counted
GROUP BY 1, 2
ORDER BY 1, 2
