-- One family of statements with the blocks it read, scaled to the reads that were billed; what no statement accounts for
-- has a row of its own. An estimate: reads are billed by the cluster.
-- from: sql_stats, metrics, sql_texts, db_load
-- param: io_million double 0.20
-- param: top bigint 100
WITH
named AS (
    SELECT cluster, tokenized_id, max(fingerprint) AS fingerprint
    FROM sql_texts WHERE {scope:sql_texts} AND tokenized_id IS NOT NULL GROUP BY cluster, tokenized_id
),
labelled AS (
    SELECT cluster, key_id AS tokenized_id, max(label) AS label
    FROM db_load WHERE {where:db_load} AND dimension = 'tokenized_sql' AND by_dimension IS NULL GROUP BY cluster, key_id
),
read_by AS (
    SELECT s.account, s.region, s.cluster, coalesce(s.fingerprint, n.fingerprint, s.tokenized_id) AS family,
        max(coalesce(s.fingerprint, n.fingerprint)) AS fingerprint, max(b.label) AS label,
        sum(s.blocks_read)::double AS blocks, sum(s.calls)::bigint AS calls
    FROM (SELECT * FROM sql_stats WHERE {where:sql_stats} AND blocks_read > 0) AS s
    LEFT JOIN named AS n USING (cluster, tokenized_id)
    LEFT JOIN labelled AS b USING (cluster, tokenized_id)
    GROUP BY ALL
),
billed AS (
    SELECT account, region, cluster, sum(value) AS reads
    FROM metrics
    WHERE {where:metrics} AND name = 'VolumeReadIOPs' AND statistic = 'Sum' AND cluster IS NOT NULL
    GROUP BY account, region, cluster
),
sums AS (SELECT account, region, cluster, sum(blocks) AS blocks FROM read_by GROUP BY ALL),
texts AS (SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint),
scaled AS (
    SELECT
        r.account, r.region, r.cluster, r.fingerprint, coalesce(t.normalized_sql, r.label, r.family) AS statement_text, r.calls, r.blocks,
        -- a block that is found in a cache below is not billed: never more than what was
        CASE WHEN b.reads IS NOT NULL THEN r.blocks * least(1, b.reads / s.blocks) END AS reads, b.reads AS all_reads
    FROM read_by AS r
    JOIN sums AS s USING (account, region, cluster)
    LEFT JOIN billed AS b USING (account, region, cluster)
    LEFT JOIN texts AS t USING (fingerprint)
    UNION ALL
    SELECT b.account, b.region, b.cluster, NULL, 'read by none of the statements known (vacuum, backups, the rest)', NULL, NULL,
        greatest(b.reads - coalesce(s.blocks, 0), 0), b.reads
    FROM billed AS b LEFT JOIN sums AS s USING (account, region, cluster)
)
SELECT
    cluster, fingerprint, statement_text, calls, blocks::bigint AS read_blocks, reads AS estimated_reads,
    reads / nullif(all_reads, 0) AS share_reads, reads / 1e6 * $io_million AS estimated_usd
FROM scaled
ORDER BY reads DESC NULLS LAST, cluster, statement_text
LIMIT $top
