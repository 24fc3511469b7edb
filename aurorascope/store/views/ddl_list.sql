-- One family of DDL that was logged, with how often, how long, and by whom.
-- from: statements
-- rows: statement_rows
-- narrow: fingerprint
-- count: calls
-- param: top bigint 200
SELECT
    s.fingerprint, max(f.normalized_sql) AS normalized_sql, sum(s.calls)::bigint AS calls, coalesce(sum(s.duration_us), 0)::bigint AS sum_us,
    max(s.duration_us) AS max_us, count(DISTINCT s.instance) AS instances, string_agg(DISTINCT s.user_name, ', ' ORDER BY s.user_name) AS user_names,
    min(s.ts) AS first_ts, max(s.ts) AS last_ts
FROM (SELECT * FROM statements WHERE {where:statements}) AS s
JOIN (SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints WHERE statement_kind = 'ddl' GROUP BY fingerprint) AS f
    USING (fingerprint)
GROUP BY s.fingerprint
ORDER BY max(s.duration_us) DESC NULLS LAST, calls DESC, s.fingerprint
LIMIT $top
