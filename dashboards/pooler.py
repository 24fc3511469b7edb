"""The pooler: what PgBouncer does a second, and how long its clients wait for a connection."""

from aurorascope.model.page import Column, Drill, Page, Panel
from aurorascope.model.page_parts import BEHIND, ENTRY

QUIET = "No log of PgBouncer was taken in, or its log_stats is off. RDS Proxy's log has no statistics."

PAGE = Page(
    path="/pooler",
    title="Pooler",
    group="Workload",
    order=17,
    icon="connections",
    doc="PgBouncer's statistics. Logins, sessions and errors of poolers are on the pages of these.",
    panels=(
        Panel(
            name="requests",
            title="Queries and transactions a second",
            view="pooler_over_time",
            kind="time_lines",
            x="bucket",
            unit="number",
            span=6,
            columns=(
                Column("queries_per_s", "queries", "number", drill=BEHIND),
                Column("transactions_per_s", "transactions", "number", drill=BEHIND),
            ),
            empty=QUIET,
        ),
        Panel(
            name="waits",
            title="Longest means: query, and wait for a server connection",
            view="pooler_over_time",
            kind="time_lines",
            x="bucket",
            unit="us",
            span=6,
            columns=(
                Column("query_us", "query", "us", drill=BEHIND),
                Column("pool_wait_us", "wait", "us", drill=BEHIND),
            ),
            empty=QUIET,
        ),
        Panel(
            name="rows",
            title="Statistics, one by one",
            view="pooler_rows",
            kind="rows",
            height=400,
            columns=(
                Column("ts", "Time", "ts", drill=ENTRY),
                Column("queries_per_s", "Queries/s", "count"),
                Column("transactions_per_s", "Transactions/s", "count", width=120),
                Column("received_per_s", "Bytes in/s", "bytes"),
                Column("sent_per_s", "Bytes out/s", "bytes"),
                Column("query_us", "Query", "us"),
                Column("transaction_us", "Transaction", "us"),
                Column("pool_wait_us", "Wait", "us"),
                Column("instance", "Pooler", width=140, drill=Drill("", {"instance": "instance"})),
            ),
            empty=QUIET,
        ),
    ),
)
