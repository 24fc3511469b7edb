-- One run of autoanalyze, newest first.
-- from: analyzes
-- param: relation text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT * EXCLUDE (account, region)
FROM analyzes
WHERE {where:analyzes}
    AND ($relation IS NULL OR relation = $relation)
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
