-- What one table counted between two exports of pg_stat_user_tables, newest first.
-- from: table_stats
-- param: relation text null
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT *
FROM (
    SELECT
        ts, period_s, relation, tuples_inserted, tuples_updated, tuples_hot_updated, tuples_deleted,
        seq_scans, seq_tuples, index_scans, index_tuples, vacuums, analyzes, tuples_live, tuples_dead, anew,
        database_name, cluster, instance,
        '' AS source,
        row_number() OVER (PARTITION BY ts ORDER BY cluster, instance, database_name, relation) AS "offset"
    FROM table_stats
    WHERE {where:table_stats} AND ($relation IS NULL OR relation = $relation)
) AS periods
WHERE $before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset)
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
