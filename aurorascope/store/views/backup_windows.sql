-- One cluster's backups: how far back it can be restored, how old its newest restorable moment was when it was last looked at,
-- snapshots, who may restore them, and what is kept.
-- from: cluster_states, topology, metrics, coverage
WITH
states AS (
    SELECT *
    FROM cluster_states
    WHERE {scope:cluster_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
looked AS (
    SELECT account, region, max(covered_to) AS looked_at FROM coverage
    WHERE collector = 'topology' AND status IN ('complete', 'partial') GROUP BY account, region
),
snapshots AS (
    SELECT
        account, region, attributes ->> 'DBClusterIdentifier' AS cluster, count(*) AS snapshots,
        count(*) FILTER (attributes ->> 'SnapshotType' = 'manual') AS manual_snapshots,
        count(*) FILTER (list_contains(CAST(attributes -> 'Restore' AS VARCHAR[]), 'all')) AS public_snapshots,
        max(TRY_CAST(attributes ->> 'SnapshotCreateTime' AS TIMESTAMPTZ)) AS newest_snapshot
    FROM topology
    WHERE resource_type = 'snapshot' AND valid_to IS NULL
    GROUP BY ALL
),
kept AS (
    SELECT account, region, cluster,
        arg_max(value, (ts, value)) FILTER (name = 'BackupRetentionPeriodStorageUsed') AS retained_bytes,
        arg_max(value, (ts, value)) FILTER (name = 'SnapshotStorageUsed') AS snapshot_bytes,
        arg_max(value, (ts, value)) FILTER (name = 'TotalBackupStorageBilled') AS billed_bytes
    FROM metrics
    WHERE {where:metrics} AND name IN ('BackupRetentionPeriodStorageUsed', 'SnapshotStorageUsed', 'TotalBackupStorageBilled')
    GROUP BY account, region, cluster
)
SELECT
    s.account, s.region, s.cluster, s.retention_days, s.backup_window, s.earliest_restorable, s.latest_restorable,
    epoch_us(s.latest_restorable) - epoch_us(s.earliest_restorable) AS window_us, l.looked_at,
    CASE WHEN s.latest_restorable <= l.looked_at THEN epoch_us(l.looked_at) - epoch_us(s.latest_restorable)
        WHEN s.latest_restorable > l.looked_at THEN 0 END AS stale_us,
    coalesce(n.snapshots, 0) AS snapshots, coalesce(n.manual_snapshots, 0) AS manual_snapshots,
    coalesce(n.public_snapshots, 0) AS public_snapshots, n.newest_snapshot, k.retained_bytes, k.snapshot_bytes, k.billed_bytes,
    s.encrypted, s.deletion_protection,
    concat_ws('; ',
        CASE WHEN s.latest_restorable IS NULL THEN 'unknown: RDS told no restorable time' END,
        CASE WHEN coalesce(n.public_snapshots, 0) > 0 THEN 'act: a snapshot is public' END,
        CASE WHEN epoch_us(l.looked_at) - epoch_us(s.latest_restorable) > 900000000 THEN 'watch: the newest moment was over 15 minutes old' END,
        CASE WHEN s.retention_days < 7 THEN concat('watch: kept for only ', s.retention_days, ' days') END
    ) AS remark
FROM states AS s
LEFT JOIN looked AS l USING (account, region)
LEFT JOIN snapshots AS n USING (account, region, cluster)
LEFT JOIN kept AS k USING (account, region, cluster)
ORDER BY public_snapshots DESC, stale_us DESC NULLS LAST, s.cluster
