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
            WHEN previous_state IS NULL OR previous_state IN ('acquired', 'failed', 'timeout')
                OR (state IN ('failed', 'timeout') AND wait_us IS NULL)
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
        max(CASE WHEN state IN ('failed', 'timeout') THEN at_us END) AS failed_us,
        coalesce(bool_or(state = 'timeout'), false) AS timed_out,
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
        p.id, p.session_key, p.last_us, e.at_us,
        hash(p.account, p.region, p.cluster, p.instance, p.session_key) AS mark,
        CASE WHEN e.fingerprint IS NULL OR p.fingerprint IS NULL OR e.fingerprint = p.fingerprint
            THEN e.outcome ELSE 'unknown' END AS outcome
    FROM pending AS p
    ASOF JOIN errors AS e
        ON p.place = e.place AND p.waiter = e.pid AND p.session_key = e.session_key AND p.last_us <= e.at_us
),
-- the next statement of each session whose wait an error ended: one scan, and a row a wait before anything is sorted
did AS (
    SELECT w.mark, w.last_us, min(s.at_us) AS next_us
    FROM (
        SELECT hash(account, region, cluster, instance, session_key) AS mark, epoch_us(ts) AS at_us
        FROM statements
        WHERE calls = 1 AND pid IN (SELECT waiter FROM pending) AND session_key IN (SELECT session_key FROM ended)
    ) AS s
    ASOF JOIN (SELECT DISTINCT mark, last_us FROM ended) AS w ON s.mark = w.mark AND s.at_us > w.last_us
    GROUP BY w.mark, w.last_us
),
went_on AS (
    SELECT id FROM (
        SELECT e.id, e.at_us, min(d.next_us) OVER (
            PARTITION BY e.mark ORDER BY e.last_us RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS next_us
        FROM ended AS e
        LEFT JOIN did AS d ON d.mark = e.mark AND d.last_us = e.last_us
    ) AS after_it
    WHERE next_us < at_us
),
episodes AS (
    SELECT
        w.*,
        CASE
            WHEN w.acquired_us IS NOT NULL THEN 'acquired'
            WHEN w.timed_out THEN 'timeout'
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
-- whatever the log says of a blocker's process id: which session held it on a day, from when to when
-- closed days are read from their rollup: a row a session and day, not a row a statement
logged AS (
    SELECT hash(account, region, cluster, instance) AS place, pid, session_key, time_slot(ts, 86400) AS day,
        epoch_us(first_at) AS first_us, epoch_us(last_at) AS last_us, NULL::bigint AS closed_us
    FROM statement_session_days WHERE pid IN (SELECT blocker FROM waits)
    UNION ALL
    SELECT hash(account, region, cluster, instance), pid, session_key, time_slot(ts, 86400),
        epoch_us(coalesce(started_at, ts)), epoch_us(ts), NULL
    FROM open_statements WHERE pid IN (SELECT blocker FROM waits)
    UNION ALL
    SELECT hash(account, region, cluster, instance), pid, session_key, time_slot(ts, 86400),
        epoch_us(ts), epoch_us(ts), NULL
    FROM entries WHERE pid IN (SELECT blocker FROM waits) AND coalesce(kind, '') <> 'disconnection'
    UNION ALL
    SELECT hash(account, region, cluster, instance), pid, session_key, time_slot(ts, 86400),
        epoch_us(ts) - coalesce(session_us, 0), epoch_us(ts),
        CASE WHEN event IN ('disconnected', 'failed') THEN epoch_us(ts) END
    FROM connections WHERE pid IN (SELECT blocker FROM waits)
),
telling AS (
    SELECT DISTINCT hash(account, region, cluster, instance) AS place FROM connections WHERE event IN ('received', 'authorized')
),
spoken AS (
    SELECT place, pid, session_key, min(first_us) AS first_us, max(last_us) AS last_us,
        coalesce(max(closed_us) >= max(last_us), false) AS closes
    FROM logged WHERE session_key IS NOT NULL
    GROUP BY place, pid, session_key, day
),
said AS (
    SELECT place, pid, first_us, arg_max(session_key, (last_us, session_key)) AS session_key,
        max(last_us) AS last_us, arg_max(closes, (last_us, session_key)) AS closes
    FROM spoken
    GROUP BY place, pid, first_us
),
held AS (
    SELECT
        e.id, e.begin_us,
        CASE
            WHEN b.closes AND e.first_us >= b.last_us THEN NULL
            WHEN e.first_us <= b.last_us OR b.session_key = a.session_key OR t.place IS NOT NULL THEN b.session_key
        END AS session_key,
        hash(e.account, e.region, e.cluster, e.instance, e.blocker) AS mark
    FROM episodes AS e
    ASOF LEFT JOIN said AS b
        ON e.place = b.place
        AND e.blocker = b.pid AND e.first_us >= b.first_us
    ASOF LEFT JOIN said AS a
        ON e.place = a.place
        AND e.blocker = a.pid AND e.first_us <= a.first_us
    LEFT JOIN telling AS t
        ON e.place = t.place
),
-- with whole-second stamps the wait may have begun a second later: both moments are looked at
moments AS (
    SELECT DISTINCT hash(mark, session_key) AS mark, begin_us + unnest([0, 1000000]) AS at_us
    FROM held WHERE session_key IS NOT NULL
),
-- the last statement before each moment: one scan, and a row a moment before anything is sorted
done AS (
    SELECT m.mark, m.at_us, max({'begin_us': s.begin_us, 'fingerprint': s.fingerprint}) AS statement
    FROM (
        SELECT hash(hash(account, region, cluster, instance, pid), session_key) AS mark, fingerprint,
            epoch_us(coalesce(started_at, ts)) AS begin_us
        FROM statements
        WHERE fingerprint IS NOT NULL AND pid IN (SELECT blocker FROM waits)
            AND session_key IN (SELECT session_key FROM held)
    ) AS s
    ASOF JOIN moments AS m ON s.mark = m.mark AND s.begin_us <= m.at_us
    GROUP BY m.mark, m.at_us
),
latest AS (
    SELECT m.mark, m.at_us, max(d.statement) OVER (PARTITION BY m.mark ORDER BY m.at_us) AS statement
    FROM moments AS m
    LEFT JOIN done AS d ON d.mark = m.mark AND d.at_us = m.at_us
),
blamed AS (
    -- two candidates are none
    SELECT h.id, h.session_key,
        CASE WHEN e.first_us % 1000000 <> 0 OR d.statement.begin_us = l.statement.begin_us
            THEN d.statement.fingerprint END AS fingerprint
    FROM held AS h
    JOIN episodes AS e ON e.id = h.id
    LEFT JOIN latest AS d ON d.mark = hash(h.mark, h.session_key) AND d.at_us = h.begin_us
    LEFT JOIN latest AS l ON l.mark = hash(h.mark, h.session_key) AND l.at_us = h.begin_us + 1000000
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
