-- One setting of the logging that was in force in the range: what the log let through.
-- from: log_settings
SELECT DISTINCT cluster, instance, setting, value, valid_from, valid_to, known_by
FROM log_settings
WHERE {scope:log_settings}
    AND ($end IS NULL OR valid_from < $end::timestamptz OR valid_from IS NULL)
    AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
ORDER BY cluster, instance, setting, valid_from
