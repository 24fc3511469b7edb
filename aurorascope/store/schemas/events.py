"""Tables of typed events: what a server's log says besides its statements."""

from __future__ import annotations

from aurorascope.model.table import Table, columns
from aurorascope.store.schemas.shared import LABELS, LOG

TS = columns(("ts", "timestamp", "When the server wrote the entry."))
FINGERPRINT = columns(
    ("fingerprint", "text", "Fingerprint of the statement the entry names; null when it names none.")
)

VACUUM = columns(
    ("relation", "text", "database.schema.table."),
    ("elapsed_us", "bigint", "Elapsed time of the run."),
    ("cpu_user_us", "bigint", "User CPU time."),
    ("cpu_system_us", "bigint", "System CPU time."),
    ("buffer_hits", "bigint", "Buffers found in the cache."),
    ("buffer_reads", "bigint", "Buffers read (called misses before 18)."),
    ("buffer_dirtied", "bigint", "Buffers dirtied."),
    ("read_rate_mb_s", "double", "Average read rate."),
    ("write_rate_mb_s", "double", "Average write rate."),
    ("io_read_us", "bigint", "I/O time reading (track_io_timing)."),
    ("io_write_us", "bigint", "I/O time writing (track_io_timing)."),
    ("delay_us", "bigint", "Time slept for the cost limit (18)."),
    ("wal_records", "bigint", "WAL records."),
    ("wal_fpi", "bigint", "WAL full page images."),
    ("wal_bytes", "bigint", "WAL bytes."),
    ("wal_buffers_full", "bigint", "Times the WAL buffers were full (18)."),
)

CONNECTION = (
    TS
    + LOG
    + columns(
        ("event", "text", "received, authenticated, authorized, ready, disconnected or failed."),
        ("client_port", "bigint", "Client port."),
        ("auth_method", "text", "Authentication method."),
        ("identity", "text", "Authenticated identity."),
        ("tls_version", "text", "TLS version; null without TLS."),
        ("tls_cipher", "text", "TLS cipher."),
        ("replication", "boolean", "True for a replication connection."),
        ("session_us", "bigint", "Length of the session, at its disconnection."),
        ("setup_us", "bigint", "Time to set the session up (18)."),
        ("failure", "text", "Why it failed."),
        (
            "observed_by",
            "text",
            "Which of several logs says so: general_log, audit_log, error_log, iam_log. See `logins`.",
        ),
    )
)

