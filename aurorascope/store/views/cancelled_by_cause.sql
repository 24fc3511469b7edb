-- The statements of one family that were cancelled for one cause.
-- from: entries
-- param: top bigint 100
-- rows: cancelled_statements
-- narrow: cause fingerprint
-- count: cancelled
WITH
cancelled AS (
    SELECT
        CASE
            WHEN message LIKE '% due to %' THEN regexp_extract(message, ' due to (.*)$', 1)
            ELSE message
        END AS cause,
        fingerprint, count(*) AS cancelled, count(DISTINCT user_name) AS users,
        min(ts) AS first_ts, max(ts) AS last_ts
    FROM entries
    WHERE {where:entries} AND severity IN ('ERROR', 'FATAL')
        AND (message LIKE 'canceling %' OR message LIKE 'terminating connection%' OR sqlstate = '57014')
    GROUP BY 1, 2
)
SELECT c.cause, c.fingerprint, f.normalized_sql, c.cancelled, c.users, c.first_ts, c.last_ts
FROM cancelled AS c
LEFT JOIN (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
) AS f ON f.fingerprint = c.fingerprint
ORDER BY c.cancelled DESC, c.cause, c.fingerprint
LIMIT $top
