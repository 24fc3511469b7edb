"""Where the rows of a table lie in the folder of a store, and how a file's name says what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2s
from typing import TYPE_CHECKING

from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from aurorascope.model.table import Table

# Rows whose time is unknown live in this partition, which every range includes.
NO_DAY = date(1970, 1, 1)

# No run is called so: the name says which rows of a day its rollups count, so late rows are counted once.
ROLLED = "rolled-"
# Which rollups there are and what they hold: a new number reads days rolled up before as raw rows, until
# compaction rolls them up anew. Without it a new rollup would lack those days and count short.
ROLLUPS_VERSION = "4."


@dataclass(frozen=True, slots=True)
class DataFile:
    """One Parquet file; `path` is relative to the store, times are microseconds since 1970, UTC."""

    path: str
    size: int
    table: str
    day: date
    rows: int
    min_ts: int | None = None
    max_ts: int | None = None


def stored_tables() -> tuple[Table, ...]:
    """Tables that have files of their own."""
    return tuple(table for table in TABLES.values() if not table.derived)


@cache
def schema_mark(name: str) -> str:
    """Six hex digits that change with a table's stored columns; files of one mark have the same columns."""
    columns = sorted(f"{column.stored_name} {column.type}" for column in TABLES[name].columns)
    return blake2s("\n".join(columns).encode(), digest_size=3).hexdigest()


def time_column(table: Table) -> str:
    """Stored name of the column whose UTC day is the partition."""
    return table.column(table.time).stored_name


def folder_of(table: str, day: date) -> str:
    """Folder of one partition, relative to the store."""
    return f"tbl={table}/day={day.isoformat()}"


def file_name(run: str, worker: int, number: int, table: str) -> str:
    """A name no other writer uses; it ends in the mark of the columns it was written with."""
    return f"{run}-{worker}-{number}-{schema_mark(table)}.parquet"


def rolled_name(number: str, table: str) -> str:
    """Name of a file of `statements` whose rows rollups count, or of the rollups that count them."""
    versioned = number if number.startswith(ROLLUPS_VERSION) else ROLLUPS_VERSION + number
    return f"{ROLLED}{versioned}-{schema_mark(table)}.parquet"


def roll_number(path: str) -> str:
    """Return what a rolled file of `statements` and the rollups that count its rows have in common."""
    return path.rpartition(ROLLED)[2].partition("-")[0] if is_rolled(path) else ""


def is_rolled(path: str) -> bool:
    """Return whether the rows of a file of `statements` are counted by rollups of its day."""
    return path.rpartition("/")[2].startswith(ROLLED + ROLLUPS_VERSION)


def mark_of(path: str) -> str:
    """Return the mark that a file's name ends in; empty when the name is not ours."""
    stem = path.removesuffix(".parquet")
    return stem.rpartition("-")[2] if stem != path else ""
