-- One line of a pooler's statistics, newest first.
-- from: pooler_stats
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    ts, queries_per_s, transactions_per_s, client_parses_per_s, server_parses_per_s, binds_per_s,
    received_per_s, sent_per_s, transaction_us, query_us, pool_wait_us, cluster, instance, source, "offset"
FROM pooler_stats
WHERE {where:pooler_stats}
    AND ($before_us IS NULL OR (epoch_us(ts), source, "offset") < ($before_us, $before_source, $before_offset))
ORDER BY ts DESC, source DESC, "offset" DESC
LIMIT $page
