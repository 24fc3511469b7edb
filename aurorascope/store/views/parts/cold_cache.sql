-- How long a page cache was cold: the one rule, for `losses` of (account, region, cluster, instance, began_at, ratio_of, before_at, until_at).
-- The usual hit ratio is the median of `ratio_of` in the half hour before `before_at`. The cache is cold from `began_at`,
-- when the instance served again, to the end of the last minute that lies more than $back_points below; and warm only
-- where the points after that show it for three periods. Six hours, or the next loss, end the look.
cold_hits AS (
    SELECT account, region, cluster, instance, ts, avg(value) AS hit_pct, max(period_s) AS period_s
    FROM metrics
    WHERE {scope:metrics} AND name = 'BufferCacheHitRatio' AND statistic = 'Average' AND scope = 'instance'
        AND ($begin IS NULL OR ts >= $begin::timestamptz - INTERVAL 1 HOUR)
        AND ($end IS NULL OR ts < $end::timestamptz + INTERVAL 7 HOUR)
    GROUP BY ALL
),
cold_before AS (
    SELECT l.account, l.region, l.cluster, l.instance, l.began_at, median(h.hit_pct) AS hit_before
    FROM losses AS l
    JOIN cold_hits AS h ON h.account = l.account AND h.region = l.region AND h.cluster = l.cluster AND h.instance = l.ratio_of
        AND h.ts >= l.before_at - INTERVAL 31 MINUTE AND h.ts < l.before_at - INTERVAL 1 MINUTE
    GROUP BY ALL
),
cold_after AS (
    SELECT
        l.account, l.region, l.cluster, l.instance, l.began_at,
        min(h.hit_pct) FILTER (h.ts < l.began_at + INTERVAL 15 MINUTE) AS hit_lowest,
        max(h.ts) FILTER (h.hit_pct < b.hit_before - $back_points) AS last_cold,
        max(h.ts) AS last_point, max(h.period_s) AS period_s
    FROM losses AS l
    JOIN cold_before AS b USING (account, region, cluster, instance, began_at)
    JOIN cold_hits AS h ON h.account = l.account AND h.region = l.region AND h.cluster = l.cluster AND h.instance = l.instance
        -- a point's time is the begin of its period: one that holds the begin may still be of the time before
        AND h.ts >= l.began_at AND h.ts < least(l.began_at + INTERVAL 6 HOUR, coalesce(l.until_at, 'infinity'))
    GROUP BY ALL
),
warmth AS (
    SELECT
        l.account, l.region, l.cluster, l.instance, l.began_at, b.hit_before, a.hit_lowest, a.last_cold,
        CASE
            WHEN a.last_point IS NULL THEN NULL
            WHEN a.last_cold IS NULL THEN 0
            WHEN date_diff('second', a.last_cold, a.last_point) >= 3 * a.period_s
            THEN (epoch_us(a.last_cold) + a.period_s * 1000000 - epoch_us(l.began_at)) / 60000000.0
        END AS warm_minutes,
        CASE
            WHEN b.hit_before IS NULL THEN 'unknown: no BufferCacheHitRatio from before'
            WHEN a.last_point IS NULL THEN 'unknown: no BufferCacheHitRatio after it'
            WHEN a.last_cold IS NULL THEN 'stayed warm'
            WHEN date_diff('second', a.last_cold, a.last_point) >= 3 * a.period_s THEN 'cold, then warm again'
            ELSE concat('still cold at the last point, ', strftime(a.last_point AT TIME ZONE 'UTC', '%H:%M'), ' UTC')
        END AS cache
    FROM losses AS l
    LEFT JOIN cold_before AS b USING (account, region, cluster, instance, began_at)
    LEFT JOIN cold_after AS a USING (account, region, cluster, instance, began_at)
)
