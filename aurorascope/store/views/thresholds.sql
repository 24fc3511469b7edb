-- One setting of the logging that was in force in the range: what the log let through.
-- from: log_settings, coverage
SELECT DISTINCT cluster, instance, setting, value, valid_from, valid_to, known_by
FROM log_settings
WHERE {scope:log_settings}
    AND ($end IS NULL OR valid_from < $end::timestamptz OR valid_from IS NULL)
    AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
UNION ALL
-- nothing in a slow log says how long a statement must take to be in it, unless somebody changes it
SELECT DISTINCT cluster, instance, 'long_query_time', 'unknown', NULL::timestamptz, NULL::timestamptz, 'nothing: collect it'
FROM coverage AS c
WHERE {scope:coverage} AND log_kind = 'slowquery'
    AND NOT EXISTS (
        SELECT 1 FROM log_settings AS s
        WHERE s.setting = 'long_query_time' AND s.cluster = c.cluster AND s.instance = c.instance
    )
ORDER BY cluster, instance, setting, valid_from
