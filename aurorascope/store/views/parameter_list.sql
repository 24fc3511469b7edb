-- One parameter of one parameter group as it is, those that wait for a reboot first.
-- from: parameters
SELECT account, region, parameter_group, parameter, parameter_value, pending_reboot, valid_from, valid_to
FROM parameters
WHERE {scope:parameters} AND ($end IS NULL OR valid_from < $end::timestamptz OR valid_to IS NULL)
    AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
ORDER BY pending_reboot DESC NULLS LAST, parameter_group, parameter, valid_from DESC
LIMIT 2000
