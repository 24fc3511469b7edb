-- One snapshot as it is known: whose, when, how large, and who may restore it.
-- from: topology
SELECT
    resource_name AS name, region, account, coalesce(cluster, attributes ->> 'DBClusterIdentifier') AS snapshot_of,
    attributes ->> 'SnapshotType' AS snapshot_type, TRY_CAST(attributes ->> 'SnapshotCreateTime' AS TIMESTAMPTZ) AS created_at,
    TRY_CAST(readings ->> 'AllocatedStorage' AS BIGINT) * 1073741824 AS bytes,
    TRY_CAST(attributes ->> 'StorageEncrypted' AS BOOLEAN) AS encrypted, attributes ->> 'Status' AS node_status,
    coalesce(TRY_CAST(attributes -> 'Restore' AS VARCHAR[]), []) AS shared_with,
    CASE
        WHEN list_contains(coalesce(TRY_CAST(attributes -> 'Restore' AS VARCHAR[]), []), 'all') THEN 'public: anybody with an account may restore it'
        WHEN len(coalesce(TRY_CAST(attributes -> 'Restore' AS VARCHAR[]), [])) > 0 THEN 'shared'
        WHEN attributes ->> 'SnapshotType' = 'automated' THEN 'automated ones cannot be shared'
        WHEN (attributes -> 'Restore') IS NULL THEN 'unknown: nobody asked who may restore it' ELSE 'private'
    END AS remark
FROM topology
WHERE {scope:topology} AND resource_type = 'snapshot' AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
QUALIFY row_number() OVER (PARTITION BY account, region, resource_id ORDER BY valid_from DESC) = 1
ORDER BY remark LIKE 'public%' DESC, created_at DESC NULLS LAST, name
