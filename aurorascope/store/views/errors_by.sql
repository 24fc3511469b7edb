-- The errors and warnings of one group: any of user, database, host, application, instance, cluster, sqlstate, severity, fingerprint.
-- from: entries
-- by: user=user_name database=database_name host=client_host application instance cluster sqlstate severity fingerprint
-- param: top bigint 100
-- rows: error_rows
-- narrow: by
-- count: errors
SELECT
    {by},
    count(*) AS errors,
    count(*) FILTER (WHERE severity = 'WARNING') AS warnings,
    count(*) FILTER (WHERE severity IN ('FATAL', 'PANIC')) AS fatals,
    count(*) / nullif(sum(count(*)) OVER (), 0) AS share_errors,
    min(ts) AS first_ts, max(ts) AS last_ts
FROM entries
WHERE {where:entries} AND severity IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
GROUP BY {by}
ORDER BY errors DESC, {by}
LIMIT $top
