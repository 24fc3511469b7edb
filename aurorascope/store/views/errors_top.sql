-- One error or warning with its values folded: how often, since when, and its latest occurrence as a sample.
-- from: entries
-- param: top bigint 50
-- rows: error_rows
-- narrow: severity error_fingerprint
-- count: errors
SELECT
    row_number() OVER (ORDER BY count(*) DESC, max(ts) DESC, severity, error_fingerprint) AS rank,
    severity, error_fingerprint,
    count(*) AS errors,
    count(*) / nullif(sum(count(*)) OVER (), 0) AS share_errors,
    max(sqlstate) AS sqlstate, max(kind) AS kind,
    count(DISTINCT user_name) AS users, count(DISTINCT database_name) AS databases,
    count(DISTINCT client_host) AS hosts, count(DISTINCT fingerprint) AS families,
    min(ts) AS first_ts, max(ts) AS last_ts,
    arg_max(message, (ts, source, "offset")) AS sample_message,
    arg_max(coalesce(detail, ''), (ts, source, "offset")) AS sample_detail,
    arg_max(coalesce(statement, ''), (ts, source, "offset")) AS sample_statement,
    arg_max(source, (ts, source, "offset")) AS source,
    arg_max("offset", (ts, source, "offset")) AS "offset"
FROM (
    SELECT * REPLACE (coalesce(error_fingerprint, '') AS error_fingerprint)
    FROM entries
    WHERE {where:entries} AND severity IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
) AS wrong
GROUP BY severity, error_fingerprint
ORDER BY rank
LIMIT $top
