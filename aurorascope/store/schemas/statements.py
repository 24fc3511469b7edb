"""Tables about statements: the logged phases, the families, the plans, and the rollups of closed days."""

from __future__ import annotations

from aurorascope.model.table import Table, columns
from aurorascope.store.schemas.shared import LABELS, LOG

STATEMENT_TABLES = (
    Table(
        "entries",
        "one server message that is not a statement's duration line, with its continuations joined",
        columns(("ts", "timestamp", "When the server wrote the entry."))
        + LOG
        + columns(
            ("engine", "text", "postgresql or mysql."),
            (
                "severity",
                "text",
                "The server's own word: LOG, ERROR, FATAL, PANIC, WARNING, NOTICE, INFO ...",
            ),
            (
                "sqlstate",
                "text",
                "SQLSTATE, where the log says it (%e, csvlog, verbose) or the message implies it.",
            ),
            ("error_code", "text", "The server's code of the message (MySQL: MY-010055)."),
            ("vxid", "text", "Virtual transaction id (%v)."),
            ("xid", "bigint", "Transaction id (%x); null when none."),
            ("query_id", "bigint", "Query id (%Q), null when zero or absent."),
            ("line_num", "bigint", "Number of the line in its session (%l)."),
            (
                "kind",
                "text",
                "Event kind that recognised the message; 'unrecognised' when the line has no prefix.",
            ),
            ("message", "text", "The message, continuation lines joined by newlines."),
            ("detail", "text", "DETAIL of the entry."),
            ("hint", "text", "HINT of the entry."),
            ("context", "text", "CONTEXT of the entry."),
            ("statement", "text", "STATEMENT of the entry."),
            ("internal_query", "text", "QUERY of the entry (the query inside a function)."),
            ("location", "text", "LOCATION of the entry (verbose logs)."),
            ("backtrace", "text", "BACKTRACE of the entry."),
            ("fingerprint", "text", "Fingerprint of the statement."),
            (
                "error_fingerprint",
                "text",
                "Fingerprint of the message with its values folded, for WARNING and above.",
            ),
            ("noise", "boolean", "True for the server's own noise (rdsadmin, missing configuration files)."),
        ),
    ),
    Table(
        "statements",
        "one logged phase of a statement",
        columns(("ts", "timestamp", "End of the phase."))
        + LOG
        + columns(
            ("started_at", "timestamp", "ts less the duration; null without a duration."),
            ("engine", "text", "postgresql or mysql."),
            (
                "phase",
                "text",
                "statement, parse, bind, execute, fetch, plan, admin; unknown for a bare duration.",
            ),
            (
                "calls",
                "bigint",
                "1 for statement, execute, plan and admin; 0 for parse, bind, fetch; null: unknown.",
            ),
            ("duration_us", "bigint", "Duration in microseconds; null where only the statement was logged."),
            ("prepared_name", "text", "Name of the prepared statement, with /portal where one is logged."),
            ("fingerprint", "text", "Fingerprint of the statement."),
            ("sql", "text", "The statement as logged, or its redacted text in a redacted store."),
            ("parameters", "text", "Bind parameters as logged; null in a redacted store."),
            ("detail", "text", "DETAIL other than parameters (prepare: ...)."),
            ("context", "text", "CONTEXT of the entry."),
            ("query_id", "bigint", "Query id, where the log has it."),
            ("sqlstate", "text", "SQLSTATE (%e), where the prefix has it."),
            ("vxid", "text", "Virtual transaction id (%v)."),
            ("xid", "bigint", "Transaction id (%x)."),
            ("line_num", "bigint", "Number of the line in its session (%l)."),
            (
                "database_inherited",
                "boolean",
                "True where the database is the one last written to the file, not the entry's own (MySQL).",
            ),
            ("lock_us", "bigint", "Time waited for locks (MySQL)."),
            ("rows_sent", "bigint", "Rows sent to the client (MySQL)."),
            ("rows_examined", "bigint", "Rows examined (MySQL)."),
            ("rows_affected", "bigint", "Rows changed."),
            ("errno", "bigint", "MySQL error code; a code, never averaged."),
            ("killed", "bigint", "MySQL kill code; a code, never averaged."),
            ("extra", "json", "Pairs of the entry that have no column of their own."),
            ("observed_by", "text", "duration, slow_log, general_log, statement_log or plan."),
            ("noise", "boolean", "True for statements of the service's own users (rdsadmin)."),
        ),
    ),
    Table(
        "fingerprints",
        "one family of statements",
        LABELS
        + columns(
            ("fingerprint", "text", "16 hex digits."),
            ("fingerprint_version", "bigint", "Version of the rules that made it."),
            ("engine", "text", "postgresql or mysql."),
            ("normalized_sql", "text", "The statement with every literal folded to ?."),
            (
                "statement_kind",
                "text",
                "select, insert, update, delete, merge, ddl, transaction, utility ...",
            ),
            ("relations", "text[]", "Relations that the statement names, in order of appearance."),
            ("first_seen", "timestamp", "End of the first execution seen by the run that wrote the row."),
            ("last_seen", "timestamp", "End of the last execution seen by the run that wrote the row."),
        ),
        time="last_seen",
    ),
    Table(
        "plans",
        "one plan",
        columns(("ts", "timestamp", "When the plan was written, at the end of its execution."))
        + LOG
        + columns(
            ("fingerprint", "text", "Fingerprint of the planned statement."),
            ("query_id", "bigint", "Query identifier, where the plan has it."),
            ("duration_us", "bigint", "Duration of the execution."),
            ("plan_hash", "text", "Hash of node types, relations and indexes, without costs and rows."),
            ("format", "text", "text, json, xml or yaml."),
            ("plan", "text", "The plan; literals removed in a redacted store."),
            ("estimated_rows", "double", "Rows that the planner expected of the top node."),
            ("actual_rows", "double", "Rows that the top node returned, where timing was on."),
            ("sql", "text", "The statement as logged, or its redacted text in a redacted store."),
        ),
    ),
    Table(
        "statement_hours",
        "statements of one closed hour by fingerprint, user, database, host and application",
        columns(("ts", "timestamp", "Start of the hour."))
        + LABELS
        + columns(
            ("engine", "text", "postgresql or mysql."),
            ("fingerprint", "text", "Fingerprint."),
            ("user_name", "text", "Database user."),
            ("database_name", "text", "Database."),
            ("client_host", "text", "Client host."),
            ("application", "text", "Application."),
            ("calls", "bigint", "Executions."),
            ("timed_calls", "bigint", "Executions that had a duration."),
            ("logged", "bigint", "Entries of the log that told of them; a plan is an entry of its own."),
            ("sum_us", "bigint", "Sum of all logged durations, parse, bind and fetch included."),
            ("call_us", "bigint", "Sum of the durations of executions alone; a mean is this by timed_calls."),
            ("min_us", "bigint", "Shortest duration of an execution."),
            ("max_us", "bigint", "Longest duration of an execution."),
        ),
    ),
    Table(
        "statement_days",
        "durations of one closed day by fingerprint in 2 % logarithmic buckets",
        columns(("ts", "timestamp", "Start of the day."))
        + LABELS
        + columns(
            ("engine", "text", "postgresql or mysql."),
            ("fingerprint", "text", "Fingerprint."),
            ("noise", "boolean", "True for what the service's own users and database ran (rdsadmin)."),
            (
                "bucket",
                "bigint",
                "floor(ln(duration_us) / ln(1.02)); null for executions without a duration.",
            ),
            ("calls", "bigint", "Executions in the bucket."),
            (
                "sum_us",
                "bigint",
                "Sum of their durations and, in their own bucket, of the phases that are no call.",
            ),
            ("call_us", "bigint", "Sum of the durations of executions alone."),
            ("min_us", "bigint", "Shortest of them."),
            ("max_us", "bigint", "Longest of them."),
        ),
    ),
    Table(
        "statement_family_hours",
        "statements of one closed hour by fingerprint alone: what a range of weeks is drawn from",
        columns(("ts", "timestamp", "Start of the hour."))
        + LABELS
        + columns(
            ("engine", "text", "postgresql or mysql."),
            ("fingerprint", "text", "Fingerprint."),
            ("noise", "boolean", "True for what the service's own users and database ran (rdsadmin)."),
            ("calls", "bigint", "Executions."),
            ("timed_calls", "bigint", "Executions that had a duration."),
            ("logged", "bigint", "Entries of the log that told of them; a plan is an entry of its own."),
            ("sum_us", "bigint", "Sum of all logged durations, parse, bind and fetch included."),
            ("call_us", "bigint", "Sum of the durations of executions alone; a mean is this by timed_calls."),
            ("min_us", "bigint", "Shortest duration of an execution."),
            ("max_us", "bigint", "Longest duration of an execution."),
        ),
    ),
    Table(
        "statement_place_days",
        "statements of one closed day by fingerprint, user, database, host and application",
        columns(("ts", "timestamp", "Start of the day."))
        + LABELS
        + columns(
            ("engine", "text", "postgresql or mysql."),
            ("fingerprint", "text", "Fingerprint."),
            ("user_name", "text", "Database user."),
            ("database_name", "text", "Database."),
            ("client_host", "text", "Client host."),
            ("application", "text", "Application."),
            ("calls", "bigint", "Executions."),
            ("timed_calls", "bigint", "Executions that had a duration."),
            ("logged", "bigint", "Entries of the log that told of them; a plan is an entry of its own."),
            ("sum_us", "bigint", "Sum of all logged durations, parse, bind and fetch included."),
            ("call_us", "bigint", "Sum of the durations of executions alone; a mean is this by timed_calls."),
            ("min_us", "bigint", "Shortest duration of an execution."),
            ("max_us", "bigint", "Longest duration of an execution."),
        ),
    ),
    Table(
        "statement_place_hours",
        "statements of one closed hour by phase, user, database, host and application, all families together",
        columns(("ts", "timestamp", "Start of the hour."))
        + LABELS
        + columns(
            ("engine", "text", "postgresql or mysql."),
            ("user_name", "text", "Database user."),
            ("database_name", "text", "Database."),
            ("client_host", "text", "Client host."),
            ("application", "text", "Application."),
            ("phase", "text", "statement, parse, bind, execute, fetch, plan or admin."),
            ("calls", "bigint", "Executions."),
            ("timed_calls", "bigint", "Executions that had a duration."),
            ("logged", "bigint", "Entries of the log that told of them; a plan is an entry of its own."),
            ("sum_us", "bigint", "Sum of all logged durations, parse, bind and fetch included."),
            ("call_us", "bigint", "Sum of the durations of executions alone; a mean is this by timed_calls."),
            ("min_us", "bigint", "Shortest duration of an execution."),
            ("max_us", "bigint", "Longest duration of an execution."),
            ("timed_phases", "bigint", "Logged phases that had a duration, executions and others."),
            ("least_us", "bigint", "Shortest duration of them."),
            ("most_us", "bigint", "Longest duration of them."),
            ("earliest", "timestamp", "When the first of them ended."),
            ("latest", "timestamp", "When the last of them ended."),
        ),
    ),
    Table(
        "statement_session_days",
        "what one session did on one closed day",
        columns(("ts", "timestamp", "Start of the day."))
        + LABELS
        + columns(
            ("session_key", "text", "The session; null where the log does not name one."),
            ("user_name", "text", "Database user."),
            ("database_name", "text", "Database."),
            ("client_host", "text", "Client host."),
            ("application", "text", "Application."),
            ("pid", "bigint", "Process id."),
            ("first_at", "timestamp", "When its first logged statement of the day began."),
            ("last_at", "timestamp", "When its last one ended."),
            ("calls", "bigint", "Executions."),
            ("sum_us", "bigint", "Sum of all logged durations, parse, bind and fetch included."),
            ("call_us", "bigint", "Sum of the durations of executions alone."),
            ("min_us", "bigint", "Shortest duration of an execution."),
            ("max_us", "bigint", "Longest duration of an execution."),
        ),
    ),
    Table(
        "statement_bucket_hours",
        "durations of one closed hour, all statements together, in 2 % logarithmic buckets",
        columns(("ts", "timestamp", "Start of the hour."))
        + LABELS
        + columns(
            ("engine", "text", "postgresql or mysql."),
            ("noise", "boolean", "True for what the service's own users and database ran (rdsadmin)."),
            (
                "bucket",
                "bigint",
                "floor(ln(duration_us) / ln(1.02)); null for executions without a duration.",
            ),
            (
                "step_us",
                "bigint",
                "Lower end of their class in the histogram; a bucket across two is two rows.",
            ),
            ("calls", "bigint", "Executions in the bucket."),
            (
                "sum_us",
                "bigint",
                "Sum of all logged durations in it, parse, bind and fetch included.",
            ),
            ("call_us", "bigint", "Sum of the durations of executions alone."),
            ("min_us", "bigint", "Shortest of them."),
            ("max_us", "bigint", "Longest of them."),
        ),
    ),
)
