-- The statements of one kind in one bucket of time.
-- from: statements
-- param: bucket_us bigint 60000000
-- rows: statement_rows
-- narrow: bucket statement_kind
-- count: calls
SELECT
    bucket, k.statement_kind,
    sum(calls)::bigint AS calls, coalesce(sum(sum_us), 0)::bigint AS sum_us,
    min(min_us) AS min_us, max(max_us) AS max_us
FROM (
    SELECT {bucket:ts} AS bucket, fingerprint, sum(calls) AS calls, sum(sum_us) AS sum_us,
        min(min_us) AS min_us, max(max_us) AS max_us
    FROM {cells:statements} AS cells
    GROUP BY 1, 2
) AS families
LEFT JOIN (
    SELECT fingerprint, max(statement_kind) AS statement_kind FROM fingerprints GROUP BY fingerprint
) AS k ON k.fingerprint = families.fingerprint
GROUP BY bucket, k.statement_kind
ORDER BY bucket, k.statement_kind
