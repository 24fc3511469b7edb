"""PgBouncer: what it did a second, and how long its clients waited for a connection."""

from aurorascope.model.page import Column
from aurorascope.report.item import Item, Section

QUIET = "No log of PgBouncer was taken in, or its log_stats is off."
SECTION = Section(
    "poolers",
    "Poolers",
    "PgBouncer's own statistics; its logins, sessions and errors are in the sections of these.",
    (
        Item(
            "pooler_requests",
            "Queries and transactions a second",
            "pooler_over_time",
            (
                Column("queries_per_s", "queries", "number"),
                Column("transactions_per_s", "transactions", "number"),
            ),
            draw="lines",
            page="/pooler#panel-requests",
            half=True,
            empty=QUIET,
        ),
        Item(
            "pooler_waits",
            "Longest means: query, and wait for a server connection",
            "pooler_over_time",
            (Column("query_us", "query", "us"), Column("pool_wait_us", "wait", "us")),
            draw="lines",
            page="/pooler#panel-waits",
            half=True,
            empty=QUIET,
        ),
    ),
)
