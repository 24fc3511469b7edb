-- What one table counted between two exports of pg_stat_user_tables, newest first.
-- from: table_stats
-- param: relation text null
-- param: page bigint 100
SELECT
    ts, period_s, relation, tuples_inserted, tuples_updated, tuples_hot_updated, tuples_deleted,
    seq_scans, seq_tuples, index_scans, index_tuples, vacuums, analyzes, tuples_live, tuples_dead, anew,
    database_name, cluster, instance
FROM table_stats
WHERE {where:table_stats} AND ($relation IS NULL OR relation = $relation)
ORDER BY ts DESC, cluster, instance, database_name, relation
LIMIT $page
