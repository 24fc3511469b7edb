-- The runs of autovacuum and autoanalyze that ended in one bucket of time.
-- from: vacuums, analyzes
-- param: bucket_us bigint 60000000
SELECT
    bucket, sum(vacuum_runs)::bigint AS vacuum_runs, sum(analyze_runs)::bigint AS analyze_runs,
    sum(elapsed_us)::bigint AS elapsed_us, max(max_elapsed_us) AS max_elapsed_us,
    sum(tuples_removed)::bigint AS tuples_removed, sum(pages_removed)::bigint AS pages_removed,
    sum(wal_bytes)::bigint AS wal_bytes
FROM (
    SELECT {bucket:ts} AS bucket, count(*) AS vacuum_runs, 0 AS analyze_runs, sum(elapsed_us) AS elapsed_us,
        max(elapsed_us) AS max_elapsed_us, sum(tuples_removed) AS tuples_removed,
        sum(pages_removed) AS pages_removed, sum(wal_bytes) AS wal_bytes
    FROM vacuums WHERE {where:vacuums} GROUP BY 1
    UNION ALL
    SELECT {bucket:ts}, 0, count(*), sum(elapsed_us), max(elapsed_us), NULL, NULL, sum(wal_bytes)
    FROM analyzes WHERE {where:analyzes} GROUP BY 1
) AS runs
GROUP BY bucket
ORDER BY bucket
