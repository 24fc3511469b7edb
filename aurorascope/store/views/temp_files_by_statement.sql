-- The temporary files of one family of statements; no family where the log does not name the statement.
-- from: temp_files
-- param: top bigint 50
-- param: rank_by text temp_bytes
-- rows: temp_file_rows
-- narrow: fingerprint
-- count: temp_files
SELECT
    row_number() OVER (
        ORDER BY CASE $rank_by WHEN 'temp_files' THEN temp_files WHEN 'max_bytes' THEN max_bytes ELSE temp_bytes END
            DESC NULLS LAST, temp_files DESC, t.fingerprint
    ) AS rank,
    t.fingerprint, f.normalized_sql, t.temp_files, t.temp_bytes, t.temp_bytes / t.temp_files AS mean_bytes,
    t.min_bytes, t.max_bytes, t.users, t.databases, t.first_ts, t.last_ts
FROM (
    SELECT
        fingerprint, count(*) AS temp_files, coalesce(sum(bytes), 0)::bigint AS temp_bytes,
        min(bytes) AS min_bytes, max(bytes) AS max_bytes,
        count(DISTINCT user_name) AS users, count(DISTINCT database_name) AS databases,
        min(ts) AS first_ts, max(ts) AS last_ts
    FROM temp_files
    WHERE {where:temp_files}
    GROUP BY fingerprint
) AS t
LEFT JOIN (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
) AS f ON f.fingerprint = t.fingerprint
ORDER BY rank
LIMIT $top
