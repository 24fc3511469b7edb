-- One failover of one cluster: what RDS said, who wrote before and after, the outage as the servers' logs show it
-- (a lower bound: a connection that was refused on its way never reaches a log), errors around it, and how long the
-- promoted instance's cache took to serve as the writer's did before.
-- from: rds_events, roles, server_events, entries, metrics, changes
-- param: gap_s bigint 900
-- param: back_points double 2
WITH
told AS (
    SELECT
        account, region, cluster, ts, message,
        regexp_extract(message, '(?i)to DB instance: ?([A-Za-z0-9-]+)', 1) AS named,
        message ILIKE 'completed%failover%' AS completed,
        message ILIKE '%failover failed%' OR message ILIKE 'promoting previous primary%' AS failed
    FROM rds_events
    WHERE {scope:rds_events} AND source_type = 'db-cluster'
        AND (message ILIKE '%failover%' OR message ILIKE 'promoting previous primary%')
),
-- one failover is told in several events: a pause longer than gap_s, or a start after an end, begins the next
numbered AS (
    SELECT *, sum(begins) OVER (PARTITION BY account, region, cluster ORDER BY ts, message ROWS UNBOUNDED PRECEDING) AS number
    FROM (
        SELECT
            *,
            CASE WHEN lag(ts) OVER w IS NULL
                OR date_diff('second', lag(ts) OVER w, ts) > $gap_s
                OR (lag(completed) OVER w AND message ILIKE 'started%') THEN 1 ELSE 0 END AS begins
        FROM told
        WINDOW w AS (PARTITION BY account, region, cluster ORDER BY ts, message)
    ) AS marked
),
stories AS (
    SELECT
        account, region, cluster, number,
        min(ts) AS started_at, max(ts) FILTER (completed) AS completed_at,
        coalesce(nullif(arg_max(named, (ts, named)) FILTER (completed), ''), nullif(arg_max(named, (ts, named)) FILTER (named <> ''), ''))
            AS promoted,
        bool_or(failed) AS failed,
        max(regexp_extract(message, '(?i)(same AZ|cross AZ)', 1)) AS zone_kind,
        list(message ORDER BY ts, message) AS messages
    FROM numbered
    GROUP BY account, region, cluster, number
),
writers AS (
    SELECT
        account, region, cluster, instance, valid_from, valid_to, known_by,
        lag(instance) OVER (PARTITION BY account, region, cluster ORDER BY valid_from) AS instance_before
    FROM roles
    WHERE {scope:roles} AND role = 'writer'
),
-- a writer that no event explains: the events are older than what RDS keeps, or were not collected
silent AS (
    SELECT w.account, w.region, w.cluster, w.valid_from, w.instance, w.instance_before
    FROM writers AS w
    WHERE w.instance_before IS NOT NULL AND w.instance_before <> w.instance
        AND NOT EXISTS (
            SELECT 1 FROM stories AS s
            WHERE s.cluster = w.cluster AND s.account = w.account AND s.region = w.region
                AND s.promoted = w.instance
                AND s.started_at <= w.valid_from + INTERVAL 5 MINUTE
                AND s.started_at >= coalesce((
                    SELECT max(b.valid_from) FROM writers AS b
                    WHERE b.cluster = w.cluster AND b.account = w.account AND b.region = w.region
                        AND b.valid_from < w.valid_from
                ), make_timestamptz(0)) - INTERVAL 5 MINUTE
        )
),
found AS (
    SELECT
        account, region, cluster, started_at, completed_at, promoted, failed, zone_kind, messages,
        'event' AS known_by, NULL::varchar AS wrote_before
    FROM stories
    UNION ALL
    SELECT
        account, region, cluster, valid_from, NULL, instance, false, '', []::varchar[], 'poll', instance_before
    FROM silent
),
server AS (
    SELECT account, region, cluster, instance, ts, event, attributes FROM server_events
    WHERE {scope:server_events}
        -- what is looked at before and after a failover lies within hours of it
        AND ($begin IS NULL OR ts >= $begin::timestamptz - INTERVAL 1 HOUR)
        AND ($end IS NULL OR ts < $end::timestamptz + INTERVAL 7 HOUR)
),
around AS (
    SELECT
        f.*,
        coalesce(f.wrote_before, (
            SELECT w.instance FROM writers AS w
            WHERE w.cluster = f.cluster AND w.account = f.account AND w.region = f.region
                AND w.valid_from <= f.started_at - INTERVAL 1 SECOND AND w.instance <> f.promoted
                AND (w.valid_to IS NULL OR w.valid_to >= f.started_at - INTERVAL 5 MINUTE)
            ORDER BY w.valid_from DESC LIMIT 1
        ), (
            SELECT arg_max(b.promoted, (b.started_at, b.promoted)) FROM found AS b
            WHERE b.cluster = f.cluster AND b.account = f.account AND b.region = f.region
                AND b.started_at < f.started_at AND NOT b.failed AND b.promoted <> f.promoted
        ), (
            SELECT arg_min(s.instance, (s.ts, s.instance)) FROM server AS s
            WHERE s.account = f.account AND s.region = f.region AND s.cluster = f.cluster AND s.instance <> f.promoted
                AND s.event IN ('crash', 'shutdown', 'shutdown_requested', 'shutting_down', 'starting', 'recovery')
                AND s.ts BETWEEN f.started_at - INTERVAL 2 MINUTE
                    AND coalesce(f.completed_at, f.started_at) + INTERVAL 10 MINUTE
        )) AS old_writer
    FROM found AS f
),
lines AS (
    SELECT
        a.account, a.region, a.cluster, a.started_at,
        min(s.ts) FILTER (s.event IN ('crash', 'shutdown', 'shutdown_requested', 'shutting_down')
            AND s.instance = a.old_writer) AS stopped_at,
        min(s.ts) FILTER (s.event IN ('crash', 'shutdown', 'shutdown_requested', 'shutting_down', 'starting', 'recovery')
            AND s.instance = a.promoted) AS restarted_at,
        -- what the promoted instance says last of being ready before the failover is complete is when it served
        max(s.ts) FILTER (s.event = 'ready' AND s.instance = a.promoted
            AND s.ts <= coalesce(a.completed_at, a.started_at) + INTERVAL 1 MINUTE) AS ready_at,
        min(s.ts) FILTER (s.event = 'ready' AND s.instance = a.old_writer) AS old_ready_at,
        bool_or(s.event = 'crash' AND s.instance = a.old_writer) AS crashed,
        bool_or(s.event IN ('shutdown', 'shutdown_requested') AND s.instance = a.old_writer) AS was_shut_down,
        max(s.attributes ->> 'signal') FILTER (s.event = 'crash' AND s.instance = a.old_writer) AS signal,
        max(s.attributes ->> 'reason') FILTER (s.event = 'crash' AND s.instance = a.old_writer) AS signal_name,
        max(s.attributes ->> 'running') FILTER (s.event = 'crash' AND s.instance = a.old_writer) AS running,
        bool_or(epoch_us(s.ts) % 1000000 <> 0) AS has_fractions
    FROM around AS a
    JOIN server AS s ON s.account = a.account AND s.region = a.region AND s.cluster = a.cluster
        AND s.ts BETWEEN a.started_at - INTERVAL 2 MINUTE
            AND coalesce(a.completed_at, a.started_at) + INTERVAL 10 MINUTE
    GROUP BY a.account, a.region, a.cluster, a.started_at
),
wrong AS (
    SELECT account, region, cluster, instance, ts, severity, message, sqlstate
    FROM entries
    WHERE {scope:entries} AND severity IN ('WARNING', 'ERROR', 'FATAL', 'PANIC')
        AND ($begin IS NULL OR ts >= $begin::timestamptz - INTERVAL 1 HOUR)
        AND ($end IS NULL OR ts < $end::timestamptz + INTERVAL 7 HOUR)
),
refused AS (
    SELECT
        a.account, a.region, a.cluster, a.started_at,
        min(e.ts) FILTER (e.instance = a.old_writer AND e.message LIKE 'the database system is %') AS refused_at,
        count(*) FILTER (e.severity IN ('ERROR', 'FATAL', 'PANIC')) AS errors,
        count(*) FILTER (e.message LIKE 'the database system is %') AS refusals,
        count(*) FILTER (e.message LIKE 'canceling %' OR e.message LIKE 'terminating connection%'
            OR e.sqlstate IN ('57014', '57P01', '57P02')) AS cancels
    FROM around AS a
    JOIN wrong AS e ON e.account = a.account AND e.region = a.region AND e.cluster = a.cluster
        AND e.ts BETWEEN a.started_at - INTERVAL 1 MINUTE
            AND coalesce(a.completed_at, a.started_at) + INTERVAL 5 MINUTE
    GROUP BY a.account, a.region, a.cluster, a.started_at
),
outages AS (
    SELECT
        a.*, l.crashed, l.was_shut_down, l.signal, l.signal_name, l.running, l.ready_at, l.old_ready_at,
        least(l.stopped_at, r.refused_at, l.restarted_at) AS stopped_at,
        l.stopped_at IS NOT NULL OR r.refused_at IS NOT NULL AS saw_the_stop,
        -- a time written in whole seconds may be a second younger than it says
        CASE WHEN l.has_fractions THEN 0 ELSE 1000000 END AS blur_us,
        coalesce(r.errors, 0) AS errors, coalesce(r.refusals, 0) AS refusals, coalesce(r.cancels, 0) AS cancels
    FROM around AS a
    LEFT JOIN lines AS l USING (account, region, cluster, started_at)
    LEFT JOIN refused AS r USING (account, region, cluster, started_at)
),
-- the writer's ratio of before counts; the promoted instance's own where nobody knows who wrote
losses AS (
    SELECT account, region, cluster, promoted AS instance, coalesce(ready_at, completed_at, started_at) AS began_at,
        coalesce(old_writer, promoted) AS ratio_of, started_at AS before_at,
        lead(started_at) OVER (PARTITION BY account, region, cluster ORDER BY started_at) AS until_at
    FROM outages
),
{part:cold_cache},
asked AS (
    SELECT o.account, o.region, o.cluster, o.started_at, arg_max(c.actor, (c.ts, c.actor)) AS asked_by, count(*) AS asked
    FROM outages AS o
    JOIN changes AS c ON (c.cluster = o.cluster OR contains(c.resource, o.cluster) OR contains(c.new, o.cluster))
        AND c.account = o.account AND c.region = o.region AND c.source = 'cloudtrail'
        AND (c.attribute ILIKE '%failover%' OR c.resource ILIKE '%failover%' OR c.new ILIKE '%failover%')
        AND c.ts BETWEEN o.started_at - INTERVAL 10 MINUTE AND o.started_at + INTERVAL 1 MINUTE
    GROUP BY o.account, o.region, o.cluster, o.started_at
)
SELECT
    o.started_at, o.completed_at, o.account, o.region, o.cluster, o.old_writer, o.promoted,
    CASE
        WHEN o.failed THEN 'failed'
        WHEN o.completed_at IS NOT NULL OR o.known_by = 'poll' THEN 'completed' ELSE 'unknown'
    END AS outcome,
    nullif(o.zone_kind, '') AS zone_kind,
    CASE
        WHEN k.asked > 0 THEN concat('asked for', coalesce(' by ' || k.asked_by, ''))
        WHEN o.running IS NOT NULL
        THEN concat('crash of ', o.old_writer, ' (signal ', o.signal, coalesce(', ' || o.signal_name, ''), ') while running ', o.running)
        WHEN o.crashed THEN concat('crash of ', o.old_writer, coalesce(' (signal ' || o.signal || ')', ''))
        WHEN o.was_shut_down THEN concat('shutdown of ', o.old_writer)
        ELSE 'unknown: neither the log nor CloudTrail says it'
    END AS cause,
    CASE WHEN o.ready_at > o.stopped_at
        THEN greatest(epoch_us(o.ready_at) - epoch_us(o.stopped_at) - o.blur_us, 0) END AS outage_us,
    CASE
        WHEN o.ready_at > o.stopped_at AND o.saw_the_stop
        THEN 'at least so long: the logs cannot show connections that never arrived'
        WHEN o.ready_at > o.stopped_at
        THEN concat('at least so long: no log shows ', coalesce(o.old_writer, 'the writer'), ' stop, only how long ',
            o.promoted, ' was restarting')
        WHEN o.ready_at IS NULL THEN concat('unknown: the log of ', o.promoted, ' shows no start')
        ELSE concat('unknown: no log shows ', coalesce(o.old_writer, 'the writer'), ' stop')
    END AS outage_known,
    o.stopped_at, o.ready_at, o.old_ready_at, o.errors, o.refusals, o.cancels,
    w.hit_before AS hit_ratio_before, w.hit_lowest AS hit_ratio_lowest, w.warm_minutes, w.cache,
    o.messages, o.known_by,
    o.started_at - INTERVAL 30 MINUTE AS story_begin,
    coalesce(w.last_cold, o.completed_at, o.started_at) + INTERVAL 30 MINUTE AS story_end,
    o.started_at - INTERVAL 1 MINUTE AS errors_begin,
    coalesce(o.completed_at, o.started_at) + INTERVAL 5 MINUTE AS errors_end
FROM outages AS o
LEFT JOIN asked AS k USING (account, region, cluster, started_at)
LEFT JOIN warmth AS w ON w.account = o.account AND w.region = o.region AND w.cluster = o.cluster AND w.instance = o.promoted
    AND w.began_at = coalesce(o.ready_at, o.completed_at, o.started_at)
WHERE ($begin IS NULL OR coalesce(o.completed_at, o.started_at) >= $begin::timestamptz)
    AND ($end IS NULL OR o.started_at < $end::timestamptz)
ORDER BY o.started_at DESC, o.cluster, o.account, o.region, o.completed_at, o.known_by
