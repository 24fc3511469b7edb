-- What happened in one bucket of time, by lane: what RDS said, changes, notes, alarms, the servers' own events,
-- errors, lock waits, deadlocks, temporary files, checkpoints, vacuums, plans that changed.
-- from: rds_events, changes, alarms, server_events, entries, lock_waits, deadlocks, temp_files, checkpoints, vacuums, plans
-- param: bucket_us bigint 60000000
SELECT
    {bucket:ts} AS bucket, lane, count(*) AS marks, min(ts) AS first_ts, max(ts) AS last_ts,
    left(arg_min(what, (ts, what)), 300) AS what
FROM (
    SELECT ts, 'RDS events' AS lane, concat(source_id, ': ', message) AS what
    FROM rds_events WHERE {where:rds_events}
    UNION ALL
    SELECT ts, CASE source WHEN 'annotation' THEN 'notes' ELSE 'changes' END,
        concat_ws(' ', resource, attribute, old, CASE WHEN old IS NOT NULL THEN '->' END, new, 'by ' || actor)
    FROM changes
    -- what the first poll finds was there before: nothing changed then
    WHERE {where:changes} AND NOT (source = 'poll' AND attribute = 'exists' AND old IS NULL)
    UNION ALL
    SELECT ts, 'alarms', concat(name, ' ', state) FROM alarms WHERE {where:alarms}
    UNION ALL
    SELECT ts, 'server', concat_ws(' ', instance, event)
    FROM server_events
    WHERE {where:server_events}
        AND event IN ('crash', 'starting', 'ready', 'shutdown', 'shutdown_requested', 'recovery', 'promotion')
    UNION ALL
    SELECT ts, 'errors', concat_ws(' ', severity, message)
    FROM entries WHERE {where:entries} AND severity IN ('ERROR', 'FATAL', 'PANIC')
    UNION ALL
    SELECT ts, 'lock waits', concat_ws(' ', lock_mode, object)
    FROM lock_waits WHERE {where:lock_waits} AND state = 'waiting'
    UNION ALL
    SELECT ts, 'deadlocks', concat_ws(', ', 'deadlock', array_to_string(tables, ', '))
    FROM deadlocks WHERE {where:deadlocks}
    UNION ALL
    SELECT ts, 'temp files', path FROM temp_files WHERE {where:temp_files}
    UNION ALL
    SELECT ts, 'checkpoints', concat_ws(' ', instance, 'checkpoint complete,', buffers, 'buffers')
    FROM checkpoints WHERE {where:checkpoints} AND event = 'complete'
    UNION ALL
    SELECT ts, 'vacuums', concat_ws(' ', CASE WHEN wraparound THEN 'to prevent wraparound:' END, relation)
    FROM vacuums WHERE {where:vacuums}
    UNION ALL
    -- another plan than the one logged before it for its family, within the range
    SELECT ts, 'plan changes', concat_ws(' ', fingerprint, before, '->', plan_hash)
    FROM (
        SELECT ts, fingerprint, plan_hash,
            lag(plan_hash) OVER (PARTITION BY cluster, fingerprint ORDER BY ts, source, "offset") AS before
        FROM plans
        WHERE {where:plans} AND fingerprint IS NOT NULL AND plan_hash IS NOT NULL
    ) AS logged
    WHERE before <> plan_hash
) AS happened
GROUP BY 1, lane
ORDER BY 1, lane
