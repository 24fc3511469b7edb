-- The temporary files of one group: any of user, database, host, application, instance, cluster.
-- from: temp_files
-- by: user=user_name database=database_name host=client_host application instance cluster
-- rows: temp_file_rows
-- narrow: by
-- count: temp_files
SELECT
    {by}, count(*) AS temp_files, coalesce(sum(bytes), 0)::bigint AS temp_bytes,
    min(bytes) AS min_bytes, max(bytes) AS max_bytes
FROM temp_files
WHERE {where:temp_files}
GROUP BY {by}
ORDER BY temp_bytes DESC, {by}
