-- What one hour of the day held, all days of the range together, in the time zone given.
-- from: statements
-- param: zone text UTC
SELECT
    date_part('hour', timezone($zone, ts))::bigint AS hour_of_day,
    sum(calls)::bigint AS calls,
    sum(calls) FILTER (WHERE k.statement_kind = 'select')::bigint AS select_calls,
    sum(calls) FILTER (WHERE k.statement_kind IN ('insert', 'update', 'delete', 'merge', 'copy', 'replace'))::bigint
        AS write_calls,
    coalesce(sum(sum_us), 0)::bigint AS sum_us,
    max(max_us) AS max_us
FROM (
    SELECT make_timestamptz(epoch_us(ts) // 900000000 * 900000000) AS ts, fingerprint,
        sum(calls) AS calls, sum(sum_us) AS sum_us, max(max_us) AS max_us
    FROM {cells:statements} AS cells
    GROUP BY 1, 2
) AS quarters
LEFT JOIN (
    SELECT fingerprint, max(statement_kind) AS statement_kind FROM fingerprints GROUP BY fingerprint
) AS k ON k.fingerprint = quarters.fingerprint
GROUP BY 1
ORDER BY 1
