-- What happened in one bucket of time: statements, errors, temporary files, lock waits, deadlocks, connections.
-- from: statements, entries, temp_files, lock_waits, deadlocks, logins
-- param: bucket_us bigint 60000000
-- rows: log_search
-- narrow: bucket
SELECT
    bucket,
    sum(calls)::bigint AS calls, sum(sum_us)::bigint AS sum_us, min(min_us) AS min_us, max(max_us) AS max_us,
    sum(errors)::bigint AS errors, sum(temp_files)::bigint AS temp_files, sum(temp_bytes)::bigint AS temp_bytes,
    sum(lock_messages)::bigint AS lock_messages, sum(deadlocks)::bigint AS deadlocks,
    sum(connections)::bigint AS connections
FROM (
    SELECT {bucket:ts} AS bucket, sum(calls) AS calls, sum(sum_us) AS sum_us, min(min_us) AS min_us,
        max(max_us) AS max_us,
        0 AS errors, 0 AS temp_files, 0 AS temp_bytes, 0 AS lock_messages, 0 AS deadlocks, 0 AS connections
    FROM {cells:statements} AS cells GROUP BY 1
    UNION ALL
    SELECT {bucket:ts}, 0, 0, NULL, NULL, count(*), 0, 0, 0, 0, 0
    FROM entries WHERE {where:entries} AND severity IN ('ERROR', 'FATAL', 'PANIC') GROUP BY 1
    UNION ALL
    SELECT {bucket:ts}, 0, 0, NULL, NULL, 0, count(*), sum(bytes), 0, 0, 0
    FROM temp_files WHERE {where:temp_files} GROUP BY 1
    UNION ALL
    SELECT {bucket:ts}, 0, 0, NULL, NULL, 0, 0, 0, count(*), 0, 0
    FROM lock_waits WHERE {where:lock_waits} AND state = 'waiting' GROUP BY 1
    UNION ALL
    SELECT {bucket:ts}, 0, 0, NULL, NULL, 0, 0, 0, 0, count(*), 0
    FROM deadlocks WHERE {where:deadlocks} GROUP BY 1
    UNION ALL
    SELECT {bucket:ts}, 0, 0, NULL, NULL, 0, 0, 0, 0, 0, count(*)
    FROM logins WHERE {where:logins} AND event = 'authorized' GROUP BY 1
) AS parts
GROUP BY bucket
ORDER BY bucket
