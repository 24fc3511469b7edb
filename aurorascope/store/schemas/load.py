"""Tables of measured load: metrics, average active sessions, statement counters, processes."""

from __future__ import annotations

from aurorascope.model.table import Table, columns
from aurorascope.store.schemas.counters import COUNTER_TABLES, OF_EXPORTS
from aurorascope.store.schemas.shared import LABELS, PLACE

LOAD_TABLES = (
    Table(
        "metrics",
        "one point of one series",
        columns(("ts", "timestamp", "Start of the period, for every source."))
        + LABELS
        + columns(
            ("namespace", "text", "AWS/RDS, AWS/EC2, Aurorascope ..."),
            ("name", "text", "Metric name, as CloudWatch spells it."),
            ("dimensions", "json", "Exact dimension set as an object with sorted keys."),
            ("scope", "text", "instance, cluster, role, global, proxy or device."),
            ("statistic", "text", "Average, Minimum, Maximum, Sum, SampleCount or p95 ..."),
            ("period_s", "bigint", "Length of the period in seconds."),
            ("unit", "text", "Unit, as CloudWatch spells it."),
            ("value", "double", "Value of the statistic in the period."),
            ("source", "text", "cloudwatch, performance_insights, enhanced_monitoring, metric_stream ..."),
            ("observed_at", "timestamp", "When it was read; of several readings the latest wins."),
        ),
        key=(*PLACE, "namespace", "name", "dimensions", "statistic", "period_s", "ts"),
    ),
    Table(
        "db_load",
        "average active sessions of one key in one period",
        columns(("ts", "timestamp", "Start of the period."))
        + LABELS
        + columns(
            ("period_s", "bigint", "Length of the period in seconds."),
            ("dimension", "text", "total, wait, sql, tokenized_sql, user, host, application, database ..."),
            ("key_id", "text", "Id of the key within its dimension; 'other' for what the named keys leave."),
            ("label", "text", "What people read: the wait event, the statement, the user."),
            ("by_dimension", "text", "Second dimension, where the load was split."),
            ("by_key_id", "text", "Key of the second dimension."),
            ("fingerprint", "text", "Fingerprint of the statement, where the key is one and is not cut."),
            ("sql_prefix", "text", "What its family's text begins with, where the statement is cut."),
            ("aas", "double", "Average active sessions."),
            ("observed_at", "timestamp", "When it was read; the latest wins."),
        ),
        key=(*PLACE, "period_s", "dimension", "key_id", "by_dimension", "by_key_id", "ts"),
        together=(*PLACE, "period_s", "dimension", "by_dimension", "ts"),
    ),
    Table(
        "sql_texts",
        "one statement as Performance Insights keeps it, whole where it could be had",
        columns(("ts", "timestamp", "When it was first seen."))
        + LABELS
        + columns(
            ("sql_id", "text", "Performance Insights' id of the statement."),
            ("tokenized_id", "text", "Performance Insights' id of its family."),
            ("query_id", "bigint", "Query id, where the engine has one."),
            ("fingerprint", "text", "Fingerprint; null where the text is cut."),
            ("sql", "text", "The statement."),
            ("sql_prefix", "text", "What its family's text begins with, where it is cut."),
            ("truncated", "boolean", "True where the rest of the text could not be had."),
        ),
        key=(*PLACE, "sql_id", "ts"),
    ),
    Table(
        "sql_stats",
        "counters of one statement family in one period",
        columns(("ts", "timestamp", "Start of the period."))
        + LABELS
        + columns(
            ("period_s", "bigint", "Length of the period in seconds."),
            ("tokenized_id", "text", "Performance Insights' id of the family, or the key of an export."),
            ("query_id", "bigint", "Query id."),
            ("fingerprint", "text", "Fingerprint."),
            ("calls", "bigint", "Calls in the period."),
            ("rows", "bigint", "Rows in the period."),
            ("total_time_us", "bigint", "Time in the period."),
            ("blocks_hit", "bigint", "Shared blocks found in the cache."),
            ("blocks_read", "bigint", "Shared blocks read."),
            ("blocks_dirtied", "bigint", "Shared blocks dirtied."),
            ("blocks_written", "bigint", "Shared blocks written."),
            ("temp_blocks_read", "bigint", "Temporary blocks read."),
            ("temp_blocks_written", "bigint", "Temporary blocks written."),
            ("lock_us", "bigint", "Time waited for locks."),
            ("rows_examined", "bigint", "Rows examined."),
            ("observed_at", "timestamp", "When it was read; the latest wins."),
        )
        + OF_EXPORTS
        + columns(
            ("user_name", "text", "Database user, where an export says it."),
            ("database_name", "text", "Database, where an export says it."),
            ("source", "text", "The export (16 hex digits); null for Performance Insights."),
            ("origin", "text", "pg_stat_statements or events_statements_summary_by_digest; null for PI."),
            ("anew", "boolean", "True where the counters began anew in the period: what they counted since."),
        ),
        key=(*PLACE, "period_s", "tokenized_id", "ts"),
    ),
    *COUNTER_TABLES,
    Table(
        "lock_trees",
        "one node of one lock tree as Performance Insights saw it",
        columns(("ts", "timestamp", "When the tree was seen."))
        + LABELS
        + columns(
            ("tree_id", "text", "Number of the tree within its snapshot."),
            ("path", "text", "Place of the node within its snapshot, as 0.2.1."),
            ("pid", "bigint", "Process id."),
            ("blocked_by", "bigint[]", "Processes that block it."),
            (
                "root_pid",
                "bigint",
                "The process at the root of its chain; null where it waits for nobody, or in a circle.",
            ),
            ("depth", "bigint", "Sessions between it and one that waits for nobody."),
            ("state", "text", "State of its session, as AWS says it: active, idle in transaction ..."),
            ("user_name", "text", "Database user."),
            ("database_name", "text", "Database."),
            ("client_host", "text", "Client host."),
            ("application", "text", "Application name."),
            ("wait_event", "text", "What it waited for, as a wait event."),
            ("lock_mode", "text", "Lock mode it waited for, or held."),
            ("object", "text", "What was locked."),
            ("wait_us", "bigint", "Waited so far; null where the snapshot names no unit."),
            ("fingerprint", "text", "Fingerprint of its statement."),
            ("sql", "text", "Its statement."),
            ("said", "json", "Whatever else the snapshot says of it, as AWS names it."),
        ),
        key=(*PLACE, "path", "ts"),
    ),
    Table(
        "processes",
        "one process of Enhanced Monitoring",
        columns(("ts", "timestamp", "When it was measured."))
        + LABELS
        + columns(
            ("pid", "bigint", "Process id."),
            ("parent_pid", "bigint", "Parent's process id."),
            ("name", "text", "Name of the process."),
            ("cpu_pct", "double", "CPU, in percent."),
            ("memory_pct", "double", "Memory, in percent."),
            ("rss_kb", "bigint", "Resident set."),
            ("vss_kb", "bigint", "Virtual size."),
            ("vm_limit", "text", "Limit of virtual memory, as reported."),
        ),
        key=(*PLACE, "pid", "ts"),
    ),
)
