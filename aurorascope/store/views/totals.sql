-- The totals of the range, in one row.
-- from: statements, entries, log_entries, temp_files, lock_waits, deadlocks, logins
-- rows: log_search
-- count: entries
WITH
s AS (
    SELECT
        coalesce(sum(calls), 0)::bigint AS calls,
        coalesce(sum(sum_us), 0)::bigint AS sum_us,
        max(max_us) AS max_us
    FROM {cells:statements} AS cells
),
e AS (
    SELECT
        count(*) FILTER (WHERE severity IN ('ERROR', 'FATAL', 'PANIC')) AS errors,
        count(*) FILTER (WHERE severity IN ('FATAL', 'PANIC')) AS fatals,
        count(*) FILTER (WHERE severity = 'WARNING') AS warnings
    FROM entries WHERE {where:entries}
),
a AS (SELECT coalesce(sum(entries), 0)::bigint AS entries FROM {count:log_entries} AS counted),
t AS (
    SELECT count(*) AS temp_files, coalesce(sum(bytes), 0)::bigint AS temp_bytes
    FROM temp_files WHERE {where:temp_files}
),
l AS (
    SELECT count(*) FILTER (WHERE state = 'waiting') AS lock_messages FROM lock_waits WHERE {where:lock_waits}
),
d AS (SELECT count(*) AS deadlocks FROM deadlocks WHERE {where:deadlocks}),
c AS (
    SELECT
        count(*) FILTER (WHERE event = 'authorized') AS connections,
        count(*) FILTER (WHERE event = 'failed') AS failed_connections
    FROM logins WHERE {where:logins}
)
SELECT
    a.entries,
    s.calls, s.sum_us, s.max_us,
    e.errors, e.fatals, e.warnings,
    t.temp_files, t.temp_bytes, l.lock_messages, d.deadlocks, c.connections, c.failed_connections
FROM s, e, a, t, l, d, c
