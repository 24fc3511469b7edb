-- The tables by what was written to them between exports of pg_stat_user_tables; live and dead rows at the last one.
-- from: table_stats
-- param: top bigint 50
-- rows: table_counter_rows
-- narrow: cluster instance database_name relation
-- count: tuples_inserted
SELECT
    cluster, instance, database_name, relation,
    sum(tuples_inserted)::bigint AS tuples_inserted, sum(tuples_updated)::bigint AS tuples_updated,
    sum(tuples_hot_updated)::bigint AS tuples_hot_updated, sum(tuples_deleted)::bigint AS tuples_deleted,
    sum(seq_scans)::bigint AS seq_scans, sum(seq_tuples)::bigint AS seq_tuples,
    sum(index_scans)::bigint AS index_scans, sum(index_tuples)::bigint AS index_tuples,
    sum(vacuums)::bigint AS vacuums, sum(analyzes)::bigint AS analyzes,
    arg_max(tuples_live, (ts, tuples_live)) AS tuples_live, arg_max(tuples_dead, (ts, tuples_dead)) AS tuples_dead,
    arg_max(tuples_dead, (ts, tuples_dead)) / nullif(arg_max(tuples_live, (ts, tuples_live)) + arg_max(tuples_dead, (ts, tuples_dead)), 0) AS share_dead,
    max(last_autovacuum) AS last_autovacuum, max(last_autoanalyze) AS last_autoanalyze,
    coalesce(bool_or(anew), false) AS anew
FROM table_stats
WHERE {where:table_stats}
GROUP BY cluster, instance, database_name, relation
ORDER BY
    sum(coalesce(tuples_inserted, 0) + coalesce(tuples_updated, 0) + coalesce(tuples_deleted, 0)) DESC,
    sum(seq_tuples) DESC NULLS LAST, cluster, instance, database_name, relation
LIMIT $top