EVENT_TABLES: tuple[Table, ...] = (
    Table(
        "lock_waits",
        "one 'still waiting' or 'acquired' message",
        TS
        + LOG
        + columns(
            ("state", "text", "waiting, acquired, deadlock (detected or avoided), timeout or failed."),
            ("lock_mode", "text", "Lock mode, as the server names it (ShareLock ...)."),
            (
                "object",
                "text",
                "What is locked: 'transaction 77', 'relation 96570405 of database 16384', 'tuple ...'.",
            ),
            ("wait_us", "bigint", "Waited so far."),
            ("holders", "bigint[]", "Processes that hold the lock."),
            ("queue", "bigint[]", "Processes in the wait queue."),
            ("waiter_pid", "bigint", "The process that waits, as the message names it."),
        )
        + FINGERPRINT
        + columns(("statement", "text", "The waiting statement; redacted in a redacted store.")),
    ),
    Table(
        "deadlocks",
        "one deadlock",
        TS
        + LOG
        + columns(
            (
                "participants",
                "deadlock_participant[]",
                "Each process: pid, the lock it waited for, its statement.",
            ),
            ("victim", "bigint", "The process that was cancelled."),
            ("tables", "text[]", "Relations named by the locks and the context."),
        )
        + FINGERPRINT,
    ),
    Table(
        "temp_files",
        "one temporary file",
        TS
        + LOG
        + columns(("path", "text", "Path of the file."), ("bytes", "bigint", "Size of the file."))
        + FINGERPRINT
        + columns(("statement", "text", "The statement that made it; redacted in a redacted store.")),
    ),
    Table(
        "connections",
        "one connection message",
        CONNECTION,
    ),
    Table(
        "checkpoints",
        "one checkpoint or restartpoint message",
        TS
        + LOG
        + columns(
            ("event", "text", "starting or complete."),
            ("restartpoint", "boolean", "True for a restartpoint."),
            ("cause", "text", "time, wal, immediate force wait ..., as the message says."),
            ("buffers", "bigint", "Buffers written."),
            ("buffers_pct", "double", "Share of shared_buffers written, in percent."),
            ("slru_buffers", "bigint", "SLRU buffers written (18)."),
            ("wal_added", "bigint", "WAL files added."),
            ("wal_removed", "bigint", "WAL files removed."),
            ("wal_recycled", "bigint", "WAL files recycled."),
            ("write_us", "bigint", "Time writing."),
            ("sync_us", "bigint", "Time syncing."),
            ("total_us", "bigint", "Total time."),
            ("sync_files", "bigint", "Files synced."),
            ("longest_us", "bigint", "Longest sync of a file."),
            ("average_us", "bigint", "Average sync of a file."),
            ("distance_kb", "bigint", "Distance to the last checkpoint."),
            ("estimate_kb", "bigint", "Estimated distance."),
            ("lsn", "text", "LSN of the checkpoint (16)."),
            ("redo_lsn", "text", "Redo LSN (16)."),
        ),
    ),
    Table(
        "vacuums",
        "one run of autovacuum",
        TS
        + LOG
        + VACUUM
        + columns(
            ("aggressive", "boolean", "An aggressive vacuum."),
            ("wraparound", "boolean", "A vacuum to prevent wraparound."),
            ("index_scans", "bigint", "Index scans."),
            ("pages_removed", "bigint", "Pages removed."),
            ("pages_remain", "bigint", "Pages that remain."),
            ("pages_scanned", "bigint", "Pages scanned (15)."),
            ("pages_skipped_pins", "bigint", "Pages skipped due to pins (to 14)."),
            ("pages_skipped_frozen", "bigint", "Pages skipped frozen (to 14)."),
            ("pages_eagerly_scanned", "bigint", "Pages eagerly scanned (18)."),
            ("tuples_removed", "bigint", "Tuples removed."),
            ("tuples_remain", "bigint", "Tuples that remain."),
            ("tuples_dead", "bigint", "Tuples dead but not yet removable."),
            ("tuples_missed", "bigint", "Dead tuples missed due to cleanup lock contention (15)."),
            ("oldest_xmin", "bigint", "Oldest xmin, or the removable cutoff from 15 on."),
            ("xmin_age", "bigint", "Age of the removable cutoff when the run ended (15)."),
            ("pages_frozen", "bigint", "Pages that had tuples frozen (16)."),
            ("tuples_frozen", "bigint", "Tuples frozen (16)."),
            ("pages_all_visible", "bigint", "Pages set all-visible (18)."),
            ("pages_all_frozen", "bigint", "Pages set all-frozen (18)."),
            ("dead_item_pages", "bigint", "Pages with dead item identifiers (14)."),
            ("dead_item_identifiers", "bigint", "Dead item identifiers (14)."),
            ("index_scan", "text", "needed, not needed, bypassed, bypassed by failsafe (14)."),
        ),
    ),
    Table("analyzes", "one run of autoanalyze", TS + LOG + VACUUM),
    Table(
        "pooler_stats",
        "what a pooler says it did in a second, on the mean of its period (PgBouncer's stats_period)",
        TS
        + LOG
        + columns(
            ("transactions_per_s", "bigint", "Transactions a second."),
            ("queries_per_s", "bigint", "Queries a second; requests before 1.8."),
            ("client_parses_per_s", "bigint", "Prepared statements that clients parsed, a second (1.23)."),
            ("server_parses_per_s", "bigint", "Prepared statements parsed on servers, a second (1.23)."),
            ("binds_per_s", "bigint", "Prepared statements bound, a second (1.23)."),
            ("received_per_s", "bigint", "Bytes received from clients a second."),
            ("sent_per_s", "bigint", "Bytes sent to clients a second."),
            ("transaction_us", "bigint", "Mean length of a transaction."),
            ("query_us", "bigint", "Mean length of a query."),
            ("pool_wait_us", "bigint", "Mean time that clients waited for a server connection."),
        ),
    ),
    Table(
        "audit",
        "one audited action",
        TS
        + LOG
        + columns(
            ("actor", "text", "Who did it."),
            ("audit_type", "text", "session or object (pgaudit)."),
            ("class", "text", "READ, WRITE, FUNCTION, ROLE, DDL, MISC, CONNECT ..."),
            ("operation", "text", "The command (SELECT, DROP TABLE, CONNECT ...)."),
            ("object_type", "text", "Type of the object."),
            ("object", "text", "Name of the object."),
            ("statement_id", "bigint", "Statement id (pgaudit) or query id (Aurora MySQL)."),
            ("substatement_id", "bigint", "Substatement id (pgaudit)."),
            ("statement", "text", "The audited statement; redacted in a redacted store."),
            ("parameters", "text", "Parameters as logged; null in a redacted store."),
            ("rows", "bigint", "Rows retrieved or affected, where logged."),
            ("outcome", "text", "ok, or the return code of a failure."),
        )
        + FINGERPRINT,
    ),
    Table(
        "server_events",
        "start, stop, crash, recovery, reload, parameter change, replication",
        TS
        + LOG
        + columns(
            ("event", "text", "starting, ready, shutdown_requested, shutdown, crash, recovery, reload ..."),
            (
                "kind",
                "text",
                "Event kind: what the message says exactly (redo_started, parameter_changed ...).",
            ),
            (
                "attributes",
                "json",
                "What the message names: version, signal, slot, parameter ...; null if nothing.",
            ),
        ),
    ),
    Table(
        "log_settings",
        "one setting of the logging, as known",
        LABELS
        + columns(
            ("setting", "text", "Name of the setting (log_min_duration_statement ...)."),
            ("value", "text", "Its value.", "value_text"),
            ("valid_from", "timestamp", "From when it was known to hold."),
            ("valid_to", "timestamp", "Until when; null while it holds."),
            ("known_by", "text", "log (a change in the log), api, file, or inferred."),
        ),
        time="valid_from",
        key=("account", "region", "cluster", "instance", "setting"),
    ),
)

