-- The errors and warnings of one SQLSTATE class; 'unknown' where neither the log nor the message says one.
-- from: entries
-- rows: error_rows
-- narrow: sqlstate_class
-- count: errors
SELECT
    e.sqlstate_class, n.class_name,
    count(*) AS errors,
    count(DISTINCT e.sqlstate) AS sqlstates,
    count(*) FILTER (WHERE e.severity = 'WARNING') AS warnings,
    count(*) FILTER (WHERE e.severity IN ('FATAL', 'PANIC')) AS fatals,
    min(e.ts) AS first_ts, max(e.ts) AS last_ts
FROM (
    SELECT ts, severity, sqlstate, coalesce(left(sqlstate, 2), 'unknown') AS sqlstate_class
    FROM entries
    WHERE {where:entries} AND severity IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
) AS e
LEFT JOIN (VALUES
    ('00', 'Successful Completion'), ('01', 'Warning'), ('02', 'No Data'),
    ('03', 'SQL Statement Not Yet Complete'), ('08', 'Connection Exception'),
    ('09', 'Triggered Action Exception'), ('0A', 'Feature Not Supported'),
    ('0B', 'Invalid Transaction Initiation'), ('0F', 'Locator Exception'), ('0L', 'Invalid Grantor'),
    ('0P', 'Invalid Role Specification'), ('0Z', 'Diagnostics Exception'), ('20', 'Case Not Found'),
    ('21', 'Cardinality Violation'), ('22', 'Data Exception'), ('23', 'Integrity Constraint Violation'),
    ('24', 'Invalid Cursor State'), ('25', 'Invalid Transaction State'),
    ('26', 'Invalid SQL Statement Name'), ('27', 'Triggered Data Change Violation'),
    ('28', 'Invalid Authorization Specification'), ('2B', 'Dependent Privilege Descriptors Still Exist'),
    ('2D', 'Invalid Transaction Termination'), ('2F', 'SQL Routine Exception'), ('34', 'Invalid Cursor Name'),
    ('38', 'External Routine Exception'), ('39', 'External Routine Invocation Exception'),
    ('3B', 'Savepoint Exception'), ('3D', 'Invalid Catalog Name'), ('3F', 'Invalid Schema Name'),
    ('40', 'Transaction Rollback'), ('42', 'Syntax Error or Access Rule Violation'),
    ('44', 'WITH CHECK OPTION Violation'), ('53', 'Insufficient Resources'), ('54', 'Program Limit Exceeded'),
    ('55', 'Object Not In Prerequisite State'), ('57', 'Operator Intervention'), ('58', 'System Error'),
    ('72', 'Snapshot Failure'), ('F0', 'Configuration File Error'), ('HV', 'Foreign Data Wrapper Error'),
    ('P0', 'PL/pgSQL Error'), ('XX', 'Internal Error')
) AS n (code, class_name) ON n.code = e.sqlstate_class
GROUP BY e.sqlstate_class, n.class_name
ORDER BY errors DESC, e.sqlstate_class
