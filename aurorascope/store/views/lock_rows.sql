-- One wait for a lock from begin to end, newest first: who waited, for whom, how long, how it ended; from the
-- log and from lock snapshots. One that only snapshots saw has no source, and lasted at least as long.
-- from: lock_stories
-- param: lock_mode text null
-- param: object_type text null
-- param: object text null
-- param: outcome text null
-- param: blocker_fingerprint text null
-- param: blocker_state text null
-- param: longest boolean false
-- param: before_us bigint null
-- param: before_source text null
-- param: before_offset bigint null
-- param: page bigint 100
SELECT
    e.started_at, e.ended_at, e.outcome, e.wait_us, e.lock_mode, e.object, e.depth, e.root_pid,
    e.waiter_pid, e.waiter_session_key, e.waiter_fingerprint, e.waiter_statement,
    e.blocker_pid, e.blocker_session_key, e.blocker_state, e.blocker_fingerprint,
    b.normalized_sql AS blocker_sql, e.known_by, e.snapshots,
    e.user_name, e.database_name, e.client_host, e.application, e.cluster, e.instance, e.source, coalesce(e."offset", e.waiter_pid) AS "offset"
FROM (
    SELECT * FROM lock_stories
    WHERE {where:lock_stories}
        AND ($lock_mode IS NULL OR lock_mode = $lock_mode)
        AND ($object_type IS NULL OR split_part(object, ' ', 1) = $object_type)
        AND ($object IS NULL OR object = $object)
        AND ($outcome IS NULL OR outcome = $outcome)
        AND ($blocker_fingerprint IS NULL OR coalesce(blocker_fingerprint, '') = $blocker_fingerprint)
        AND ($blocker_state IS NULL OR blocker_state = $blocker_state)
        AND (
            $before_us IS NULL
            OR (epoch_us(started_at), coalesce(source, ''), coalesce("offset", waiter_pid)) < ($before_us, coalesce($before_source, ''), $before_offset)
        )
) AS e
LEFT JOIN (
    SELECT fingerprint, max(normalized_sql) AS normalized_sql FROM fingerprints GROUP BY fingerprint
) AS b ON b.fingerprint = e.blocker_fingerprint
ORDER BY
    CASE WHEN $longest THEN e.wait_us END DESC NULLS LAST,
    e.started_at DESC, coalesce(e.source, '') DESC, coalesce(e."offset", e.waiter_pid) DESC
LIMIT $page
