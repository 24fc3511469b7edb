-- One cluster: the bytes of its volume and its billed reads and writes, against as long a time before, and what they
-- cost at the prices given (dollars; the defaults are the list prices of us-east-1). I/O-Optimized storage bills no I/O;
-- a price that hangs on a storage type which the store does not know is null.
-- from: metrics, topology
-- param: usd_gb_month double 0.10
-- param: usd_million_io double 0.20
-- param: usd_gb_month_optimized double 0.225
WITH
asked AS (
    SELECT
        coalesce($begin::timestamptz, (SELECT min(ts) FROM metrics WHERE {scope:metrics})) AS began,
        coalesce($end::timestamptz, (SELECT max(ts) + INTERVAL 1 SECOND FROM metrics WHERE {scope:metrics})) AS ended
),
points AS (
    SELECT cluster, name, ts, value, ts >= asked.began AS is_now
    FROM metrics, asked
    WHERE {scope:metrics} AND scope = 'cluster'
        AND ((name = 'VolumeBytesUsed' AND statistic = 'Average')
            OR (name IN ('VolumeReadIOPs', 'VolumeWriteIOPs') AND statistic = 'Sum'))
        AND epoch_us(ts) >= 2 * epoch_us(asked.began) - epoch_us(asked.ended) AND ts < asked.ended
),
sums AS (
    SELECT
        cluster,
        arg_max(value, (ts, value)) FILTER (name = 'VolumeBytesUsed' AND is_now) AS volume_bytes,
        arg_max(value, (ts, value)) FILTER (name = 'VolumeBytesUsed' AND NOT is_now) AS volume_bytes_before,
        sum(value) FILTER (name = 'VolumeReadIOPs' AND is_now) AS read_ios,
        sum(value) FILTER (name = 'VolumeReadIOPs' AND NOT is_now) AS read_ios_before,
        sum(value) FILTER (name = 'VolumeWriteIOPs' AND is_now) AS write_ios,
        sum(value) FILTER (name = 'VolumeWriteIOPs' AND NOT is_now) AS write_ios_before
    FROM points
    GROUP BY cluster
),
kinds AS (
    SELECT
        cluster,
        -- the API names a storage type only where it is not the standard one
        CASE arg_max(coalesce(attributes ->> 'StorageType', 'aurora'), (valid_from, coalesce(attributes ->> 'StorageType', 'aurora'))) FILTER (valid_from IS NOT NULL)
            WHEN 'aurora-iopt1' THEN 'I/O-Optimized' WHEN 'aurora' THEN 'Standard'
        END AS storage_type
    FROM topology, asked
    WHERE {scope:topology} AND resource_type = 'cluster' AND valid_from <= asked.ended
        AND (valid_to IS NULL OR valid_to >= asked.began)
    GROUP BY cluster
),
priced AS (
    SELECT
        s.*, k.storage_type,
        -- a month has 730 hours in AWS's bills, a GB 2^30 bytes
        volume_bytes / 1073741824.0 * (epoch(asked.ended) - epoch(asked.began)) / 3600.0 / 730.0
            * CASE k.storage_type WHEN 'Standard' THEN $usd_gb_month WHEN 'I/O-Optimized' THEN $usd_gb_month_optimized END
            AS storage_usd,
        CASE WHEN read_ios IS NOT NULL OR write_ios IS NOT NULL
            THEN coalesce(read_ios, 0) + coalesce(write_ios, 0) END / 1000000.0
            * CASE k.storage_type WHEN 'Standard' THEN $usd_million_io WHEN 'I/O-Optimized' THEN 0.0 END AS io_usd,
        CASE WHEN read_ios_before IS NOT NULL OR write_ios_before IS NOT NULL
            THEN coalesce(read_ios_before, 0) + coalesce(write_ios_before, 0) END / 1000000.0
            * CASE k.storage_type WHEN 'Standard' THEN $usd_million_io WHEN 'I/O-Optimized' THEN 0.0 END AS io_usd_before
    FROM sums AS s
    CROSS JOIN asked
    LEFT JOIN kinds AS k ON k.cluster = s.cluster
)
SELECT
    cluster, storage_type, volume_bytes, volume_bytes_before, read_ios, read_ios_before, write_ios, write_ios_before,
    storage_usd, io_usd, io_usd_before
FROM priced
ORDER BY cluster
