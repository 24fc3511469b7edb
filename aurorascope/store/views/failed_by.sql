-- The statements of one group that failed, as MySQL's slow log says it of them: any of user, database, host and so on.
-- from: statements
-- by: user=user_name database=database_name host=client_host application instance cluster fingerprint
SELECT {by}, count(*) AS failed_statements
FROM statements
WHERE {where:statements} AND errno > 0
GROUP BY {by}
ORDER BY failed_statements DESC, {by}
