-- One run of autovacuum, newest first.
-- from: vacuums
-- param: relation text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT * EXCLUDE (account, region)
FROM vacuums
WHERE {where:vacuums}
    AND ($relation IS NULL OR relation = $relation)
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
