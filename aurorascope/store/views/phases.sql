-- The statements logged in one phase (statement, parse, bind, execute, fetch, plan): the share of prepare and bind.
-- from: statements
-- rows: statement_rows
-- narrow: phase
-- count: logged
SELECT
    phase,
    count(*) AS logged,
    sum(calls)::bigint AS calls,
    count(duration_us) AS timed,
    coalesce(sum(duration_us), 0)::bigint AS sum_us,
    avg(duration_us) AS mean_us,
    min(duration_us) AS min_us,
    max(duration_us) AS max_us,
    sum(duration_us) / nullif(sum(sum(duration_us)) OVER (), 0) AS share
FROM statements
WHERE {where:statements}
GROUP BY phase
ORDER BY sum_us DESC, phase
