-- One statement that was cancelled, with the cause the server gave; newest first.
-- from: entries
-- param: cause text null
-- param: page bigint 100
SELECT * FROM (
    SELECT
        ts,
        CASE
            WHEN message LIKE '% due to %' THEN regexp_extract(message, ' due to (.*)$', 1)
            ELSE message
        END AS cause,
        severity, sqlstate, message, detail, statement, entries.fingerprint AS fingerprint,
        user_name, database_name, client_host, application, cluster, instance, pid, session_key, source, "offset"
    FROM entries
    WHERE {where:entries} AND severity IN ('ERROR', 'FATAL')
        AND (message LIKE 'canceling %' OR message LIKE 'terminating connection%' OR sqlstate = '57014')
) AS cancelled
WHERE ($cause IS NULL OR cause = $cause)
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
