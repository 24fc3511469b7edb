-- derived
-- One wait for a lock from begin to end: its repeated messages together, how it ended, and who stood before it.
-- What the log does not show is null: a blocker's session is named only where the process id cannot have
-- been reused in between, and a chain that closes on itself (a deadlock) has no root.
WITH RECURSIVE
messages AS (
    SELECT
        *,
        epoch_us(ts) AS at_us,
        coalesce(waiter_pid, pid) AS waiter,
        lag(state) OVER same AS previous_state,
        lag(wait_us) OVER same AS previous_wait_us,
        lag(epoch_us(ts) - wait_us) OVER same AS previous_begin_us
    FROM lock_waits
    WINDOW same AS (
        PARTITION BY account, region, cluster, instance, coalesce(waiter_pid, pid), session_key, lock_mode, object
        ORDER BY ts, source, "offset"
    )
),
numbered AS (
    -- a prefix with whole seconds moves an inferred begin by up to one second
    SELECT
        *,
        sum(CASE
            WHEN previous_state IS NULL OR previous_state IN ('acquired', 'failed')
                OR (state = 'failed' AND wait_us IS NULL)
                OR wait_us < previous_wait_us OR abs(at_us - wait_us - previous_begin_us) > 1500000
            THEN 1 ELSE 0
        END) OVER (
            PARTITION BY account, region, cluster, instance, waiter, session_key, lock_mode, object
            ORDER BY ts, source, "offset"
        ) AS number
    FROM messages
),
waits AS (
    SELECT
        row_number() OVER (ORDER BY min(at_us), min("offset"), waiter, lock_mode, object) AS id,
        hash(account, region, cluster, instance) AS place,
        account, region, cluster, instance, waiter, session_key, lock_mode, object,
        arg_min(at_us - coalesce(wait_us, 0), (at_us, source, "offset")) AS begin_us,
        min(at_us) AS first_us,
        max(at_us) AS last_us,
        max(wait_us) AS wait_us,
        max(CASE WHEN state = 'acquired' THEN at_us END) AS acquired_us,
        max(CASE WHEN state = 'failed' THEN at_us END) AS failed_us,
        arg_min(fingerprint, (at_us, source, "offset")) AS fingerprint,
        arg_min(statement, (at_us, source, "offset")) AS statement,
        arg_min(holders[1], (at_us, source, "offset")) AS blocker,
        arg_min(source, (at_us, source, "offset")) AS source,
        arg_min("offset", (at_us, source, "offset")) AS "offset",
        max(user_name) AS user_name, max(database_name) AS database_name,
        max(client_host) AS client_host, max(application) AS application
    FROM numbered
    GROUP BY account, region, cluster, instance, waiter, session_key, lock_mode, object, number
),
pending AS (
    SELECT * FROM waits WHERE acquired_us IS NULL AND failed_us IS NULL
),
-- every statement of the processes that matter, read once: there may be millions of others
seen AS MATERIALIZED (
    SELECT hash(account, region, cluster, instance) AS place, pid, session_key, fingerprint, calls,
        epoch_us(ts) AS at_us, epoch_us(coalesce(started_at, ts)) AS begin_us
    FROM statements
    WHERE pid IN (SELECT blocker FROM waits UNION SELECT waiter FROM pending)
),
-- a session that waits does nothing else: its next error is what ended the wait, if nothing was done between
errors AS (
    SELECT
        hash(account, region, cluster, instance) AS place, pid, session_key, epoch_us(ts) AS at_us, fingerprint,
        CASE
            WHEN sqlstate = '40P01' OR message LIKE 'deadlock detected%' THEN 'deadlock'
            WHEN message LIKE '% due to % timeout%' OR sqlstate = '55P03' THEN 'timeout'
            WHEN message LIKE 'canceling %' OR message LIKE 'terminating connection%' THEN 'cancelled'
            ELSE 'unknown'
        END AS outcome
    FROM entries
    WHERE severity IN ('ERROR', 'FATAL')
        AND session_key IN (SELECT session_key FROM pending)
        AND pid IN (SELECT waiter FROM pending)
),
ended AS (
    SELECT
        p.id, p.session_key, p.place, p.last_us, e.at_us,
        CASE WHEN e.fingerprint IS NULL OR p.fingerprint IS NULL OR e.fingerprint = p.fingerprint
            THEN e.outcome ELSE 'unknown' END AS outcome
    FROM pending AS p
    ASOF JOIN errors AS e
        ON p.place = e.place AND p.waiter = e.pid AND p.session_key = e.session_key AND p.last_us <= e.at_us
),
went_on AS (
    SELECT DISTINCT e.id
    FROM ended AS e
    JOIN seen AS s ON s.session_key = e.session_key AND s.place = e.place
    WHERE s.calls = 1 AND s.at_us > e.last_us AND s.at_us < e.at_us
),
episodes AS (
    SELECT
        w.*,
        CASE
            WHEN w.acquired_us IS NOT NULL THEN 'acquired'
            WHEN w.failed_us IS NOT NULL THEN 'failed'
            WHEN g.id IS NOT NULL THEN 'unknown'
            ELSE coalesce(e.outcome, 'unknown')
        END AS outcome,
        CASE
            WHEN w.acquired_us IS NOT NULL THEN w.acquired_us
            WHEN w.failed_us IS NOT NULL THEN w.failed_us
            WHEN g.id IS NULL AND e.outcome <> 'unknown' THEN e.at_us
        END AS end_us
    FROM waits AS w
    LEFT JOIN ended AS e ON e.id = w.id
    LEFT JOIN went_on AS g ON g.id = w.id
),
-- whatever the log says of a blocker's process id: which session held it, and when
logged AS (
    SELECT hash(account, region, cluster, instance) AS place, pid, session_key, epoch_us(ts) AS at_us, false AS closes
    FROM entries WHERE pid IN (SELECT blocker FROM waits) AND coalesce(kind, '') <> 'disconnection'
    UNION ALL
    SELECT place, pid, session_key, unnest([begin_us, at_us]), false
    FROM seen WHERE pid IN (SELECT blocker FROM waits)
    UNION ALL
    SELECT hash(account, region, cluster, instance) AS place, pid, session_key, epoch_us(ts), event IN ('disconnected', 'failed')
    FROM connections WHERE pid IN (SELECT blocker FROM waits)
    UNION ALL
    SELECT hash(account, region, cluster, instance) AS place, pid, session_key, epoch_us(ts) - session_us, false
    FROM connections WHERE pid IN (SELECT blocker FROM waits) AND session_us IS NOT NULL
),
telling AS (
    SELECT DISTINCT hash(account, region, cluster, instance) AS place FROM connections WHERE event IN ('received', 'authorized')
),
said AS (
    SELECT place, pid, at_us, arg_max(session_key, closes) AS session_key, bool_or(closes) AS closes
    FROM logged WHERE session_key IS NOT NULL
    GROUP BY place, pid, at_us
),
held AS (
    SELECT
        e.id,
        CASE
            WHEN NOT b.closes AND b.session_key = a.session_key THEN b.session_key
            WHEN NOT b.closes AND t.place IS NOT NULL THEN b.session_key
        END AS session_key
    FROM episodes AS e
    ASOF LEFT JOIN said AS b
        ON e.place = b.place
        AND e.blocker = b.pid AND e.first_us >= b.at_us
    ASOF LEFT JOIN said AS a
        ON e.place = a.place
        AND e.blocker = a.pid AND e.first_us <= a.at_us
    LEFT JOIN telling AS t
        ON e.place = t.place
),
done AS (
    SELECT place, pid, session_key, begin_us, max(fingerprint) AS fingerprint
    FROM seen
    WHERE session_key IN (SELECT session_key FROM held) AND pid IN (SELECT blocker FROM waits)
        AND fingerprint IS NOT NULL
    GROUP BY place, pid, session_key, begin_us
),
blamed AS (
    -- with whole-second stamps the wait may have begun a second later: two candidates are none
    SELECT e.id, e.held_by AS session_key,
        CASE WHEN e.first_us % 1000000 <> 0 OR d.begin_us = l.begin_us THEN d.fingerprint END AS fingerprint
    FROM (SELECT e.*, h.session_key AS held_by FROM episodes AS e JOIN held AS h ON h.id = e.id) AS e
    ASOF LEFT JOIN done AS d
        ON e.place = d.place AND e.blocker = d.pid AND e.held_by = d.session_key AND e.begin_us >= d.begin_us
    ASOF LEFT JOIN done AS l
        ON e.place = l.place AND e.blocker = l.pid AND e.held_by = l.session_key
        AND e.begin_us + 1000000 >= l.begin_us
),
-- the wait that the blocker itself was in
links AS (
    SELECT e.id, e.blocker, CASE WHEN coalesce(f.end_us, f.last_us) >= e.begin_us THEN f.id END AS next
    FROM episodes AS e
    ASOF LEFT JOIN episodes AS f
        ON e.place = f.place
        AND e.blocker = f.waiter AND coalesce(e.end_us, e.last_us) >= f.begin_us
),
chain AS (
    SELECT id, blocker AS root, next, 1::bigint AS depth, [id] AS passed FROM links WHERE blocker IS NOT NULL
    UNION ALL
    SELECT c.id, l.blocker, l.next, c.depth + 1, list_append(c.passed, l.id)
    FROM chain AS c
    JOIN links AS l ON l.id = c.next
    WHERE c.depth < 32 AND NOT list_contains(c.passed, l.id) AND l.blocker IS NOT NULL
),
roots AS (
    -- a chain that was cut at its bound or closed on itself never reaches a row without a next wait
    SELECT id, root, depth FROM chain WHERE next IS NULL
)
SELECT
    e.account, e.region, e.cluster, e.instance,
    make_timestamptz(e.begin_us) AS started_at,
    make_timestamptz(e.end_us) AS ended_at,
    e.outcome, e.wait_us, e.lock_mode, e.object,
    e.waiter AS waiter_pid, e.session_key AS waiter_session_key,
    e.fingerprint AS waiter_fingerprint, e.statement AS waiter_statement,
    e.blocker AS blocker_pid, b.session_key AS blocker_session_key, b.fingerprint AS blocker_fingerprint,
    r.root AS root_pid, r.depth,
    e.source, e."offset",
    e.user_name, e.database_name, e.client_host, e.application
FROM episodes AS e
LEFT JOIN blamed AS b ON b.id = e.id
LEFT JOIN roots AS r ON r.id = e.id
