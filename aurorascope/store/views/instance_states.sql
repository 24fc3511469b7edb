-- One instance as it was.
-- derived
SELECT
    account, region, cluster, instance, resource_id,
    attributes ->> 'Engine' AS engine,
    attributes ->> 'EngineVersion' AS engine_version,
    attributes ->> 'DBInstanceClass' AS instance_class,
    CASE
        WHEN split_part(attributes ->> 'DBInstanceClass', '.', 3) = 'micro' THEN 0.125
        WHEN split_part(attributes ->> 'DBInstanceClass', '.', 3) = 'small' THEN 0.25
        WHEN split_part(attributes ->> 'DBInstanceClass', '.', 3) = 'medium' THEN 0.5
        WHEN split_part(attributes ->> 'DBInstanceClass', '.', 3) = 'large' THEN 1.0
        WHEN split_part(attributes ->> 'DBInstanceClass', '.', 3) = 'xlarge' THEN 2.0
        ELSE 2.0 * TRY_CAST(nullif(regexp_extract(attributes ->> 'DBInstanceClass', '\.([0-9]+)xlarge$', 1), '') AS DOUBLE)
    END AS class_size,
    attributes ->> 'AvailabilityZone' AS zone,
    attributes ->> 'DBInstanceStatus' AS instance_status,
    TRY_CAST(attributes ->> 'PromotionTier' AS BIGINT) AS promotion_tier,
    TRY_CAST(attributes ->> 'InstanceCreateTime' AS TIMESTAMPTZ) AS created_at,
    TRY_CAST(attributes ->> 'PerformanceInsightsEnabled' AS BOOLEAN) AS insights_enabled,
    TRY_CAST(attributes ->> 'MonitoringInterval' AS BIGINT) AS monitoring_s,
    attributes ->> 'CACertificateIdentifier' AS certificate,
    TRY_CAST(attributes -> 'CertificateDetails' ->> 'ValidTill' AS TIMESTAMPTZ) AS certificate_until,
    TRY_CAST(attributes ->> 'PubliclyAccessible' AS BOOLEAN) AS publicly_accessible,
    attributes, valid_from, valid_to, known_by
FROM topology
WHERE resource_type = 'instance'
