-- The runs of autovacuum on one table.
-- from: vacuums
-- param: top bigint 100
-- rows: vacuum_rows
-- narrow: relation
-- count: runs
SELECT
    relation, count(*) AS runs,
    count(*) FILTER (WHERE aggressive) AS aggressive_runs, count(*) FILTER (WHERE wraparound) AS wraparound_runs,
    sum(elapsed_us)::bigint AS elapsed_us, max(elapsed_us) AS max_elapsed_us,
    sum(index_scans)::bigint AS index_scans,
    sum(tuples_removed)::bigint AS tuples_removed, max(tuples_dead) AS max_tuples_dead,
    sum(tuples_missed)::bigint AS tuples_missed,
    sum(pages_removed)::bigint AS pages_removed, sum(pages_scanned)::bigint AS pages_scanned,
    arg_max(pages_remain, (ts, pages_remain)) AS pages_remain, arg_max(tuples_remain, (ts, tuples_remain)) AS tuples_remain,
    sum(buffer_hits)::bigint AS buffer_hits, sum(buffer_reads)::bigint AS buffer_reads,
    sum(buffer_dirtied)::bigint AS buffer_dirtied,
    sum(wal_records)::bigint AS wal_records, sum(wal_fpi)::bigint AS wal_fpi, sum(wal_bytes)::bigint AS wal_bytes,
    max(xmin_age) AS max_xmin_age,
    min(ts) AS first_ts, max(ts) AS last_ts
FROM vacuums
WHERE {where:vacuums}
GROUP BY relation
ORDER BY runs DESC, elapsed_us DESC NULLS LAST, relation
LIMIT $top
