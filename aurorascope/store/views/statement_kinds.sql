-- The statements of one kind: how many, and what share of calls and time.
-- from: statements
-- rows: statement_rows
-- narrow: statement_kind
-- count: calls
WITH
families AS (
    SELECT fingerprint, sum(calls)::bigint AS calls, sum(timed_calls)::bigint AS timed_calls,
        coalesce(sum(sum_us), 0)::bigint AS sum_us, sum(call_us) AS call_us, min(min_us) AS min_us, max(max_us) AS max_us
    FROM {cells:statements} AS cells
    GROUP BY fingerprint
),
kinds AS (
    SELECT fingerprint, max(statement_kind) AS statement_kind FROM fingerprints GROUP BY fingerprint
)
SELECT
    k.statement_kind,
    CASE
        WHEN k.statement_kind = 'select' THEN 'read'
        WHEN k.statement_kind IN ('insert', 'update', 'delete', 'merge', 'copy', 'replace') THEN 'write'
        WHEN k.statement_kind = 'ddl' THEN 'ddl'
        WHEN k.statement_kind IS NOT NULL THEN 'other'
    END AS traffic,
    count(*) AS families,
    sum(f.calls)::bigint AS calls,
    sum(f.sum_us)::bigint AS sum_us,
    sum(f.call_us) / nullif(sum(f.timed_calls), 0) AS mean_us,
    min(f.min_us) AS min_us, max(f.max_us) AS max_us,
    sum(f.calls) / nullif(sum(sum(f.calls)) OVER (), 0) AS share_calls,
    sum(f.sum_us) / nullif(sum(sum(f.sum_us)) OVER (), 0) AS share
FROM families AS f
LEFT JOIN kinds AS k ON k.fingerprint = f.fingerprint
GROUP BY k.statement_kind
ORDER BY sum_us DESC, calls DESC, k.statement_kind
