-- The statements logged in one phase (statement, parse, bind, execute, fetch, plan): the share of prepare and bind.
-- from: statements
-- rows: statement_rows
-- narrow: phase
-- count: logged
SELECT
    phase,
    -- a plan alone is no entry of its statement, but each of them is a call
    sum(CASE WHEN phase = 'plan' THEN calls ELSE logged END)::bigint AS logged,
    sum(calls)::bigint AS calls,
    sum(timed_phases)::bigint AS timed,
    coalesce(sum(sum_us), 0)::bigint AS sum_us,
    sum(sum_us) / nullif(sum(timed_phases), 0) AS mean_us,
    min(least_us) AS min_us,
    max(most_us) AS max_us,
    sum(sum_us) / nullif(sum(sum(sum_us)) OVER (), 0) AS share
FROM {cells:statements} AS cells
GROUP BY phase
ORDER BY sum_us DESC, phase
