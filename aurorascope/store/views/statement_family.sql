-- One family of statements as all runs saw it, in one row.
-- from: fingerprints
-- param: fingerprint text null
SELECT
    fingerprint,
    max(engine) AS engine,
    arg_max(normalized_sql, (last_seen, normalized_sql)) FILTER (last_seen IS NOT NULL) AS normalized_sql,
    arg_max(statement_kind, (last_seen, statement_kind)) FILTER (last_seen IS NOT NULL) AS statement_kind,
    arg_max(relations, (last_seen, relations)) FILTER (last_seen IS NOT NULL) AS relations,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen
FROM fingerprints
WHERE $fingerprint IS NULL OR fingerprint = $fingerprint
GROUP BY fingerprint
