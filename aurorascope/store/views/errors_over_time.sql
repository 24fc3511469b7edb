-- The errors and warnings of one severity in one bucket of time.
-- from: entries
-- param: bucket_us bigint 60000000
-- rows: error_rows
-- narrow: bucket severity
-- count: errors
SELECT {bucket:ts} AS bucket, severity, count(*) AS errors
FROM entries
WHERE {where:entries} AND severity IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
GROUP BY 1, 2
ORDER BY 1, 2
