-- How the durations of one group spread: deviation, variance to mean, apdex, and counts by decades from 1 µs to 10 s and more.
-- from: statements
-- by: fingerprint user=user_name database=database_name host=client_host application instance cluster phase
-- param: apdex_us bigint 100000
-- rows: statement_rows
-- narrow: by
-- count: calls
SELECT
    {by},
    sum(calls)::bigint AS calls,
    count(duration_us)::bigint AS timed_calls,
    stddev_pop(duration_us) AS stddev_us,
    var_pop(duration_us) / nullif(avg(duration_us), 0) / 1e6 AS variance_to_mean,
    (count(*) FILTER (WHERE duration_us <= $apdex_us)
        + count(*) FILTER (WHERE duration_us > $apdex_us AND duration_us <= 4 * $apdex_us) / 2)
        / nullif(count(duration_us), 0) AS apdex,
    [
        count(*) FILTER (WHERE duration_us < 10),
        count(*) FILTER (WHERE duration_us >= 10 AND duration_us < 100),
        count(*) FILTER (WHERE duration_us >= 100 AND duration_us < 1000),
        count(*) FILTER (WHERE duration_us >= 1000 AND duration_us < 10000),
        count(*) FILTER (WHERE duration_us >= 10000 AND duration_us < 100000),
        count(*) FILTER (WHERE duration_us >= 100000 AND duration_us < 1000000),
        count(*) FILTER (WHERE duration_us >= 1000000 AND duration_us < 10000000),
        count(*) FILTER (WHERE duration_us >= 10000000)
    ] AS decades
FROM statements
WHERE {where:statements} AND calls = 1
GROUP BY {by}
ORDER BY calls DESC, {by}
