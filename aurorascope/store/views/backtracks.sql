-- One MySQL cluster that can be rewound: how far it was asked to reach, how far it did, and what is kept for it.
-- from: cluster_states, metrics, topology
WITH
states AS (
    SELECT *
    FROM cluster_states
    WHERE {scope:cluster_states} AND backtrack_s > 0 AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
    QUALIFY row_number() OVER (PARTITION BY account, region, cluster ORDER BY valid_from DESC) = 1
),
reached AS (
    SELECT account, region, cluster,
        min(value) FILTER (name = 'BacktrackWindowActual') AS least_minutes,
        arg_max(value, (ts, value)) FILTER (name = 'BacktrackWindowActual') AS last_minutes,
        max(value) FILTER (name = 'BacktrackChangeRecordsStored') AS records_stored,
        sum(value) FILTER (name = 'BacktrackWindowAlert' AND statistic = 'Sum') AS window_alerts
    FROM metrics
    WHERE {where:metrics} AND starts_with(name, 'Backtrack') GROUP BY account, region, cluster
),
done AS (
    SELECT account, region, cluster, count(*) AS backtracks, max(TRY_CAST(attributes ->> 'BacktrackRequestCreationTime' AS TIMESTAMPTZ)) AS last_backtrack
    FROM topology WHERE resource_type = 'backtrack' GROUP BY account, region, cluster
)
SELECT
    s.account, s.region, s.cluster, s.backtrack_s / 60.0 AS target_minutes, r.last_minutes, r.least_minutes, r.window_alerts,
    r.records_stored, d.backtracks, d.last_backtrack,
    CASE
        WHEN r.least_minutes IS NULL THEN 'unknown: no BacktrackWindowActual in this range'
        WHEN r.least_minutes < s.backtrack_s / 60.0 THEN 'it could not reach as far as was asked'
        ELSE 'it reached as far as was asked'
    END AS remark
FROM states AS s
LEFT JOIN reached AS r USING (account, region, cluster)
LEFT JOIN done AS d USING (account, region, cluster)
ORDER BY s.cluster
