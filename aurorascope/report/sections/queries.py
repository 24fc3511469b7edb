"""Top statements: by time, by calls, by mean, by errors; the slowest; and whose they are."""

from aurorascope.model.page import Column
from aurorascope.report.item import (
    CALLS,
    MAX,
    MEAN,
    OF_FAMILY,
    OF_ONE,
    P95,
    SHARE,
    TOTAL,
    Item,
    Section,
    grouped,
)

RANK = Column("rank", "#", "count")
KIND = Column("statement_kind", "Kind")
ERRORS = Column("errors", "Errors", "count")
THRESHOLD = "No statement was logged: log_min_duration_statement or log_statement let none through."


def ranked(
    name: str, title: str, rank_by: str, columns: tuple[Column, ...], most: int = 10, *, exact: bool = False
) -> Item:
    """Return the families that lead by one measure; percentiles, which take longest, only where `exact`."""
    return Item(
        name,
        title,
        "queries_top",
        (RANK, OF_FAMILY, KIND, *columns),
        params={"top": most, "rank_by": rank_by, "exact": exact},
        page="/queries#panel-top",
        sets={"rank_by": rank_by},
        row_page=OF_ONE,
        most=most,
        empty=THRESHOLD,
    )


def whose(word: str, title: str) -> Item:
    """Return the statements by one dimension of their sessions."""
    return Item(
        f"statements_by_{word}",
        f"Statements by {title.lower()}",
        "statements_by",
        (grouped(word, title), Column("families", "Families", "count"), CALLS, TOTAL, SHARE, MEAN, MAX),
        by=(word,),
        params={"top": 15, "exact": False},
        page="/queries#panel-by",
        sets={"by": word},
        most=15,
        half=True,
        empty=THRESHOLD,
    )


SECTION = Section(
    "queries",
    "Top statements",
    "Statements by family: one row for all executions that differ in their literals only.",
    (
        ranked(
            "top_time", "Most time", "sum_us", (TOTAL, SHARE, CALLS, MEAN, P95, MAX, ERRORS), 20, exact=True
        ),
        ranked("top_calls", "Most frequent", "calls", (CALLS, TOTAL, SHARE, MEAN, MAX)),
        ranked("top_mean", "Slowest on average", "mean_us", (MEAN, CALLS, MAX, TOTAL, SHARE)),
        ranked("top_max", "Slowest family by its worst execution", "max_us", (MAX, MEAN, CALLS, TOTAL)),
        Item(
            "slowest",
            "Slowest executions",
            "slowest_statements",
            (
                Column("ts", "Ended", "ts"),
                Column("duration_us", "Duration", "us", bar=True),
                Column("sql", "Statement", "sql", grow=True),
                Column("user_name", "User"),
                Column("database_name", "Database"),
                Column("client_host", "Host"),
                Column("application", "Application"),
            ),
            params={"top": 20},
            page="/queries#panel-slowest",
            row_page=OF_ONE,
            empty=THRESHOLD,
        ),
        whose("user", "User"),
        whose("database", "Database"),
        whose("host", "Host"),
        whose("application", "Application"),
        whose("instance", "Instance"),
        Item(
            "examined",
            "Rows examined and locks (MySQL)",
            "examined_rows_top",
            (
                OF_FAMILY,
                CALLS,
                Column("rows_examined", "Examined", "count"),
                Column("rows_sent", "Sent", "count"),
                Column("examined_per_sent", "Per row sent", "number"),
                Column("full_scan", "Full scan"),
                Column("lock_us", "Locks", "us"),
            ),
            params={"top": 10},
            page="/queries#panel-examined",
            row_page=OF_ONE,
            most=10,
            empty="Does not apply: no statement of MySQL's slow log is here; PostgreSQL says neither.",
        ),
    ),
)
