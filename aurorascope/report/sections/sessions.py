"""Sessions: how many at once, how long, and whose."""

from aurorascope.model.page import Column
from aurorascope.report.item import Item, Section, grouped

QUIET = "No session is known: neither connections nor disconnections were logged."


def whose(word: str, title: str) -> Item:
    """Return the sessions by one dimension."""
    return Item(
        f"sessions_by_{word}",
        f"By {title.lower()}",
        "sessions_by",
        (
            grouped(word, title),
            Column("sessions", "Sessions", "count", bar=True),
            Column("session_us", "Total", "us"),
            Column("mean_session_us", "Mean", "us"),
            Column("idle_us", "Idle", "us"),
            Column("statements", "Statements", "count"),
        ),
        by=(word,),
        params={"top": 15},
        page="/connections#panel-sessions",
        sets={"by": word},
        most=15,
        half=True,
        empty=QUIET,
    )


SECTION = Section(
    "sessions",
    "Sessions",
    "Sessions from connection to disconnection; idle is what no logged statement took.",
    (
        Item(
            "sessions_over_time",
            "Sessions at once",
            "sessions_over_time",
            (
                Column("max_sessions", "most", "count"),
                Column("min_sessions", "least", "count"),
                Column("unended_sessions", "end unknown", "count"),
            ),
            draw="lines",
            page="/connections#panel-open",
            half=True,
            empty=QUIET,
        ),
        Item(
            "session_lengths",
            "How long sessions lasted",
            "session_lengths",
            (
                Column("length_from_us", "From", "us"),
                Column("length_to_us", "To", "us"),
                Column("sessions", "Sessions", "count"),
                Column("session_us", "Total", "us"),
            ),
            draw="steps",
            x="length_from_us",
            y="sessions",
            page="/connections#panel-lengths",
            half=True,
            empty=QUIET,
        ),
        whose("user", "User"),
        whose("database", "Database"),
        whose("host", "Host"),
        whose("application", "Application"),
    ),
)
