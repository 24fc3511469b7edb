-- One pair of bounds replayed on one instance's history of capacity: ACU-hours, and how long it would have been cut.
-- What it would have wanted above the ceiling it had, or below the floor, nobody knows: those minutes are counted.
-- from: cluster_states, metrics
-- param: acu_usd double 0.12
WITH
bounds AS (
    SELECT account, region, cluster, least_acu, most_acu
    FROM cluster_states
    WHERE {scope:cluster_states} AND most_acu IS NOT NULL
        AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY
        CASE WHEN $end IS NULL OR valid_from < $end::timestamptz THEN -epoch_us(valid_from) ELSE epoch_us(valid_from) END) = 1
),
capacity AS (
    SELECT
        account, region, cluster, instance, ts, max(period_s) AS period_s,
        coalesce(avg(value) FILTER (statistic = 'Average'), max(value)) AS acu, max(value) AS top_acu
    FROM metrics
    WHERE {where:metrics} AND name = 'ServerlessDatabaseCapacity' AND scope = 'instance'
        AND statistic IN ('Average', 'Maximum')
    GROUP BY ALL
),
points AS (
    SELECT * FROM capacity
    QUALIFY period_s = min(period_s) OVER (PARTITION BY account, region, cluster, instance, date_trunc('hour', ts))
),
tried AS (
    SELECT account, region, cluster, least_acu, most_acu, true AS is_own FROM bounds
    UNION
    SELECT b.account, b.region, b.cluster, f.low, c.high, false
    FROM bounds AS b, (SELECT unnest([0.5, 1.0, 2.0, 4.0, 8.0]) AS low) AS f, (
        SELECT unnest([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0]) AS high
    ) AS c
    WHERE f.low <= c.high AND c.high BETWEEN b.most_acu / 4 AND b.most_acu * 2
        AND (f.low <> b.least_acu OR c.high <> b.most_acu)
),
replayed AS (
    SELECT
        p.account, p.region, p.cluster, p.instance, t.least_acu AS tried_least_acu, t.most_acu AS tried_most_acu, t.is_own,
        b.least_acu AS own_least, b.most_acu AS own_most,
        sum(least(greatest(p.acu, t.least_acu), t.most_acu) * p.period_s) / 3600 AS acu_hours,
        sum(p.acu * p.period_s) / 3600 AS own_hours,
        coalesce(sum(p.period_s) FILTER (p.top_acu > t.most_acu), 0) / 60.0 AS cut_minutes,
        coalesce(sum(p.period_s) FILTER (t.most_acu > b.most_acu AND p.top_acu >= b.most_acu - 0.01), 0) / 60.0 AS above_minutes,
        coalesce(sum(p.period_s) FILTER (t.least_acu < b.least_acu AND p.top_acu <= b.least_acu + 0.01), 0) / 60.0 AS below_minutes
    FROM points AS p
    JOIN bounds AS b USING (account, region, cluster)
    JOIN tried AS t USING (account, region, cluster)
    GROUP BY ALL
)
SELECT
    account, region, cluster, instance, tried_least_acu, tried_most_acu, is_own,
    -- above its own ceiling nobody knows what it would have taken
    CASE WHEN above_minutes = 0 THEN acu_hours END AS acu_hours,
    CASE WHEN above_minutes = 0 THEN acu_hours - own_hours END AS more_hours,
    CASE WHEN above_minutes = 0 THEN acu_hours * $acu_usd END AS estimated_usd, cut_minutes,
    above_minutes + below_minutes AS unknown_minutes,
    CASE
        WHEN is_own THEN 'as it is'
        WHEN above_minutes > 0 THEN concat('unknown for ', round(above_minutes)::bigint, ' minutes: it was at its own ceiling')
        WHEN below_minutes > 0 THEN concat('unknown for ', round(below_minutes)::bigint, ' minutes: it was at its own floor, so hours are at most these')
        WHEN cut_minutes > 0 THEN concat('would have been cut for ', round(cut_minutes)::bigint, ' minutes')
        ELSE 'would have been enough'
    END AS remark
FROM replayed
ORDER BY cluster, instance, is_own DESC, acu_hours, tried_least_acu, tried_most_acu
