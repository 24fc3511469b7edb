-- One question about the range with its verdict, ok, watch, act or unknown, and the reason; what the log cannot show is never ok.
-- from: entries, deadlocks, lock_waits, temp_files, coverage, log_settings, server_events, logins
WITH
known AS (
    SELECT
        count(*) FILTER (inside) AS spans,
        coalesce(sum(unparsed_entries), 0) AS unparsed,
        coalesce(sum(entries), 0) AS read,
        count(*) FILTER (WHERE truncated OR status NOT IN ('complete', 'unread')) AS partial,
        -- MySQL's own settings and logs decide what is seen where nothing of PostgreSQL was read
        count(*) FILTER (inside AND log_kind = 'postgresql') = 0
            AND count(*) FILTER (inside AND log_kind IN ('error', 'slowquery', 'general', 'audit')) > 0 AS mysql,
        count(*) FILTER (inside AND log_kind = 'slowquery') > 0 AS slow, count(*) FILTER (inside AND log_kind = 'error') > 0 AS error,
        count(*) FILTER (inside AND log_kind IN ('audit', 'general')) > 0 AS logins
    FROM (
        SELECT
            *,
            ($end IS NULL OR covered_from < $end::timestamptz)
            AND ($begin IS NULL OR covered_to >= $begin::timestamptz) AS inside
        FROM coverage WHERE {scope:coverage}
    ) AS spans_of_logs
),
settings AS (
    SELECT
        max(value) FILTER (WHERE setting = 'log_lock_waits') AS lock_waits,
        max(value) FILTER (WHERE setting = 'log_temp_files') AS temp_files,
        max(value) FILTER (WHERE setting = 'log_connections') AS connections,
        max(value) FILTER (WHERE setting = 'innodb_print_all_deadlocks') AS all_deadlocks,
        max(value) FILTER (WHERE setting = 'long_query_time') AS long_query,
        max(value) FILTER (WHERE setting = 'log_error_verbosity') AS verbosity
    FROM log_settings
    WHERE {scope:log_settings}
        AND ($end IS NULL OR valid_from < $end::timestamptz OR valid_from IS NULL)
        AND ($begin IS NULL OR valid_to IS NULL OR valid_to >= $begin::timestamptz)
),
wrong AS (
    SELECT
        count(*) FILTER (WHERE severity = 'PANIC') AS panics,
        count(*) FILTER (WHERE severity = 'FATAL') AS fatals,
        count(*) FILTER (WHERE severity = 'ERROR') AS errors
    FROM entries WHERE {where:entries}
),
dead AS (SELECT count(*) AS deadlocks FROM deadlocks WHERE {where:deadlocks}),
waits AS (
    SELECT count(*) AS messages, coalesce(max(wait_us), 0) AS longest_us
    FROM lock_waits WHERE {where:lock_waits}
),
spills AS (
    SELECT count(*) AS files, coalesce(sum(bytes), 0) AS bytes FROM temp_files WHERE {where:temp_files}
),
starts AS (
    SELECT
        count(*) FILTER (WHERE event = 'crash') AS crashes,
        count(*) FILTER (WHERE event = 'starting') AS starts
    FROM server_events WHERE {where:server_events}
),
refused AS (
    SELECT count(*) FILTER (WHERE event = 'failed') AS failures, count(*) AS messages
    FROM logins WHERE {where:logins}
)
SELECT subject, verdict, reason
FROM (
    SELECT 1 AS place, 'Coverage' AS subject,
        CASE WHEN spans = 0 THEN 'unknown' WHEN partial > 0 OR unparsed > 0 THEN 'watch' ELSE 'ok' END AS verdict,
        CASE
            WHEN spans = 0 THEN 'no log of this range is in the store'
            WHEN partial > 0 THEN concat(partial, ' spans of logs are incomplete')
            WHEN unparsed > 0 THEN concat(unparsed, ' of ', read, ' entries were not understood')
            ELSE 'logs of this range are in the store and every entry was understood'
        END AS reason
    FROM known
    UNION ALL
    SELECT 2, 'Server',
        CASE WHEN crashes + panics > 0 THEN 'act' WHEN spans = 0 THEN 'unknown' WHEN starts > 0 THEN 'watch' ELSE 'ok' END,
        CASE
            WHEN crashes + panics > 0 THEN concat(crashes, ' crashes of a process, ', panics, ' PANIC')
            WHEN spans = 0 THEN 'no log of this range'
            WHEN starts > 0 THEN concat('started ', starts, ' times')
            ELSE 'no crash, no PANIC, no restart was logged'
        END
    FROM known, starts, wrong
    UNION ALL
    SELECT 3, 'Errors',
        CASE WHEN fatals + errors > 0 THEN 'watch' WHEN spans = 0 THEN 'unknown' ELSE 'ok' END,
        CASE
            WHEN fatals + errors > 0 THEN concat(errors, ' ERROR, ', fatals, ' FATAL')
            WHEN spans = 0 THEN 'no log of this range' ELSE 'none was logged'
        END
    FROM known, wrong
    UNION ALL
    SELECT 4, 'Deadlocks',
        CASE
            WHEN deadlocks > 0 THEN 'act' WHEN spans = 0 THEN 'unknown'
            WHEN mysql AND (NOT error OR upper(coalesce(all_deadlocks, '')) NOT IN ('ON', '1')) THEN 'unknown' ELSE 'ok'
        END,
        CASE
            WHEN deadlocks > 0 THEN concat(deadlocks, ' deadlocks, each cost a transaction')
            WHEN spans = 0 THEN 'no log of this range'
            WHEN mysql AND NOT error THEN 'no error log of this range: MySQL writes its deadlocks there'
            WHEN mysql AND upper(coalesce(all_deadlocks, '')) NOT IN ('ON', '1')
            THEN 'none was logged, and innodb_print_all_deadlocks is not known to be on'
            ELSE 'none was logged'
        END
    FROM known, dead, settings
    UNION ALL
    SELECT 5, 'Lock waits',
        CASE
            WHEN messages > 0 THEN 'watch'
            WHEN mysql THEN if(slow AND long_query IS NOT NULL, 'ok', 'unknown')
            WHEN spans = 0 OR coalesce(lock_waits, '') NOT IN ('on', '1', 'true', 'yes') THEN 'unknown' ELSE 'ok'
        END,
        CASE
            WHEN messages > 0
            THEN concat(messages, ' messages, the longest wait ', round(longest_us / 1000000.0, 1), ' s')
            WHEN spans = 0 THEN 'no log of this range'
            WHEN mysql AND NOT slow THEN 'no slow log of this range: MySQL tells of waits for locks there (slow_query_log)'
            WHEN mysql AND long_query IS NULL
            THEN 'none was logged, and long_query_time, above which the slow log has them, is not known'
            WHEN mysql THEN concat('none was logged among statements over long_query_time, ', long_query, ' s')
            WHEN coalesce(lock_waits, '') NOT IN ('on', '1', 'true', 'yes')
            THEN 'none was logged, and log_lock_waits is not known to be on'
            ELSE 'none was logged while log_lock_waits was on'
        END
    FROM known, waits, settings
    UNION ALL
    SELECT 6, 'Temp files',
        CASE WHEN files > 0 THEN 'watch' WHEN mysql OR spans = 0 OR coalesce(temp_files, '-1') = '-1' THEN 'unknown' ELSE 'ok' END,
        CASE
            WHEN files > 0 THEN concat(files, ' files, ', round(bytes / 1048576.0, 1), ' MB')
            WHEN spans = 0 THEN 'no log of this range'
            WHEN mysql THEN 'does not apply: MySQL logs no temporary files; log_slow_extra counts them by statement'
            WHEN coalesce(temp_files, '-1') = '-1' THEN 'none was logged, and log_temp_files is not known to be set'
            ELSE concat('none was logged while log_temp_files was ', temp_files)
        END
    FROM known, spills, settings
    UNION ALL
    SELECT 7, 'Connections',
        CASE
            WHEN failures > 0 THEN 'watch'
            WHEN mysql AND (logins OR (error AND verbosity = '3')) THEN 'ok' WHEN mysql THEN 'unknown'
            WHEN spans = 0 OR (messages = 0 AND connections IS NULL) THEN 'unknown' ELSE 'ok'
        END,
        CASE
            WHEN failures > 0 THEN concat(failures, ' were refused')
            WHEN spans = 0 THEN 'no log of this range'
            WHEN mysql AND NOT logins AND NOT (error AND coalesce(verbosity, '') = '3')
            THEN 'none was logged; the audit log, the general log, or the error log with log_error_verbosity = 3 would say'
            WHEN mysql THEN 'none was refused'
            WHEN messages = 0 AND connections IS NULL THEN 'none was logged, and log_connections is not known to be on'
            ELSE 'none was refused'
        END
    FROM known, refused, settings
) AS verdicts
ORDER BY place
