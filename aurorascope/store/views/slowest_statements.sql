-- One execution, the slowest first, with its text, its parameters and where it stands in the log.
-- from: statements
-- param: top bigint 50
-- param: each bigint null
WITH
slow AS (
    SELECT *,
        row_number() OVER (PARTITION BY fingerprint ORDER BY duration_us DESC, ts DESC, source, "offset") AS nth
    FROM statements
    WHERE {where:statements} AND duration_us >= (
        SELECT coalesce(min(duration_us), 0) FROM (
            SELECT duration_us FROM statements
            WHERE {where:statements} AND duration_us IS NOT NULL AND $each IS NULL
            ORDER BY duration_us DESC LIMIT $top
        ) AS longest
    )
)
SELECT
    ts, started_at, duration_us, phase, calls, fingerprint, sql, parameters, detail, prepared_name,
    user_name, database_name, client_host, application, cluster, instance, pid, session_key,
    lock_us, rows_sent, rows_examined, rows_affected, source, "offset"
FROM slow
WHERE $each IS NULL OR nth <= $each
ORDER BY duration_us DESC, ts DESC, source, "offset"
LIMIT $top
