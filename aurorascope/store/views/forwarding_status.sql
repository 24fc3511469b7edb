-- One cluster and whether it forwards writes: within the cluster, to the primary of its global database, or from elsewhere.
-- from: cluster_states
SELECT
    account, region, cluster, engine, engine_version, attributes ->> 'LocalWriteForwardingStatus' AS local_forwarding,
    attributes ->> 'GlobalWriteForwardingStatus' AS global_forwarding,
    TRY_CAST(attributes ->> 'GlobalWriteForwardingRequested' AS BOOLEAN) AS global_requested,
    attributes ->> 'ReplicationSourceIdentifier' AS replicates_from, attributes ->> 'ReadReplicaIdentifiers' AS replicas, valid_from
FROM cluster_states
WHERE {scope:cluster_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY
    CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
ORDER BY cluster, region
