"""Database load: what sessions did and waited for, as Performance Insights sampled it."""

from aurorascope.model.page import Column
from aurorascope.report.item import Item, Section

QUIET = "No load is in the store for this period. It comes with Performance Insights: aurorascope collect."


def by(dimension: str, title: str) -> Item:
    """Return the load by one dimension."""
    return Item(
        f"load_by_{dimension}",
        f"By {title.lower()}",
        "load_by_key",
        (
            Column("load_key", title, grow=True),
            Column("active_us", "Active", "us", bar=True),
            Column("share_active", "Share", "share"),
            Column("max_aas", "Most", "number"),
        ),
        params={"dimension": dimension},
        page="/load#panel-keys",
        sets={"dimension": dimension},
        most=10,
        half=True,
        empty=QUIET,
    )


SECTION = Section(
    "load",
    "Database load",
    "Average active sessions: how many sessions were at work at once, and in which wait.",
    (
        Item(
            "load_over_time",
            "Average active sessions, by wait",
            "load_over_time",
            (Column("aas", "Sessions", "number"), Column("vcpus", "vCPUs", "number")),
            draw="bars",
            y="aas",
            series="load_key",
            params={"dimension": "wait"},
            page="/load#panel-time",
            sets={"dimension": "wait"},
            empty=QUIET,
        ),
        Item(
            "load_statements",
            "Statements with the most load",
            "load_statements",
            (
                Column("statement_text", "Statement", "sql", grow=True),
                Column("active_us", "Active", "us", bar=True),
                Column("share_active", "Share", "share"),
                Column("top_wait", "Mostly in"),
            ),
            params={"top": 10},
            page="/load#panel-statements",
            row_page="/queries/{fingerprint}",
            most=10,
            empty=QUIET,
        ),
        by("wait", "Wait"),
        by("user", "User"),
        by("host", "Host"),
        by("application", "Application"),
    ),
)
