-- One key of one dimension in the range: how much of it there was, and how long the range was looked at for it.
-- from: db_load, statements, entries, plans, fingerprints, lock_waits, temp_files, logins, coverage
-- param: of text null
-- param: top bigint 2000
WITH
texts AS (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql, min(relations) AS relations
    FROM fingerprints
    GROUP BY fingerprint
),
-- what was not taken in is no time in which nothing happened
logged AS (
    SELECT
        epoch(least(max(covered_to), coalesce($end::timestamptz, max(covered_to))))
            - epoch(greatest(min(covered_from), coalesce($begin::timestamptz, min(covered_from)))) AS seen_s
    FROM coverage
    WHERE {scope:coverage} AND log_kind IS NOT NULL AND status <> 'failed'
        AND ($begin::timestamptz IS NULL OR covered_to > $begin::timestamptz)
        AND ($end::timestamptz IS NULL OR covered_from < $end::timestamptz)
),
points AS (
    SELECT dimension, key_id, label, fingerprint, ts, period_s, aas
    FROM db_load
    WHERE {where:db_load} AND by_dimension IS NULL
        AND dimension IN ('wait', 'tokenized_sql', 'user', 'host', 'application', 'database')
),
sampled AS (
    SELECT epoch(max(ts)) + max(period_s) - epoch(min(ts)) AS seen_s FROM points
),
families AS (
    SELECT fingerprint, user_name, client_host, application, database_name, sum(sum_us) AS sum_us
    FROM {cells:statements} AS cells
    GROUP BY fingerprint, user_name, client_host, application, database_name
),
amounts AS (
    SELECT
        CASE dimension WHEN 'tokenized_sql' THEN 'statement' ELSE dimension END AS dimension, 'load' AS measure,
        CASE WHEN key_id = 'other' THEN 'beyond the top' ELSE coalesce(nullif(label, ''), nullif(key_id, ''), '(none)') END AS load_key,
        fingerprint, sum(aas * period_s) AS amount, max(sampled.seen_s) AS seen_s
    FROM points, sampled
    GROUP BY ALL
    UNION ALL
    SELECT 'statement', 'logged time', fingerprint, fingerprint, sum(sum_us) / 1000000.0, max(logged.seen_s)
    FROM families, logged WHERE fingerprint IS NOT NULL GROUP BY ALL
    UNION ALL
    SELECT 'user', 'logged time', coalesce(nullif(user_name, ''), '(none)'), NULL, sum(sum_us) / 1000000.0, max(logged.seen_s)
    FROM families, logged GROUP BY ALL
    UNION ALL
    SELECT 'host', 'logged time', coalesce(nullif(client_host, ''), '(none)'), NULL, sum(sum_us) / 1000000.0, max(logged.seen_s)
    FROM families, logged GROUP BY ALL
    UNION ALL
    SELECT 'application', 'logged time', coalesce(nullif(application, ''), '(none)'), NULL, sum(sum_us) / 1000000.0, max(logged.seen_s)
    FROM families, logged GROUP BY ALL
    UNION ALL
    SELECT 'database', 'logged time', coalesce(nullif(database_name, ''), '(none)'), NULL, sum(sum_us) / 1000000.0, max(logged.seen_s)
    FROM families, logged GROUP BY ALL
    UNION ALL
    -- a statement's time counts for each table that it names
    SELECT 'table', 'logged time', relation, NULL, sum(sum_us) / 1000000.0, max(seen_s)
    FROM (
        SELECT unnest(t.relations) AS relation, f.sum_us, logged.seen_s
        FROM families AS f JOIN texts AS t USING (fingerprint), logged
    ) AS named
    GROUP BY ALL
    UNION ALL
    SELECT
        'plan', 'logged time', concat_ws(' ', 'plan', plan_hash), fingerprint, sum(duration_us) / 1000000.0,
        max(logged.seen_s)
    FROM plans, logged WHERE {where:plans} AND plan_hash IS NOT NULL GROUP BY ALL
    UNION ALL
    SELECT
        'error class', 'errors', concat_ws(' ', severity, coalesce(sqlstate, nullif(kind, ''), 'without a code')),
        NULL, count(*), max(logged.seen_s)
    FROM entries, logged
    WHERE {where:entries} AND severity IN ('ERROR', 'FATAL', 'PANIC')
    GROUP BY ALL
    UNION ALL
    SELECT 'waited for locks', 'lock waits', coalesce(fingerprint, '(none)'), fingerprint, count(*), max(logged.seen_s)
    FROM lock_waits, logged WHERE {where:lock_waits} AND state = 'waiting' GROUP BY ALL
    UNION ALL
    SELECT 'spilled to disk', 'temp bytes', coalesce(fingerprint, '(none)'), fingerprint, sum(bytes), max(logged.seen_s)
    FROM temp_files, logged WHERE {where:temp_files} GROUP BY ALL
    UNION ALL
    SELECT
        'connected from', 'connections', concat(coalesce(nullif(user_name, ''), '(none)'), ' @ ', coalesce(nullif(client_host, ''), '(none)')),
        NULL, count(*), max(logged.seen_s)
    FROM logins, logged WHERE {where:logins} AND event = 'authorized' GROUP BY ALL
)
SELECT
    a.dimension, a.measure, coalesce(t.normalized_sql, a.load_key) AS load_key, a.load_key AS exact_key,
    a.fingerprint,
    CASE a.dimension
        WHEN 'user' THEN nullif(a.load_key, '(none)')
        WHEN 'connected from' THEN nullif(split_part(a.load_key, ' @ ', 1), '(none)')
    END AS user_name,
    CASE a.dimension
        WHEN 'host' THEN nullif(a.load_key, '(none)')
        WHEN 'connected from' THEN nullif(split_part(a.load_key, ' @ ', 2), '(none)')
    END AS client_host,
    CASE WHEN a.dimension = 'application' THEN nullif(a.load_key, '(none)') END AS application,
    CASE WHEN a.dimension = 'database' THEN nullif(a.load_key, '(none)') END AS database_name,
    CASE WHEN a.dimension = 'error class' THEN nullif(regexp_extract(a.load_key, ' ([0-9A-Z]{5})$', 1), '') END AS sqlstate,
    a.amount::double AS amount, a.seen_s::double AS seen_s
FROM amounts AS a
LEFT JOIN texts AS t USING (fingerprint)
WHERE (coalesce($of, '') = '' OR a.dimension = $of) AND a.load_key IS NOT NULL AND a.amount IS NOT NULL
ORDER BY a.amount DESC, a.dimension, a.measure, exact_key, a.fingerprint
LIMIT $top
