"""What a report is made of: sections of items, each a shared view, drawn one way, and the page of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from aurorascope.model.page import Column

Draw = Literal[
    "table",  # the first rows as a table
    "figures",  # one row, its columns as large figures
    "bars",  # stacked bars over time: `x`, `y`, one colour for each `series`
    "lines",  # a line over time for each of the columns
    "steps",  # a bar for each row, in the view's order
    "none",  # in the JSON alone
]


@dataclass(frozen=True, slots=True)
class Item:
    """One view in the report.

    `page` is the address of the panel that shows it, `sets` what that page is asked for beside range and
    clusters; `row_page` is where a row leads. `most` is how many rows the report keeps of a table. `of_fleet`
    items are asked for without the clusters: what they tell of may name none. `zoned` views take the zone.
    """

    name: str
    title: str
    view: str
    columns: tuple[Column, ...]
    draw: Draw = "table"
    by: tuple[str, ...] = ()
    params: dict[str, int | float | str | bool] = field(default_factory=dict)
    page: str = ""
    sets: dict[str, str] = field(default_factory=dict)
    row_page: str = ""
    x: str = "bucket"
    y: str = ""
    series: str = ""
    most: int = 20
    note: str = ""
    empty: str = "Nothing of this kind was logged in this period."
    of_fleet: bool = False
    half: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report, with its place in the table of contents."""

    name: str
    title: str
    doc: str
    items: tuple[Item, ...]


OF_FAMILY = Column("normalized_sql", "Statement", "sql", grow=True)
CALLS = Column("calls", "Calls", "count")
TOTAL = Column("sum_us", "Total", "us", bar=True)
SHARE = Column("share", "Share", "share")
MEAN = Column("mean_us", "Mean", "us")
P95 = Column("p95_us", "p95", "us")
MAX = Column("max_us", "Max", "us")
FIRST = Column("first_ts", "First", "ts")
LAST = Column("last_ts", "Last", "ts")
OF_ONE = "/queries/{fingerprint}"


def grouped(word: str, title: str) -> Column:
    """Return the first column of a table by a dimension."""
    columns = {"user": "user_name", "database": "database_name", "host": "client_host"}
    return Column(columns.get(word, word), title, grow=True)
