-- One value that a field of the filter bar can take in the range, with the calls behind it.
-- from: statements, connections
-- param: top bigint 200
SELECT field, value, sum(calls)::bigint AS calls
FROM (
    SELECT unnest(['cluster', 'instance', 'database', 'user', 'host', 'application']) AS field,
        unnest([cluster, instance, database_name, user_name, client_host, application]) AS value, calls
    FROM (
        SELECT cluster, instance, database_name, user_name, client_host, application, sum(calls) AS calls
        FROM {cells:statements} AS cells
        GROUP BY ALL
        UNION ALL
        SELECT cluster, instance, database_name, user_name, client_host, application, 0
        FROM connections
        WHERE {where:connections}
        GROUP BY ALL
    ) AS seen
) AS fields
WHERE value IS NOT NULL
GROUP BY field, value
QUALIFY row_number() OVER (PARTITION BY field ORDER BY sum(fields.calls) DESC, value) <= $top
ORDER BY field, calls DESC, value
