-- Average active sessions of the statements that the filter leaves, in one wait and one bucket of time.
-- from: db_load
-- param: bucket_us bigint 60000000
WITH
points AS (
    SELECT {bucket:ts} AS bucket, by_dimension, by_key_id, aas * period_s AS active_s, period_s
    FROM db_load
    WHERE {where:db_load} AND dimension = 'tokenized_sql' AND fingerprint IS NOT NULL
        AND (by_dimension IS NULL OR by_dimension = 'wait')
),
-- split by wait where it was collected so, else whole
parts AS (
    SELECT bucket, by_key_id AS wait, active_s, period_s FROM points WHERE by_dimension = 'wait'
    UNION ALL
    SELECT bucket, 'any wait', active_s, period_s
    FROM points
    WHERE by_dimension IS NULL AND bucket NOT IN (SELECT bucket FROM points WHERE by_dimension = 'wait')
)
SELECT
    bucket, wait, 'tokenized_sql' AS dimension,
    -- the first and the last bucket are cut by the range
    sum(active_s) / greatest(
        (least(epoch_us(bucket) + $bucket_us, coalesce(epoch_us($end::timestamptz), epoch_us(bucket) + $bucket_us))
            - greatest(epoch_us(bucket), coalesce(epoch_us($begin::timestamptz), epoch_us(bucket)))) / 1000000.0,
        max(period_s)
    ) AS aas,
    sum((active_s * 1000000)::bigint)::bigint AS active_us
FROM parts
GROUP BY bucket, wait
ORDER BY bucket, wait
