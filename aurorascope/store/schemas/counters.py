"""Tables of a server's own counters: exports of pg_stat_statements, pg_stat_user_tables, MySQL's digests."""

from __future__ import annotations

from aurorascope.model.table import Table, columns
from aurorascope.store.schemas.shared import LABELS

OF_EXPORTS = columns(
    ("plan_us", "bigint", "Time planning."),
    ("io_read_us", "bigint", "Time reading blocks (track_io_timing)."),
    ("io_write_us", "bigint", "Time writing blocks (track_io_timing)."),
    ("wal_bytes", "bigint", "WAL bytes."),
    ("rows_affected", "bigint", "Rows changed (MySQL)."),
    ("errors", "bigint", "Errors (MySQL)."),
)
"""What exports count beyond Performance Insights."""

EXPORTED = columns(
    ("source", "text", "The export (16 hex digits); `coverage` names its path."),
    ("origin", "text", "pg_stat_statements, pg_stat_user_tables or events_statements_summary_by_digest."),
    ("counter_key", "text", "What tells the counter from others: database, user, query id, digest ..."),
    ("since", "timestamp", "Since when it counts, where the server says so."),
)
_TABLE_COUNTERS = columns(
    ("relation", "text", "schema.table."),
    ("database_name", "text", "Database, where the export says it."),
    ("seq_scans", "bigint", "Sequential scans."),
    ("seq_tuples", "bigint", "Rows that sequential scans read."),
    ("index_scans", "bigint", "Index scans."),
    ("index_tuples", "bigint", "Rows that index scans fetched."),
    ("tuples_inserted", "bigint", "Rows inserted."),
    ("tuples_updated", "bigint", "Rows updated."),
    ("tuples_hot_updated", "bigint", "Rows updated without a new index entry."),
    ("tuples_deleted", "bigint", "Rows deleted."),
    ("vacuums", "bigint", "Vacuums, of people's and of autovacuum."),
    ("analyzes", "bigint", "Analyzes, of people's and of autovacuum."),
    ("tuples_live", "bigint", "Live rows when the export was made, as the server estimates."),
    ("tuples_dead", "bigint", "Dead rows when the export was made, as the server estimates."),
    ("tuples_changed", "bigint", "Rows changed since the last analyze, when the export was made."),
    ("last_vacuum", "timestamp", "Last vacuum by a person."),
    ("last_autovacuum", "timestamp", "Last vacuum by autovacuum."),
    ("last_analyze", "timestamp", "Last analyze by a person."),
    ("last_autoanalyze", "timestamp", "Last analyze by autovacuum."),
)

COUNTER_TABLES = (
    Table(
        "statement_counters",
        "the counters of one statement family as one export had them",
        columns(("ts", "timestamp", "When the export was made."))
        + LABELS
        + EXPORTED
        + columns(
            ("user_name", "text", "Database user, where the export says it."),
            ("database_name", "text", "Database, where the export says it."),
            ("query_id", "bigint", "Query id."),
            ("fingerprint", "text", "Fingerprint; null where the server cut the text or hid it."),
            ("sql", "text", "The statement as the server keeps it; redacted in a redacted store."),
            ("calls", "bigint", "Calls so far."),
            ("rows", "bigint", "Rows so far."),
            ("total_time_us", "bigint", "Time so far."),
            ("blocks_hit", "bigint", "Shared blocks found in the cache."),
            ("blocks_read", "bigint", "Shared blocks read."),
            ("blocks_dirtied", "bigint", "Shared blocks dirtied."),
            ("blocks_written", "bigint", "Shared blocks written."),
            ("temp_blocks_read", "bigint", "Temporary blocks read."),
            ("temp_blocks_written", "bigint", "Temporary blocks written."),
            ("lock_us", "bigint", "Time waited for locks (MySQL)."),
            ("rows_examined", "bigint", "Rows examined (MySQL)."),
        )
        + OF_EXPORTS,
    ),
    Table(
        "table_counters",
        "the counters of one table as one export of pg_stat_user_tables had them",
        columns(("ts", "timestamp", "When the export was made.")) + LABELS + EXPORTED + _TABLE_COUNTERS,
    ),
    Table(
        "table_stats",
        "what one table counted between two exports of pg_stat_user_tables",
        columns(
            ("ts", "timestamp", "When the earlier export was made."),
            ("period_s", "bigint", "Seconds to the later one."),
        )
        + LABELS
        + EXPORTED
        + _TABLE_COUNTERS
        + columns(
            ("anew", "boolean", "True where the counters began anew in the period: what they counted since."),
        ),
    ),
)