EVENT_TABLES += (
    Table(
        "logins",
        "one connection message, once though several logs tell of it",
        CONNECTION,
        derived=True,
    ),
    Table(
        "lock_episodes",
        "one wait for a lock from begin to end",
        LABELS
        + columns(
            (
                "started_at",
                "timestamp",
                "When the wait began: the first message less what was waited by then.",
            ),
            ("ended_at", "timestamp", "When it ended; null while unknown."),
            ("outcome", "text", "acquired, deadlock, timeout, cancelled, failed or unknown."),
            ("wait_us", "bigint", "Longest wait that a message of the episode states."),
            ("lock_mode", "text", "Lock mode waited for."),
            ("object", "text", "What was locked."),
            ("waiter_pid", "bigint", "The process that waited."),
            ("waiter_session_key", "text", "Its session."),
            ("waiter_fingerprint", "text", "Its statement's family."),
            ("waiter_statement", "text", "Its statement."),
            ("blocker_pid", "bigint", "The first holder named."),
            ("blocker_session_key", "text", "The holder's session, where the log shows it; else null."),
            (
                "blocker_fingerprint",
                "text",
                "The holder's last statement before the wait, where the log shows it.",
            ),
            ("root_pid", "bigint", "The process at the root of the chain."),
            ("depth", "bigint", "Levels from the waiter to the root."),
            ("source", "text", "Source of the first message."),
            ("offset", "bigint", "Offset of the first message."),
            ("user_name", "text", "The waiter's database user."),
            ("database_name", "text", "The waiter's database."),
            ("client_host", "text", "The waiter's client host."),
            ("application", "text", "The waiter's application name."),
        ),
        time="started_at",
        derived=True,
    ),
    Table(
        "lock_stories",
        "one wait for a lock as the log and the lock snapshots tell it together",
        LABELS
        + columns(
            (
                "started_at",
                "timestamp",
                "When the wait began: the first message less what was waited by then.",
            ),
            ("ended_at", "timestamp", "When it ended; null while unknown."),
            ("outcome", "text", "acquired, deadlock, timeout, cancelled, failed or unknown."),
            (
                "wait_us",
                "bigint",
                "Longest wait that a message states; while no end is known, at least what a snapshot saw.",
            ),
            ("lock_mode", "text", "Lock mode waited for."),
            ("object", "text", "What was locked."),
            ("waiter_pid", "bigint", "The process that waited."),
            ("waiter_session_key", "text", "Its session."),
            ("waiter_fingerprint", "text", "Its statement's family."),
            ("waiter_statement", "text", "Its statement."),
            ("blocker_pid", "bigint", "The first holder named."),
            ("blocker_session_key", "text", "The holder's session, where the log shows it; else null."),
            (
                "blocker_fingerprint",
                "text",
                "The holder's last statement before the wait, where the log shows it.",
            ),
            (
                "blocker_state",
                "text",
                "What the holder did, as a snapshot says it: active, idle in transaction ...",
            ),
            (
                "blocker_statement",
                "text",
                "The holder's statement in a snapshot: its last one where it is idle.",
            ),
            ("root_pid", "bigint", "The process at the root of the chain."),
            ("depth", "bigint", "Levels from the waiter to the root."),
            ("known_by", "text", "log, snapshots, or log and snapshots."),
            ("snapshots", "bigint", "Lock snapshots in which it waited."),
            ("source", "text", "Source of the first message; null where the log has none."),
            ("offset", "bigint", "Offset of the first message."),
            ("user_name", "text", "The waiter's database user."),
            ("database_name", "text", "The waiter's database."),
            ("client_host", "text", "The waiter's client host."),
            ("application", "text", "The waiter's application name."),
        ),
        time="started_at",
        derived=True,
    ),
    Table(
        "sessions",
        "one session",
        LABELS
        + columns(
            ("session_key", "text", "Key of the session."),
            ("pid", "bigint", "Process id."),
            ("started_at", "timestamp", "When it connected, or its first entry."),
            ("ended_at", "timestamp", "When it disconnected, or null."),
            ("session_us", "bigint", "Length; null while it is open or unknown."),
            ("busy_us", "bigint", "Sum of its logged durations."),
            ("idle_us", "bigint", "session_us less busy_us; null where either is unknown."),
            ("statements", "bigint", "Executions seen in the log."),
            ("user_name", "text", "Database user."),
            ("database_name", "text", "Database."),
            ("client_host", "text", "Client host."),
            ("application", "text", "Application."),
            ("known_by", "text", "connection and disconnection, disconnection, connection, or entries."),
        ),
        time="started_at",
        derived=True,
    ),
    Table(
        "log_entries",
        "one server message with its DETAIL, HINT, CONTEXT, STATEMENT joined",
        columns(("ts", "timestamp", "When the server wrote the entry."))
        + LOG
        + columns(
            ("engine", "text", "postgresql or mysql."),
            ("severity", "text", "The server's own word."),
            ("sqlstate", "text", "SQLSTATE."),
            (
                "error_code",
                "text",
                "MySQL's code of the message (MY-...), or the error a statement ended with.",
            ),
            ("vxid", "text", "Virtual transaction id."),
            ("xid", "bigint", "Transaction id."),
            ("query_id", "bigint", "Query id."),
            ("line_num", "bigint", "Number of the line in its session."),
            ("kind", "text", "Event kind."),
            ("message", "text", "The message; rebuilt for duration lines."),
            ("detail", "text", "DETAIL."),
            ("hint", "text", "HINT."),
            ("context", "text", "CONTEXT."),
            ("statement", "text", "STATEMENT."),
            ("fingerprint", "text", "Fingerprint of the statement."),
            ("error_fingerprint", "text", "Fingerprint of the message with its values folded."),
            ("noise", "boolean", "True for the server's own noise."),
        ),
        derived=True,
    ),
)
