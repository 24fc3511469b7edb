-- Families of statements by the rows that they examined, where the log says it (MySQL): the work behind each row sent, and locks.
-- from: statements
-- param: top bigint 50
-- rows: statement_rows
-- narrow: fingerprint
-- count: calls
WITH
told AS (
    -- without one of MySQL's rows in the range, this is empty, and so is what is read below
    SELECT DISTINCT fingerprint FROM statements WHERE {where:statements} AND rows_examined IS NOT NULL
),
families AS (
    SELECT
        fingerprint,
        sum(calls)::bigint AS calls,
        sum(rows_examined)::bigint AS rows_examined,
        sum(rows_sent)::bigint AS rows_sent,
        sum(rows_affected)::bigint AS rows_affected,
        sum(lock_us)::bigint AS lock_us,
        sum(duration_us)::bigint AS sum_us,
        -- Percona and MariaDB say so; MySQL leaves it to be guessed
        count(*) FILTER (WHERE contains(extra, '"Full_scan":"Yes"')) AS full_scans
    FROM statements
    WHERE {where:statements} AND fingerprint IN (SELECT fingerprint FROM told)
    GROUP BY fingerprint
    ORDER BY rows_examined DESC, sum_us DESC, fingerprint
    LIMIT $top
),
texts AS (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql, max(statement_kind) AS statement_kind
    FROM fingerprints WHERE fingerprint IN (SELECT fingerprint FROM families) GROUP BY fingerprint
)
SELECT
    f.fingerprint, x.normalized_sql, x.statement_kind, f.calls, f.rows_examined, f.rows_sent, f.rows_affected,
    f.rows_examined / greatest(f.rows_sent + coalesce(f.rows_affected, 0), 1) AS examined_per_sent,
    f.rows_examined / greatest(f.calls, 1) AS examined_per_call,
    CASE
        WHEN f.full_scans > 0 THEN 'yes'
        WHEN f.rows_examined >= 10000 * greatest(f.calls, 1)
            AND f.rows_examined >= 100 * greatest(f.rows_sent + coalesce(f.rows_affected, 0), 1) THEN 'suspected'
        ELSE 'no'
    END AS full_scan,
    f.lock_us, f.lock_us / nullif(f.sum_us, 0) AS share_locked
FROM families AS f
LEFT JOIN texts AS x ON x.fingerprint = f.fingerprint
ORDER BY f.rows_examined DESC, f.sum_us DESC, f.fingerprint
