-- Average active sessions of one key in one bucket of time, summed over instances, with the vCPUs of those instances.
-- from: db_load, metrics
-- param: bucket_us bigint 60000000
-- param: dimension text wait
WITH
cores AS (
    SELECT bucket, sum(vcpus)::double AS vcpus
    FROM (
        SELECT {bucket:ts} AS bucket, instance, max(value) AS vcpus
        FROM metrics
        WHERE {where:metrics} AND name IN ('os.general.numVCPUs', 'general.numVCPUs')
        GROUP BY 1, instance
    ) AS instances
    GROUP BY bucket
),
points AS (
    SELECT
        {bucket:ts} AS bucket,
        CASE WHEN key_id = 'other' THEN 'beyond the top' ELSE coalesce(label, key_id) END AS load_key,
        max(key_id) AS key_id, max(fingerprint) AS fingerprint,
        sum(aas * period_s) AS active_s, sum((aas * period_s * 1000000)::bigint) AS active_us, max(period_s) AS period_s
    FROM db_load
    WHERE {where:db_load} AND dimension = $dimension AND by_dimension IS NULL
    GROUP BY 1, 2
)
SELECT
    p.bucket, p.load_key, p.key_id, p.fingerprint, $dimension AS dimension,
    -- the first and the last bucket are cut by the range
    p.active_s / greatest(
        (least(epoch_us(p.bucket) + $bucket_us, coalesce(epoch_us($end::timestamptz), epoch_us(p.bucket) + $bucket_us))
            - greatest(epoch_us(p.bucket), coalesce(epoch_us($begin::timestamptz), epoch_us(p.bucket)))) / 1000000.0,
        p.period_s
    ) AS aas,
    p.active_us::bigint AS active_us,
    c.vcpus
FROM points AS p
LEFT JOIN cores AS c USING (bucket)
ORDER BY p.bucket, p.load_key
