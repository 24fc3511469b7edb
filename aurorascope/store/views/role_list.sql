-- One instance of a cluster in the role that it had, newest first.
-- from: roles
SELECT cluster, instance, role, valid_from, valid_to, known_by, account, region
FROM roles
WHERE {scope:roles}
    AND ($end IS NULL OR valid_from < $end::timestamptz) AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
ORDER BY cluster, valid_to IS NOT NULL, role DESC, instance, valid_from DESC
