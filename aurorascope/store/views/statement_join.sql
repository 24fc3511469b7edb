-- The statements of Performance Insights and those of the logs, joined: by query id, else by fingerprint, else by
-- the beginning of a text that is cut. Grouped by any of joined, statement, fingerprint, key, cluster.
-- from: db_load, sql_texts, sql_stats, statements
-- by: joined=joined_by statement=statement_text fingerprint key=key_id cluster
-- param: joined_by text null
-- param: top bigint 100
WITH
measured AS (
    SELECT
        cluster, key_id, max(label) AS label, max(fingerprint) AS fingerprint, max(sql_prefix) AS sql_prefix,
        sum((aas * period_s * 1000000)::bigint)::double AS active_us
    FROM db_load
    WHERE {where:db_load} AND dimension = 'tokenized_sql' AND by_dimension IS NULL
    GROUP BY cluster, key_id
),
texts AS (
    SELECT cluster, tokenized_id AS key_id, arg_max(fingerprint, (times, fingerprint)) FILTER (times IS NOT NULL) AS fingerprint
    FROM (
        SELECT cluster, tokenized_id, fingerprint, count(*) AS times
        FROM sql_texts
        WHERE {scope:sql_texts} AND tokenized_id IS NOT NULL AND fingerprint IS NOT NULL
        GROUP BY ALL
    ) AS counted
    GROUP BY ALL
),
numbered AS (
    SELECT DISTINCT cluster, tokenized_id AS key_id, query_id
    FROM sql_texts WHERE {scope:sql_texts} AND tokenized_id IS NOT NULL AND query_id IS NOT NULL
    UNION
    SELECT DISTINCT cluster, tokenized_id, query_id
    FROM sql_stats WHERE {scope:sql_stats} AND query_id IS NOT NULL
),
logged_ids AS (
    SELECT cluster, query_id, arg_max(fingerprint, (times, fingerprint)) FILTER (times IS NOT NULL) AS fingerprint
    FROM (
        SELECT cluster, query_id, fingerprint, count(*) AS times
        FROM statements
        WHERE {where:statements} AND query_id IS NOT NULL AND query_id <> 0 AND fingerprint IS NOT NULL
        GROUP BY ALL
    ) AS counted
    GROUP BY ALL
),
by_id AS (
    SELECT cluster, key_id, min(fingerprint) AS fingerprint
    FROM numbered JOIN logged_ids USING (cluster, query_id)
    GROUP BY ALL
    HAVING count(DISTINCT fingerprint) = 1
),
logged AS (
    SELECT cluster, fingerprint, sum(calls)::bigint AS calls, coalesce(sum(sum_us), 0)::bigint AS logged_us
    FROM {cells:statements} AS cells
    WHERE fingerprint IS NOT NULL
    GROUP BY ALL
),
families AS (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
),
by_prefix AS (
    SELECT
        m.cluster, m.key_id, count(*) AS families,
        CASE WHEN count(*) = 1 THEN min(l.fingerprint) END AS fingerprint
    FROM measured AS m
    JOIN logged AS l USING (cluster)
    JOIN families AS f ON f.fingerprint = l.fingerprint AND starts_with(f.normalized_sql, m.sql_prefix)
    WHERE m.sql_prefix IS NOT NULL
    GROUP BY ALL
),
resolved AS (
    SELECT
        m.cluster, m.key_id, m.label, m.active_us,
        coalesce(i.fingerprint, t.fingerprint, m.fingerprint, p.fingerprint) AS fingerprint,
        CASE
            WHEN m.key_id = 'other' THEN 'beyond the top statements'
            WHEN i.fingerprint IS NOT NULL THEN 'query id'
            WHEN t.fingerprint IS NOT NULL OR m.fingerprint IS NOT NULL THEN 'fingerprint'
            WHEN p.fingerprint IS NOT NULL THEN 'prefix'
            WHEN p.families > 1 THEN 'several families begin so'
            ELSE 'text is cut'
        END AS known_as
    FROM measured AS m
    LEFT JOIN by_id AS i USING (cluster, key_id)
    LEFT JOIN texts AS t USING (cluster, key_id)
    LEFT JOIN by_prefix AS p USING (cluster, key_id)
),
joined AS (
    SELECT
        r.cluster, r.key_id, r.fingerprint, coalesce(f.normalized_sql, r.label) AS statement_text, r.active_us,
        -- several keys of one family share its log: it is counted with the first of them
        CASE WHEN row_number() OVER (PARTITION BY r.cluster, l.fingerprint ORDER BY r.active_us DESC, r.key_id) = 1
            THEN l.calls END AS calls,
        CASE WHEN row_number() OVER (PARTITION BY r.cluster, l.fingerprint ORDER BY r.active_us DESC, r.key_id) = 1
            THEN l.logged_us END AS logged_us,
        CASE WHEN r.fingerprint IS NOT NULL AND l.fingerprint IS NULL THEN 'not in the log' ELSE r.known_as
        END AS joined_by
    FROM resolved AS r
    LEFT JOIN logged AS l ON l.cluster IS NOT DISTINCT FROM r.cluster AND l.fingerprint = r.fingerprint
    LEFT JOIN families AS f ON f.fingerprint = r.fingerprint
    UNION ALL
    SELECT
        l.cluster, NULL, l.fingerprint, f.normalized_sql, 0.0, l.calls, l.logged_us,
        'not in Performance Insights'
    FROM logged AS l
    LEFT JOIN families AS f USING (fingerprint)
    WHERE NOT EXISTS (
        SELECT 1 FROM resolved AS r
        WHERE r.cluster IS NOT DISTINCT FROM l.cluster AND r.fingerprint = l.fingerprint
    )
)
SELECT
    {by}, count(*) AS statements,
    sum(active_us)::bigint AS active_us,
    sum(active_us) / nullif(sum(sum(active_us)) OVER (), 0) AS share_active,
    coalesce(sum(calls), 0)::bigint AS calls, coalesce(sum(logged_us), 0)::bigint AS logged_us,
    sum(logged_us)::double / nullif(sum(sum(logged_us)) OVER ()::double, 0) AS share_logged
FROM joined
WHERE $joined_by IS NULL OR joined_by = $joined_by
GROUP BY {by}
ORDER BY active_us DESC, logged_us DESC, {by}
LIMIT $top
