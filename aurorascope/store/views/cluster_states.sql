-- One cluster as it was.
-- derived
SELECT
    account, region, cluster, resource_id,
    attributes ->> 'Engine' AS engine,
    attributes ->> 'EngineVersion' AS engine_version,
    attributes ->> 'Status' AS cluster_status,
    coalesce(attributes ->> 'StorageType', 'aurora') AS storage_type,
    TRY_CAST(attributes ->> 'ClusterCreateTime' AS TIMESTAMPTZ) AS created_at,
    TRY_CAST(attributes ->> 'BackupRetentionPeriod' AS BIGINT) AS retention_days,
    attributes ->> 'PreferredBackupWindow' AS backup_window,
    attributes ->> 'PreferredMaintenanceWindow' AS maintenance_window,
    TRY_CAST(attributes ->> 'DeletionProtection' AS BOOLEAN) AS deletion_protection,
    TRY_CAST(attributes ->> 'StorageEncrypted' AS BOOLEAN) AS encrypted,
    attributes ->> 'DatabaseInsightsMode' AS insights_mode,
    -- parent_id: AWS names the global database here only where the API is new enough
    coalesce(attributes ->> 'GlobalClusterIdentifier', parent_id) AS global_cluster,
    attributes ->> 'DBClusterParameterGroup' AS parameter_group,
    TRY_CAST(attributes -> 'ServerlessV2ScalingConfiguration' ->> 'MinCapacity' AS DOUBLE) AS least_acu,
    TRY_CAST(attributes -> 'ServerlessV2ScalingConfiguration' ->> 'MaxCapacity' AS DOUBLE) AS most_acu,
    TRY_CAST(attributes -> 'ServerlessV2ScalingConfiguration' ->> 'SecondsUntilAutoPause' AS BIGINT) AS pause_after_s,
    attributes ->> 'CloneGroupId' AS clone_group,
    TRY_CAST(attributes ->> 'BacktrackWindow' AS BIGINT) AS backtrack_s,
    TRY_CAST(readings ->> 'EarliestRestorableTime' AS TIMESTAMPTZ) AS earliest_restorable,
    TRY_CAST(readings ->> 'LatestRestorableTime' AS TIMESTAMPTZ) AS latest_restorable,
    TRY_CAST(coalesce(readings ->> 'AutomaticRestartTime', attributes ->> 'AutomaticRestartTime') AS TIMESTAMPTZ)
        AS restarts_at,
    attributes, valid_from, valid_to, known_by
FROM topology
WHERE resource_type = 'cluster'
