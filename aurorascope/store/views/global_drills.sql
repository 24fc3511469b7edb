-- One switchover or failover of a global database as RDS told it: how long until the new primary was promoted.
-- from: rds_events
-- param: gap_s bigint 3600
WITH
told AS (
    SELECT
        account, region, cluster, source_id, ts, message,
        regexp_matches(message, '(?i)global (switchover|failover) to DB cluster .* (started|initiated)') AS begins,
        regexp_matches(message, '(?i)(successfully promoted|global failover to DB cluster .* completed)') AS promotes,
        regexp_matches(message, '(?i)global switchover .* finished') AS ends,
        regexp_matches(message, '(?i)global (switchover|failover) .*(cancell?ed|failed)') AS fails,
        regexp_extract(message, '(?i)DB cluster ([^ ]+) in Region', 1) AS named,
        regexp_extract(message, '(?i)in Region ([a-z0-9-]+)', 1) AS named_region,
        CASE WHEN message ILIKE '%failover%' THEN 'failover' ELSE 'switchover' END AS sort
    FROM rds_events
    WHERE {where:rds_events}
        AND regexp_matches(message, '(?i)global (switchover|failover)|(new|old) primary DB cluster|across global cluster members|post global failover')
),
numbered AS (
    SELECT *, sum(CASE WHEN begins OR since IS NULL OR since > $gap_s THEN 1 ELSE 0 END)
        OVER (PARTITION BY account ORDER BY ts, message ROWS UNBOUNDED PRECEDING) AS number
    FROM (
        SELECT *, date_diff('second', lag(ts) OVER (PARTITION BY account ORDER BY ts, message), ts) AS since FROM told
    ) AS spaced
)
SELECT
    min(ts) AS started_at, account, CASE WHEN bool_or(sort = 'failover') THEN 'failover' ELSE 'switchover' END AS drill,
    coalesce(arg_max(named, (ts, named)) FILTER (promotes AND named <> ''), max(nullif(named, ''))) AS promoted,
    coalesce(arg_max(named_region, (ts, named_region)) FILTER (promotes AND named_region <> ''), max(nullif(named_region, ''))) AS promoted_region,
    min(ts) FILTER (promotes) AS promoted_at,
    CASE WHEN bool_or(begins) THEN epoch_us(min(ts) FILTER (promotes)) - epoch_us(min(ts) FILTER (begins)) END AS rto_us,
    max(ts) FILTER (ends) AS completed_at,
    CASE
        WHEN bool_or(fails) THEN 'failed or cancelled'
        WHEN bool_or(promotes OR ends) THEN 'completed' ELSE 'unknown: no event tells of its end'
    END AS outcome,
    list(message ORDER BY ts, message) AS messages
FROM numbered
GROUP BY account, number
ORDER BY started_at DESC
