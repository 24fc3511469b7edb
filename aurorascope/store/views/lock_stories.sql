-- derived
-- One wait for a lock as the log's messages and Performance Insights' lock snapshots tell it together.
-- A wait of both is one row: the log knows its end, the snapshots know what its blocker was doing. A wait of the
-- snapshots alone has no end, and has lasted at least as long as the last of them says.
WITH
nodes AS (
    -- a session that waits for two stands in two trees of its snapshot
    SELECT * FROM (
        SELECT *, hash(account, region, cluster, instance) AS place, epoch_us(ts) AS at_us,
            row_number() OVER (
                PARTITION BY account, region, cluster, instance, ts, pid ORDER BY depth DESC, path
            ) AS turn
        FROM lock_trees WHERE pid IS NOT NULL
    ) AS named
    WHERE turn = 1
),
waiting AS (
    SELECT
        w.*, w.blocked_by[1] AS blocker, coalesce(w.root_pid, CASE WHEN w.depth = 1 THEN w.blocked_by[1] END) AS root,
        b.state AS blocker_state, b.fingerprint AS blocker_fingerprint, b.sql AS blocker_sql,
        lag(w.at_us) OVER (PARTITION BY w.place, w.pid ORDER BY w.at_us) AS previous_us
    FROM nodes AS w
    LEFT JOIN nodes AS b ON b.place = w.place AND b.at_us = w.at_us AND b.pid = w.blocked_by[1]
    WHERE len(w.blocked_by) > 0
),
numbered AS (
    -- snapshots are a minute apart; one that says how long it waited says by that whether it is the same wait
    SELECT *,
        sum(CASE
            WHEN previous_us IS NULL OR at_us - wait_us > previous_us
                OR (wait_us IS NULL AND at_us - previous_us > 90000000)
            THEN 1 ELSE 0
        END) OVER (PARTITION BY place, pid ORDER BY at_us) AS number
    FROM waiting
),
seen AS (
    SELECT
        place, account, region, cluster, instance, pid, number,
        min(at_us - coalesce(wait_us, 0)) AS begin_us, max(at_us) AS last_us, count(*) AS snapshots,
        coalesce(max(wait_us), max(at_us) - min(at_us)) AS wait_us,
        arg_max(fingerprint, (at_us, fingerprint)) AS fingerprint, arg_max(sql, (at_us, sql)) AS sql,
        arg_min(blocker, (at_us, blocker)) AS blocker, arg_max(blocker_state, (at_us, blocker_state)) AS blocker_state,
        arg_max(blocker_fingerprint, (at_us, blocker_fingerprint)) AS blocker_fingerprint, arg_max(blocker_sql, (at_us, blocker_sql)) AS blocker_sql,
        arg_min(root, (at_us, root)) AS root, arg_min(depth, (at_us, depth)) AS depth,
        arg_max(lock_mode, (at_us, lock_mode)) AS lock_mode, arg_max(object, (at_us, object)) AS object,
        arg_max(user_name, (at_us, user_name)) AS user_name, arg_max(database_name, (at_us, database_name)) AS database_name,
        arg_max(client_host, (at_us, client_host)) AS client_host, arg_max(application, (at_us, application)) AS application
    FROM numbered
    GROUP BY place, account, region, cluster, instance, pid, number
),
logged AS (
    SELECT *, hash(account, region, cluster, instance) AS place, epoch_us(started_at) AS begin_us,
        row_number() OVER (ORDER BY started_at, source, "offset", waiter_pid, lock_mode, object) AS id
    FROM lock_episodes
),
-- the log's wait that had begun by the last snapshot, and had not ended before the first
joined AS (
    SELECT s.*,
        CASE WHEN coalesce(epoch_us(e.ended_at), e.begin_us + coalesce(e.wait_us, 0), s.begin_us)
            >= s.begin_us - 1500000 THEN e.id END AS id
    FROM seen AS s
    ASOF LEFT JOIN logged AS e ON e.place = s.place AND e.waiter_pid = s.pid AND s.last_us + 1500000 >= e.begin_us
),
beside AS (
    SELECT
        id, sum(snapshots)::bigint AS snapshots, max(last_us) AS last_us, min(begin_us) AS begin_us,
        arg_max(blocker, (last_us, blocker)) AS blocker, arg_max(blocker_state, (last_us, blocker_state)) AS blocker_state,
        arg_max(blocker_fingerprint, (last_us, blocker_fingerprint)) AS blocker_fingerprint, arg_max(blocker_sql, (last_us, blocker_sql)) AS blocker_sql,
        arg_max(root, (last_us, root)) AS root, arg_max(depth, (last_us, depth)) AS depth,
        arg_max(fingerprint, (last_us, fingerprint)) AS fingerprint, arg_max(sql, (last_us, sql)) AS sql,
        max(user_name) AS user_name, max(database_name) AS database_name,
        max(client_host) AS client_host, max(application) AS application
    FROM joined WHERE id IS NOT NULL
    GROUP BY id
)
SELECT
    e.account, e.region, e.cluster, e.instance, e.started_at, e.ended_at, e.outcome,
    -- who still waits in a snapshot has waited longer than the log's last message says
    CASE WHEN e.ended_at IS NULL THEN greatest(e.wait_us, b.last_us - e.begin_us) ELSE e.wait_us END AS wait_us,
    e.lock_mode, e.object, e.waiter_pid, e.waiter_session_key,
    coalesce(e.waiter_fingerprint, b.fingerprint) AS waiter_fingerprint,
    coalesce(e.waiter_statement, b.sql) AS waiter_statement,
    coalesce(e.blocker_pid, b.blocker) AS blocker_pid, e.blocker_session_key,
    CASE WHEN e.blocker_pid = b.blocker OR e.blocker_pid IS NULL
        THEN coalesce(b.blocker_fingerprint, e.blocker_fingerprint) ELSE e.blocker_fingerprint END AS blocker_fingerprint,
    CASE WHEN e.blocker_pid = b.blocker OR e.blocker_pid IS NULL THEN b.blocker_state END AS blocker_state,
    CASE WHEN e.blocker_pid = b.blocker OR e.blocker_pid IS NULL THEN b.blocker_sql END AS blocker_statement,
    coalesce(e.root_pid, b.root) AS root_pid,
    CASE WHEN e.root_pid IS NOT NULL THEN e.depth ELSE b.depth END AS depth,
    CASE WHEN b.id IS NULL THEN 'log' ELSE 'log and snapshots' END AS known_by,
    coalesce(b.snapshots, 0) AS snapshots, e.source, e."offset",
    coalesce(e.user_name, b.user_name) AS user_name, coalesce(e.database_name, b.database_name) AS database_name,
    coalesce(e.client_host, b.client_host) AS client_host, coalesce(e.application, b.application) AS application
FROM logged AS e
LEFT JOIN beside AS b ON b.id = e.id
UNION ALL
SELECT
    account, region, cluster, instance, make_timestamptz(begin_us), NULL, 'unknown', wait_us,
    coalesce(lock_mode, 'unknown'), coalesce(object, 'unknown'), pid, NULL, fingerprint, sql, blocker, NULL, blocker_fingerprint, blocker_state, blocker_sql,
    root, depth, 'snapshots', snapshots, NULL, NULL, user_name, database_name, client_host, application
FROM joined WHERE id IS NULL
