-- One instance's memory and local storage: how little was left, when, how fast it went, out-of-memory kills, temporary files.
-- from: metrics, instance_states, temp_files
WITH
points AS (
    SELECT account, region, cluster, instance, name, statistic, ts, value, source, unit
    FROM metrics
    WHERE {where:metrics} AND scope = 'instance' AND instance IS NOT NULL AND name IN (
        'FreeableMemory', 'SwapUsage', 'FreeLocalStorage', 'os.memory.total', 'memory.total', 'os.memory.outOfMemoryKillCount',
        'AuroraMemoryHealthState', 'AuroraMemoryNumDeclinedSqlTotal', 'AuroraMemoryNumKillConnTotal',
        'AuroraMemoryNumKillQueryTotal', 'AuroraNumOomRecoveryTriggered', 'FreeEphemeralStorage'
    )
),
summed AS (
    SELECT
        account, region, cluster, instance,
        -- the operating system's own total, in kilobytes; null where neither source tells it
        max(value) FILTER (name IN ('os.memory.total', 'memory.total')) * 1024 AS total_memory,
        min(value) FILTER (name = 'FreeableMemory') AS least_memory,
        arg_min(ts, (value, ts)) FILTER (name = 'FreeableMemory' AND value IS NOT NULL) AS least_memory_at,
        arg_max(value, (ts, value)) FILTER (name = 'FreeableMemory') AS last_memory,
        max(value) FILTER (name = 'SwapUsage') AS max_swap,
        min(value) FILTER (name = 'FreeLocalStorage') AS least_storage,
        arg_min(ts, (value, ts)) FILTER (name = 'FreeLocalStorage' AND value IS NOT NULL) AS least_storage_at,
        arg_max(value, (ts, value)) FILTER (name = 'FreeLocalStorage') AS last_storage,
        CASE WHEN count(*) FILTER (name = 'FreeLocalStorage') >= 10
            THEN regr_slope(value, epoch_us(ts) / 3600000000.0) FILTER (name = 'FreeLocalStorage') END AS storage_hour,
        max(value) FILTER (name = 'os.memory.outOfMemoryKillCount') AS oom_kills,
        max(value) FILTER (name = 'AuroraMemoryHealthState') AS health_state,
        sum(value) FILTER (name IN ('AuroraMemoryNumDeclinedSqlTotal', 'AuroraMemoryNumKillConnTotal',
            'AuroraMemoryNumKillQueryTotal') AND statistic = 'Sum') AS refused,
        max(ts) AS last_ts
    FROM points
    GROUP BY account, region, cluster, instance
),
spilled AS (
    SELECT cluster, instance, count(*) AS temp_files, sum(bytes)::bigint AS temp_bytes
    FROM temp_files WHERE {where:temp_files} GROUP BY cluster, instance
),
classes AS (
    SELECT DISTINCT ON (account, region, instance) account, region, cluster, instance, instance_class
    FROM instance_states WHERE {scope:instance_states} ORDER BY account, region, instance, valid_from DESC
)
SELECT
    s.account, s.region, s.cluster, s.instance, c.instance_class, s.total_memory, s.last_memory, s.least_memory, s.least_memory_at,
    s.least_memory / nullif(s.total_memory, 0) AS share_memory, s.max_swap, s.last_storage, s.least_storage, s.least_storage_at,
    s.storage_hour,
    CASE WHEN s.storage_hour < 0 THEN s.last_storage / -s.storage_hour END AS hours_left,
    s.oom_kills, s.health_state, s.refused, t.temp_files, t.temp_bytes,
    concat_ws('; ',
        CASE WHEN s.oom_kills > 0 THEN 'the operating system killed for want of memory' END,
        CASE WHEN s.refused > 0 THEN 'Aurora declined or ended statements to save memory' END,
        CASE WHEN s.least_memory < 0.05 * s.total_memory THEN 'less than 5 % of the memory was free' END,
        CASE WHEN s.max_swap > 0 THEN 'it swapped' END,
        CASE WHEN s.least_memory IS NULL THEN 'unknown: no FreeableMemory' END,
        CASE WHEN s.total_memory IS NULL THEN 'total memory unknown' END,
        CASE WHEN s.least_storage IS NULL THEN 'local storage unknown: serverless instances report none' END
    ) AS remark,
    s.last_ts
FROM summed AS s
LEFT JOIN classes AS c USING (account, region, cluster, instance)
LEFT JOIN spilled AS t ON t.cluster = s.cluster AND t.instance = s.instance
ORDER BY share_memory NULLS LAST, s.least_memory, s.instance
