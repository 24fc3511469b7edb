-- The runs of autoanalyze on one table.
-- from: analyzes
-- param: top bigint 100
-- rows: analyze_rows
-- narrow: relation
-- count: runs
SELECT
    relation, count(*) AS runs, sum(elapsed_us)::bigint AS elapsed_us, max(elapsed_us) AS max_elapsed_us,
    sum(buffer_hits)::bigint AS buffer_hits, sum(buffer_reads)::bigint AS buffer_reads,
    sum(buffer_dirtied)::bigint AS buffer_dirtied, sum(wal_bytes)::bigint AS wal_bytes,
    min(ts) AS first_ts, max(ts) AS last_ts
FROM analyzes
WHERE {where:analyzes}
GROUP BY relation
ORDER BY runs DESC, elapsed_us DESC NULLS LAST, relation
LIMIT $top
