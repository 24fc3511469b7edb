-- Capacity of one instance of Serverless v2 in one bucket of time, with the greatest bound of the clusters shown.
-- from: metrics, cluster_states
-- param: bucket_us bigint 60000000
WITH ceilings AS (
    SELECT max(most_acu) AS most_acu FROM cluster_states
    WHERE {scope:cluster_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
)
SELECT {bucket:ts} AS bucket, instance, max(value) AS max_acu, max(most_acu) AS most_acu
FROM metrics, ceilings
WHERE {where:metrics} AND name = 'ServerlessDatabaseCapacity' AND scope = 'instance' AND instance IS NOT NULL
    AND statistic IN ('Average', 'Maximum')
GROUP BY 1, 2
ORDER BY 1, 2
