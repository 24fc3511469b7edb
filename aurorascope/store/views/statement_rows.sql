-- One logged phase of a statement, newest first: the rows behind every number about statements.
-- from: statements
-- param: phase text null
-- param: duration_from_us bigint null
-- param: duration_to_us bigint null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, started_at, duration_us, phase, calls, fingerprint, sql, parameters, detail, prepared_name,
    user_name, database_name, client_host, application, cluster, instance, pid, session_key, backend_type,
    query_id, lock_us, rows_sent, rows_examined, rows_affected, observed_by, source, "offset"
FROM statements
WHERE {where:statements}
    AND ($phase IS NULL OR phase = $phase)
    AND ($duration_from_us IS NULL OR (calls = 1 AND duration_us >= $duration_from_us))
    AND ($duration_to_us IS NULL OR (calls = 1 AND duration_us < $duration_to_us))
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
    -- the time of the last row first, from few columns: the texts of millions are not read to be thrown away
    AND ts >= (
        SELECT coalesce(min(ts), make_timestamptz(0)) FROM (
            SELECT ts FROM statements
            WHERE {where:statements}
                AND ($phase IS NULL OR phase = $phase)
                AND ($duration_from_us IS NULL OR (calls = 1 AND duration_us >= $duration_from_us))
                AND ($duration_to_us IS NULL OR (calls = 1 AND duration_us < $duration_to_us))
                AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
            ORDER BY ts DESC LIMIT $page
        ) AS newest
    )
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
