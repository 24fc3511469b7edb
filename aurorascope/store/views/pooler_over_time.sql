-- What poolers did in one bucket of time: means and peaks of the statistics that they write.
-- from: pooler_stats
-- param: bucket_us bigint 60000000
-- rows: pooler_rows
-- narrow: bucket
-- count: reports
SELECT
    {bucket:ts} AS bucket, count(*) AS reports,
    avg(queries_per_s) AS queries_per_s, avg(transactions_per_s) AS transactions_per_s,
    avg(received_per_s) AS received_per_s, avg(sent_per_s) AS sent_per_s,
    max(transaction_us) AS transaction_us, max(query_us) AS query_us, max(pool_wait_us) AS pool_wait_us
FROM pooler_stats
WHERE {where:pooler_stats}
GROUP BY 1
ORDER BY 1
