-- One cluster's volume: size, growth a day since it last shrank, and days until the limit of its engine version.
-- The 90 days up to the end of the range, whatever its begin.
-- from: metrics, cluster_states
WITH
states AS (
    SELECT account, region, cluster, engine, engine_version, storage_type
    FROM cluster_states
    WHERE {scope:cluster_states} AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
versions AS (
    SELECT *,
        CASE WHEN engine LIKE '%mysql%' THEN regexp_extract(engine_version, 'aurora\.([0-9]+)\.([0-9]+)', 1)
            ELSE regexp_extract(engine_version, '^([0-9]+)\.([0-9]+)', 1) END AS major,
        CASE WHEN engine LIKE '%mysql%' THEN regexp_extract(engine_version, 'aurora\.([0-9]+)\.([0-9]+)', 2)
            ELSE regexp_extract(engine_version, '^([0-9]+)\.([0-9]+)', 2) END AS minor
    FROM states
),
limits AS (
    SELECT account, region, cluster, engine, engine_version, storage_type,
        CASE
            WHEN major = '' OR minor = '' THEN NULL
            -- 256 TiB since Aurora PostgreSQL 15.13, 16.9, 17.5 and Aurora MySQL 3.10
            WHEN engine LIKE '%mysql%' AND (major::int > 3 OR (major::int = 3 AND minor::int >= 10)) THEN 256.0
            WHEN engine LIKE '%mysql%' THEN 128.0
            WHEN major::int > 17 OR (major::int = 17 AND minor::int >= 5) OR (major::int = 16 AND minor::int >= 9)
                OR (major::int = 15 AND minor::int >= 13) THEN 256.0
            ELSE 128.0
        END::double * 1099511627776 AS limit_bytes
    FROM versions
),
sizes AS (
    SELECT account, region, cluster, date_trunc('hour', ts) AS ts, avg(value) AS bytes
    FROM metrics
    WHERE {scope:metrics} AND name = 'VolumeBytesUsed' AND statistic IN ('Average', 'Maximum') AND cluster IS NOT NULL
        AND ($end IS NULL OR (ts < $end::timestamptz AND ts >= $end::timestamptz - INTERVAL 90 DAY))
    GROUP BY ALL
),
steps AS (
    -- a table dropped, a partition gone: a fall by a hundredth and by a hundred megabytes
    SELECT *, bytes < 0.99 * lag(bytes) OVER w AND lag(bytes) OVER w - bytes > 104857600 AS shrank
    FROM sizes
    WINDOW w AS (PARTITION BY account, region, cluster ORDER BY ts)
),
since AS (
    SELECT account, region, cluster, max(ts) FILTER (shrank) AS shrank_at, count(*) FILTER (shrank) AS shrinks
    FROM steps GROUP BY account, region, cluster
),
fitted AS (
    SELECT
        s.account, s.region, s.cluster, c.shrank_at, c.shrinks, min(s.ts) AS fitted_from, max(s.ts) AS last_ts,
        arg_max(s.bytes, (s.ts, s.bytes)) AS volume_bytes, date_diff('hour', min(s.ts), max(s.ts)) AS fitted_hours,
        regr_slope(s.bytes, epoch_us(s.ts) / 86400000000.0) AS slope
    FROM steps AS s
    JOIN since AS c USING (account, region, cluster)
    WHERE c.shrank_at IS NULL OR s.ts >= c.shrank_at
    GROUP BY ALL
),
lefts AS (
    SELECT account, region, cluster, arg_max(value, (ts, value)) AS left_bytes
    FROM metrics
    WHERE {where:metrics} AND name = 'AuroraVolumeBytesLeftTotal' GROUP BY account, region, cluster
),
joined AS (
    SELECT
        f.*, l.engine_version, l.storage_type, l.limit_bytes,
        coalesce(e.left_bytes, l.limit_bytes - f.volume_bytes) AS left_bytes,
        CASE WHEN f.fitted_hours >= 6 THEN f.slope END AS growth_day
    FROM fitted AS f
    LEFT JOIN limits AS l USING (account, region, cluster)
    LEFT JOIN lefts AS e USING (account, region, cluster)
)
SELECT
    account, region, cluster, engine_version, storage_type, volume_bytes, growth_day, fitted_hours, fitted_from, shrinks, shrank_at,
    limit_bytes, volume_bytes / limit_bytes AS share_limit, left_bytes,
    CASE WHEN growth_day > 0 THEN left_bytes / growth_day END AS days_left,
    CASE
        WHEN growth_day IS NULL THEN 'unknown: less than six hours since it began or shrank'
        WHEN limit_bytes IS NULL THEN 'unknown limit: its engine version is not known'
        WHEN growth_day <= 0 THEN 'does not grow'
        WHEN fitted_hours < 72 THEN concat('a guess from ', fitted_hours, ' hours; a day has its own tide')
        ELSE concat('a line through ', fitted_hours // 24, ' days')
    END AS remark,
    last_ts
FROM joined
ORDER BY days_left NULLS LAST, volume_bytes DESC, cluster
