-- What the rows of statement_rows add up to, in one row.
-- from: statements
-- param: phase text null
-- param: duration_from_us bigint null
-- param: duration_to_us bigint null
SELECT count(*) AS rows, coalesce(sum(calls), 0)::bigint AS calls, coalesce(sum(duration_us), 0)::bigint AS sum_us
FROM statements
WHERE {where:statements}
    AND ($phase IS NULL OR phase = $phase)
    AND ($duration_from_us IS NULL OR (calls = 1 AND duration_us >= $duration_from_us))
    AND ($duration_to_us IS NULL OR (calls = 1 AND duration_us < $duration_to_us))
