-- One stretch in which a reader lagged more than a bound, with what its writer did then: statements by their load,
-- vacuums, DDL. What made the reader wait is inferred from that, nothing reports it.
-- from: metrics, roles, db_load, vacuums, statements
-- param: over_ms bigint 20
-- param: top bigint 100
WITH
lags AS (
    SELECT account, region, cluster, instance, ts, max(value) AS lag_ms, max(period_s) AS period_s
    FROM metrics
    WHERE {where:metrics} AND name = 'AuroraReplicaLag' AND scope = 'instance' AND statistic IN ('Average', 'Maximum')
    GROUP BY ALL
),
marked AS (
    SELECT *,
        CASE WHEN lag(ts) OVER w IS NULL OR date_diff('second', lag(ts) OVER w, ts) > 2 * period_s THEN 1 ELSE 0 END AS begins
    FROM lags
    WHERE lag_ms > $over_ms
    WINDOW w AS (PARTITION BY account, region, cluster, instance ORDER BY ts)
),
numbered AS (
    SELECT *, sum(begins) OVER (PARTITION BY account, region, cluster, instance ORDER BY ts ROWS UNBOUNDED PRECEDING) AS number
    FROM marked
),
stretches AS (
    SELECT
        account, region, cluster, instance, min(ts) AS started_at, max(ts) + to_seconds(max(period_s)) AS ended_at,
        max(lag_ms) AS max_lag_ms, arg_max(ts, (lag_ms, ts)) FILTER (lag_ms IS NOT NULL) AS worst_at, sum(period_s) / 60.0 AS over_minutes
    FROM numbered
    GROUP BY account, region, cluster, instance, number
    ORDER BY max_lag_ms DESC, started_at
    LIMIT $top
),
alive AS (
    SELECT DISTINCT account, region, cluster, instance, ts FROM metrics
    WHERE {where:metrics} AND name = 'CPUUtilization' AND scope = 'instance' AND instance IS NOT NULL
),
written AS (
    SELECT
        s.*,
        coalesce(
            (
                SELECT arg_max(r.instance, (r.valid_from, r.instance)) FILTER (r.valid_from IS NOT NULL) FROM roles AS r
                WHERE r.role = 'writer' AND r.account = s.account AND r.region = s.region
                    AND r.cluster = s.cluster AND r.valid_from <= s.worst_at
                    AND (r.valid_to IS NULL OR r.valid_to > s.worst_at)
            ),
            -- whoever worked and reported no lag while the others did
            (
                SELECT min(a.instance) FROM alive AS a
                WHERE a.account = s.account AND a.region = s.region AND a.cluster = s.cluster AND a.ts = s.worst_at
                    AND NOT EXISTS (
                        SELECT 1 FROM lags AS l
                        WHERE l.account = a.account AND l.region = a.region AND l.cluster = a.cluster
                            AND l.instance = a.instance AND l.ts = s.worst_at
                    )
                HAVING count(*) = 1
            )
        ) AS writer
    FROM stretches AS s
),
loads AS (
    SELECT w.cluster, w.instance, w.started_at, d.label, sum(d.aas * d.period_s) AS active_s
    FROM written AS w
    JOIN db_load AS d ON d.cluster = w.cluster AND d.instance = w.writer
        AND d.ts >= w.started_at - INTERVAL 2 MINUTE AND d.ts < w.ended_at
    WHERE d.dimension = 'tokenized_sql' AND d.by_dimension IS NULL AND d.key_id <> 'other'
    GROUP BY ALL
),
tops AS (
    SELECT
        cluster, instance, started_at,
        array_to_string(list_slice(list(
            concat(CAST(round(100 * active_s / nullif(all_s, 0)) AS BIGINT), ' % ', left(label, 90))
            ORDER BY active_s DESC, label DESC
        ), 1, 3), ' · ') AS writer_statements
    FROM (SELECT *, sum(active_s) OVER (PARTITION BY cluster, instance, started_at) AS all_s FROM loads) AS summed
    GROUP BY cluster, instance, started_at
),
cleaned AS (
    SELECT w.cluster, w.instance, w.started_at, string_agg(DISTINCT v.relation, ', ' ORDER BY v.relation) AS relations
    FROM written AS w
    JOIN vacuums AS v ON v.cluster = w.cluster AND v.instance = w.writer
        AND v.ts >= w.started_at AND v.ts - to_microseconds(v.elapsed_us) < w.ended_at
    GROUP BY ALL
),
altered AS (
    SELECT w.cluster, w.instance, w.started_at, count(*) AS ddl_calls, max(left(f.normalized_sql, 90)) AS ddl
    FROM written AS w
    JOIN statements AS t ON t.cluster = w.cluster AND t.instance = w.writer AND t.calls > 0
        AND t.ts >= w.started_at - INTERVAL 2 MINUTE AND coalesce(t.started_at, t.ts) < w.ended_at
    JOIN fingerprints AS f ON f.fingerprint = t.fingerprint AND f.statement_kind = 'ddl'
    GROUP BY ALL
)
SELECT
    w.started_at, w.ended_at, w.cluster, w.instance, w.max_lag_ms, w.worst_at, w.over_minutes,
    w.writer, coalesce(t.writer_statements, 'unknown: no load of the writer is known then') AS writer_statements,
    c.relations AS vacuumed, a.ddl_calls, a.ddl,
    w.started_at - INTERVAL 5 MINUTE AS story_begin, w.ended_at + INTERVAL 5 MINUTE AS story_end
FROM written AS w
LEFT JOIN tops AS t USING (cluster, instance, started_at)
LEFT JOIN cleaned AS c USING (cluster, instance, started_at)
LEFT JOIN altered AS a USING (cluster, instance, started_at)
ORDER BY w.max_lag_ms DESC, w.started_at, w.instance
