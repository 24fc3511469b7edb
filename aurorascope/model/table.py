"""A table of the store: its name, what a row is, and a sentence for every column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal[
    "timestamp",  # microseconds, UTC
    "date",
    "bigint",
    "double",
    "boolean",
    "text",
    "json",  # text that holds one JSON value
    "text[]",
    "bigint[]",
    "deadlock_participant[]",  # struct(pid, lock, statement, fingerprint)
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `name` as people query it, `type`, and one sentence.

    `stored` is the name inside the files where it differs: the store is one Delta table, so a stored
    name has one type everywhere.
    """

    name: str
    type: ColumnType
    doc: str
    stored: str = ""

    @property
    def stored_name(self) -> str:
        """The name inside the files."""
        return self.stored or self.name


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `time` names the column whose UTC day is the partition; `hidden` ones are bookkeeping.

    Rows of one `key` are the same row, observed again: collectors may bring a row twice, the store holds it
    once. Tables without one are filled from logs, where (source, offset) tells rows apart. Rows that agree in
    the columns `together` are observed together: a later observation replaces all of them, so that what it
    does not name any more (a key that left the top) is gone.

    A `derived` table has no files of its own: `store/views/<name>.sql` makes it from the others.
    """

    name: str
    doc: str
    columns: tuple[Column, ...]
    time: str = "ts"
    hidden: bool = False
    derived: bool = False
    key: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names as people query them, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError names the table and its columns."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name!r}; it has {', '.join(self.column_names)}")


def columns(*rows: tuple[str, ColumnType, str] | tuple[str, ColumnType, str, str]) -> tuple[Column, ...]:
    """Build columns from (name, type, sentence[, stored name]) rows."""
    return tuple(Column(*row) for row in rows)
