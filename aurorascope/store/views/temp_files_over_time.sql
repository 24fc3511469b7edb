-- The temporary files of one bucket of time.
-- from: temp_files
-- param: bucket_us bigint 60000000
-- rows: temp_file_rows
-- narrow: bucket
-- count: temp_files
SELECT
    {bucket:ts} AS bucket, count(*) AS temp_files, sum(bytes)::bigint AS temp_bytes,
    min(bytes) AS min_bytes, max(bytes) AS max_bytes
FROM temp_files
WHERE {where:temp_files}
GROUP BY 1
ORDER BY 1
