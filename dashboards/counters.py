"""Counters: what the server itself counted, from exports and Performance Insights."""

from aurorascope.model.page import Column, Page, Panel
from aurorascope.model.page_parts import BEHIND, FAMILY

HOW = (
    "Take in two exports or more of pg_stat_statements, or of MySQL's events_statements_summary_by_digest, "
    "as CSV or JSON with a column now(): `aurorascope ingest statements.csv`."
)
TABLES = "Take in two exports or more of pg_stat_user_tables. Does not apply to MySQL."

PAGE = Page(
    path="/counters",
    title="Counters",
    group="Workload",
    order=16,
    icon="statements",
    doc="What the server counted: every call, also those that were too quick for the log.",
    panels=(
        Panel(
            name="statements",
            title="Statements by the server's own counters",
            view="counters_top",
            kind="table",
            height=420,
            columns=(
                Column("rank", "#", "count", width=52),
                Column("normalized_sql", "Statement", "code", grow=True, drill=FAMILY),
                Column("calls", "Calls", "count", bar=True, drill=BEHIND),
                Column("total_time_us", "Total", "us", bar=True),
                Column("mean_us", "Mean", "us"),
                Column("rows", "Rows", "count"),
                Column("blocks_read", "Blocks read", "count", width=110),
                Column("logged_calls", "In the log", "count", width=104),
                Column("origin", "Counted by", width=150),
            ),
            empty=HOW,
        ),
        Panel(
            name="tables",
            title="Tables by what was written",
            view="tables_top",
            kind="table",
            height=360,
            columns=(
                Column("relation", "Table", grow=True),
                Column("tuples_inserted", "Inserted", "count", bar=True, drill=BEHIND),
                Column("tuples_updated", "Updated", "count"),
                Column("tuples_deleted", "Deleted", "count"),
                Column("seq_tuples", "Rows scanned", "count", width=120),
                Column("index_scans", "Index scans", "count", width=110),
                Column("tuples_dead", "Dead rows", "count"),
                Column("last_autovacuum", "Last autovacuum", "ts"),
            ),
            empty=TABLES,
        ),
        Panel(
            name="rows",
            title="Statements, period by period",
            view="counter_rows",
            kind="rows",
            sums=("calls", "total_time_us"),
            height=360,
            columns=(
                Column("ts", "From", "ts"),
                Column("period_s", "Seconds", "count"),
                Column("fingerprint", "Statement", "code", grow=True, drill=FAMILY),
                Column("calls", "Calls", "count"),
                Column("total_time_us", "Total", "us"),
                Column("mean_us", "Mean", "us"),
                Column("rows", "Rows", "count"),
                Column("origin", "Counted by", width=150),
            ),
            empty=HOW,
        ),
        Panel(
            name="table_rows",
            title="Tables, period by period",
            view="table_counter_rows",
            kind="rows",
            sums=("tuples_inserted", "tuples_updated", "tuples_deleted"),
            height=360,
            columns=(
                Column("ts", "From", "ts"),
                Column("period_s", "Seconds", "count"),
                Column("relation", "Table", grow=True),
                Column("tuples_inserted", "Inserted", "count"),
                Column("tuples_updated", "Updated", "count"),
                Column("tuples_deleted", "Deleted", "count"),
                Column("seq_tuples", "Rows scanned", "count", width=120),
                Column("tuples_dead", "Dead rows", "count"),
            ),
            empty=TABLES,
        ),
    ),
)
