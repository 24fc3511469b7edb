"""Connections: opened, refused, and whose."""

from aurorascope.model.page import Column
from aurorascope.report.item import FIRST, LAST, Item, Section, grouped

QUIET = "No connection was logged. log_connections says whether they are."


def whose(word: str, title: str) -> Item:
    """Return the connections by one dimension."""
    return Item(
        f"connections_by_{word}",
        f"By {title.lower()}",
        "connections_by",
        (
            grouped(word, title),
            Column("connections", "Connections", "count", bar=True),
            Column("share_connections", "Share", "share"),
        ),
        by=(word,),
        params={"top": 15},
        page="/connections#panel-by",
        sets={"by": word},
        most=15,
        half=True,
        empty=QUIET,
    )


SECTION = Section(
    "connections",
    "Connections",
    "Connections that were authorized, and those that were refused.",
    (
        Item(
            "connections_over_time",
            "Connection messages over time",
            "connections_over_time",
            (Column("connections", "Messages", "count"),),
            draw="bars",
            y="connections",
            series="event",
            page="/connections#panel-time",
            half=True,
            empty=QUIET,
        ),
        Item(
            "failures",
            "Refused",
            "connection_failures",
            (
                Column("failure", "Why", grow=True),
                Column("connections", "Times", "count", bar=True),
                Column("users", "Users", "count"),
                Column("hosts", "Hosts", "count"),
                FIRST,
                LAST,
            ),
            page="/connections#panel-failures",
            half=True,
            empty="No connection was refused in this period.",
        ),
        whose("user", "User"),
        whose("database", "Database"),
        whose("host", "Host"),
        whose("application", "Application"),
        Item(
            "tls",
            "TLS",
            "tls_versions",
            (
                Column("tls_version", "Version", grow=True),
                Column("connections", "Connections", "count", bar=True),
                Column("share_connections", "Share", "share"),
                Column("users", "Users", "count"),
            ),
            page="/connections#panel-tls",
            half=True,
            empty=QUIET,
        ),
    ),
)
