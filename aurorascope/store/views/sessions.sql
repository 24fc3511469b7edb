-- derived
-- One session. A key that was used again (a process id comes back) is cut where a new connection begins.
-- A session whose start or end the log does not show has null there; known_by says what it is known by.
WITH
events AS (
    SELECT
        account, region, cluster, instance, session_key, pid, event, session_us,
        epoch_us(ts) AS at_us, source, "offset",
        CASE WHEN user_name NOT IN ('[unknown]', '') THEN user_name END AS user_name,
        CASE WHEN database_name NOT IN ('[unknown]', '') THEN database_name END AS database_name,
        client_host,
        CASE WHEN application NOT IN ('[unknown]', '') THEN application END AS application,
        lag(event) OVER same AS previous,
        max(CASE WHEN event IN ('received', 'authenticated', 'authorized') THEN epoch_us(ts) END) OVER (
            PARTITION BY account, region, cluster, instance, session_key ORDER BY ts, source, "offset"
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS connected_us
    FROM connections
    WHERE session_key IS NOT NULL
    WINDOW same AS (PARTITION BY account, region, cluster, instance, session_key ORDER BY ts, source, "offset")
),
numbered AS (
    SELECT
        *,
        sum(CASE
            WHEN previous IS NULL OR previous IN ('disconnected', 'failed') OR event = 'received' THEN 1
            WHEN event = 'authenticated' AND previous <> 'received' THEN 1
            WHEN event = 'authorized' AND previous NOT IN ('received', 'authenticated') THEN 1
            -- it says how long it lasted: a start after the known connection is another session's
            WHEN event = 'disconnected' AND at_us - session_us > connected_us + 2000000 THEN 1
            ELSE 0
        END) OVER (
            PARTITION BY account, region, cluster, instance, session_key ORDER BY at_us, source, "offset"
        ) AS number
    FROM events
),
connected AS (
    SELECT
        account, region, cluster, instance, session_key, number,
        max(pid) AS pid,
        min(at_us) AS first_us,
        max(CASE WHEN event IN ('received', 'authenticated', 'authorized', 'ready') THEN 1 ELSE 0 END) = 1 AS began,
        max(CASE WHEN event IN ('authorized', 'ready', 'disconnected') THEN 1 ELSE 0 END) = 1 AS accepted,
        max(CASE WHEN event = 'failed' THEN 1 ELSE 0 END) = 1 AS failed,
        max(CASE WHEN event = 'disconnected' THEN at_us END) AS end_us,
        max(CASE WHEN event = 'disconnected' THEN session_us END) AS session_us,
        max(user_name) AS user_name, max(database_name) AS database_name,
        max(client_host) AS client_host, max(application) AS application
    FROM numbered
    GROUP BY account, region, cluster, instance, session_key, number
),
spans AS (
    SELECT
        *,
        CASE WHEN session_us IS NOT NULL THEN least(first_us, end_us - session_us) ELSE first_us END AS begin_us,
        count(*) OVER (PARTITION BY account, region, cluster, instance, session_key) AS reuses
    FROM connected
),
-- closed days are read from their rollup: a row a session and day, not a row a statement
daily AS (
    SELECT account, region, cluster, instance, session_key, user_name, database_name, client_host, application,
        pid, epoch_us(first_at) AS first_us, epoch_us(last_at) AS last_us, calls AS statements, sum_us AS busy_us
    FROM statement_session_days
    UNION ALL
    SELECT account, region, cluster, instance, session_key, user_name, database_name, client_host, application,
        pid, epoch_us(coalesce(started_at, ts)), epoch_us(ts), calls, duration_us
    FROM open_statements
),
-- names are not read here: connections give them, and only sessions without any need those of their rows
work AS MATERIALIZED (
    SELECT
        account, region, cluster, instance, session_key, max(pid) AS pid,
        min(first_us) AS first_us, max(last_us) AS last_us,
        sum(statements) AS statements, sum(busy_us) AS busy_us
    FROM daily
    WHERE session_key IS NOT NULL AND user_name IS NOT NULL
    GROUP BY account, region, cluster, instance, session_key
),
-- keys whose rows need to be told apart one by one: several sessions, or rows outside the one session known
mixed AS (
    SELECT DISTINCT s.account, s.region, s.cluster, s.instance, s.session_key
    FROM spans AS s
    JOIN work AS w USING (account, region, cluster, instance, session_key)
    WHERE s.reuses > 1 OR w.first_us < s.begin_us - 2000000 OR w.last_us > s.end_us + 2000000
),
told_apart AS (
    SELECT
        w.account, w.region, w.cluster, w.instance, w.session_key, s.number,
        max(w.pid) AS pid, min(w.begin_us) AS first_us, max(w.at_us) AS last_us,
        sum(w.calls) AS statements, sum(w.duration_us) AS busy_us
    FROM (
        SELECT
            t.account, t.region, t.cluster, t.instance, t.session_key, t.pid, t.calls, t.duration_us,
            epoch_us(t.ts) AS at_us, epoch_us(coalesce(t.started_at, t.ts)) AS begin_us
        FROM statements AS t
        SEMI JOIN mixed AS m USING (account, region, cluster, instance, session_key)
        WHERE t.user_name IS NOT NULL
    ) AS w
    -- a prefix with whole seconds puts a statement up to a second before its connection
    ASOF LEFT JOIN spans AS s
        ON w.account = s.account AND w.region = s.region AND w.cluster = s.cluster AND w.instance = s.instance
        AND w.session_key = s.session_key AND w.at_us >= s.begin_us
    GROUP BY w.account, w.region, w.cluster, w.instance, w.session_key, s.number
),
worked AS (
    SELECT w.account, w.region, w.cluster, w.instance, w.session_key, s.number,
        w.pid, w.first_us, w.last_us, w.statements, w.busy_us
    FROM work AS w
    ANTI JOIN mixed AS m USING (account, region, cluster, instance, session_key)
    LEFT JOIN spans AS s USING (account, region, cluster, instance, session_key)
    UNION ALL
    SELECT * FROM told_apart
),
unnamed AS (
    SELECT w.account, w.region, w.cluster, w.instance, w.session_key
    FROM worked AS w
    LEFT JOIN spans AS s
        ON s.account = w.account AND s.region = w.region AND s.cluster = w.cluster AND s.instance = w.instance
        AND s.session_key = w.session_key AND s.number = w.number
    WHERE s.user_name IS NULL OR s.database_name IS NULL OR s.client_host IS NULL
),
-- the rows of a key tell its names where all of them agree
named AS (
    SELECT account, region, cluster, instance, session_key,
        CASE WHEN min(user_name) = max(user_name) THEN max(user_name) END AS user_name,
        CASE WHEN min(database_name) = max(database_name) THEN max(database_name) END AS database_name,
        CASE WHEN min(client_host) = max(client_host) THEN max(client_host) END AS client_host,
        CASE WHEN min(application) = max(application) THEN max(application) END AS application
    FROM daily
    SEMI JOIN unnamed USING (account, region, cluster, instance, session_key)
    GROUP BY account, region, cluster, instance, session_key
),
-- sessions that only errors and other messages show
mentioned AS (
    SELECT
        account, region, cluster, instance, session_key, max(pid) AS pid,
        min(epoch_us(ts)) AS first_us,
        max(user_name) AS user_name, max(database_name) AS database_name,
        max(client_host) AS client_host, max(application) AS application
    FROM entries AS e
    ANTI JOIN (SELECT * FROM spans WHERE accepted OR failed) AS s
        USING (account, region, cluster, instance, session_key)
    ANTI JOIN work AS w USING (account, region, cluster, instance, session_key)
    WHERE session_key IS NOT NULL AND user_name NOT IN ('[unknown]', '')
    GROUP BY account, region, cluster, instance, session_key
),
by_rows AS (
    SELECT w.account, w.region, w.cluster, w.instance, w.session_key, w.pid, w.first_us, w.statements, w.busy_us,
        n.user_name, n.database_name, n.client_host, n.application
    FROM worked AS w
    LEFT JOIN named AS n USING (account, region, cluster, instance, session_key)
    WHERE w.number IS NULL
    UNION ALL
    SELECT account, region, cluster, instance, session_key, pid, first_us, NULL, NULL,
        user_name, database_name, client_host, application
    FROM mentioned
),
known AS (
    SELECT
        s.account, s.region, s.cluster, s.instance, s.session_key, s.pid,
        s.begin_us, s.end_us,
        s.session_us,
        w.busy_us, coalesce(w.statements, 0) AS statements,
        coalesce(s.user_name, n.user_name) AS user_name,
        coalesce(s.database_name, n.database_name) AS database_name,
        coalesce(s.client_host, n.client_host) AS client_host,
        coalesce(s.application, n.application) AS application,
        CASE
            WHEN s.began AND s.end_us IS NOT NULL THEN 'connection and disconnection'
            WHEN s.end_us IS NOT NULL THEN 'disconnection'
            ELSE 'connection'
        END AS known_by
    FROM spans AS s
    LEFT JOIN worked AS w
        ON s.account = w.account AND s.region = w.region AND s.cluster = w.cluster AND s.instance = w.instance
        AND s.session_key = w.session_key AND s.number = w.number
    LEFT JOIN named AS n
        ON s.account = n.account AND s.region = n.region AND s.cluster = n.cluster AND s.instance = n.instance
        AND s.session_key = n.session_key
    WHERE s.accepted OR (w.statements IS NOT NULL AND NOT s.failed)
    UNION ALL
    SELECT
        account, region, cluster, instance, session_key, pid,
        first_us, NULL, NULL, busy_us, coalesce(statements, 0),
        user_name, database_name, client_host, application, 'entries'
    FROM by_rows
)
SELECT
    account, region, cluster, instance, session_key, pid,
    make_timestamptz(begin_us) AS started_at,
    make_timestamptz(end_us) AS ended_at,
    session_us,
    busy_us::bigint AS busy_us,
    CASE WHEN session_us >= busy_us THEN session_us - busy_us::bigint END AS idle_us,
    statements::bigint AS statements,
    user_name, database_name, client_host, application, known_by
FROM known
