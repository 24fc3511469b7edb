"""Events, errors and cancelled statements."""

from aurorascope.model.page import Column
from aurorascope.report.item import FIRST, LAST, OF_FAMILY, OF_ONE, Item, Section, grouped

QUIET = "No error or warning was logged in this period."


def whose(word: str, title: str) -> Item:
    """Return the errors by one dimension."""
    return Item(
        f"errors_by_{word}",
        f"By {title.lower()}",
        "errors_by",
        (
            grouped(word, title),
            Column("errors", "Errors and warnings", "count", bar=True),
            Column("warnings", "Warnings", "count"),
            Column("fatals", "Fatal", "count"),
            Column("share_errors", "Share", "share"),
        ),
        by=(word,),
        page="/errors#panel-by",
        sets={"by": word},
        most=10,
        half=True,
        empty=QUIET,
    )


SECTION = Section(
    "errors",
    "Errors and events",
    "Errors and warnings with their values folded, so that one cause is one row; each occurrence counts.",
    (
        Item(
            "errors_over_time",
            "Errors and warnings over time",
            "errors_over_time",
            (Column("errors", "Entries", "count"),),
            draw="bars",
            y="errors",
            series="severity",
            page="/errors#panel-time",
            empty=QUIET,
        ),
        Item(
            "errors_top",
            "Most frequent errors",
            "errors_top",
            (
                Column("severity", "Severity", "severity"),
                Column("sqlstate", "SQLSTATE", "code"),
                Column("sample_message", "Message", "code", grow=True),
                Column("errors", "Times", "count", bar=True),
                Column("users", "Users", "count"),
                Column("families", "Statements", "count"),
                FIRST,
                LAST,
            ),
            params={"top": 25},
            page="/errors#panel-top",
            most=25,
            empty=QUIET,
        ),
        Item(
            "severities",
            "Events by level",
            "entries_by_severity",
            (
                Column("severity", "Level", "severity", grow=True),
                Column("entries", "Entries", "count", bar=True),
                Column("share_entries", "Share", "share"),
                FIRST,
                LAST,
            ),
            page="/log",
            half=True,
        ),
        Item(
            "classes",
            "SQLSTATE classes",
            "error_classes",
            (
                Column("sqlstate_class", "Class", "code"),
                Column("class_name", "Meaning", grow=True),
                Column("errors", "Errors", "count", bar=True),
                Column("sqlstates", "Codes", "count"),
            ),
            page="/errors#panel-classes",
            half=True,
            empty=QUIET,
        ),
        Item(
            "cancelled",
            "Cancelled statements",
            "cancelled_by_cause",
            (
                Column("cause", "Cause"),
                OF_FAMILY,
                Column("cancelled", "Times", "count", bar=True),
                Column("users", "Users", "count"),
                FIRST,
                LAST,
            ),
            page="/errors#panel-cancelled",
            row_page=OF_ONE,
            empty="No statement was cancelled by a time-out, a person or a conflict in this period.",
        ),
        whose("user", "User"),
        whose("database", "Database"),
        whose("host", "Host"),
        whose("application", "Application"),
    ),
)
