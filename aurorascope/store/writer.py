"""Rows to Parquet files, a row group at a time, in any process: it needs neither the Delta log nor DuckDB.

Nothing that a writer wrote is in the store before its files are committed; what a killed writer leaves behind
is in no version and is removed by `check` after a grace period.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Self

import polars as pl
import pyarrow.parquet as pq

from aurorascope.store.arrow_rows import Rows, as_table, to_rows
from aurorascope.store.columnar import POLARS_TYPES, arrow_schema, parquet_options
from aurorascope.store.layout import NO_DAY, ROLLED, DataFile, file_name, folder_of
from aurorascope.store.place import place_of
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from os import PathLike
    from types import TracebackType

    from aurorascope.model.table import Table
    from aurorascope.store.place import Place

ROW_GROUP_ROWS = 40_960  # 20 of DuckDB's vectors; compaction makes larger ones
ROW_GROUP_BYTES = 32 << 20
HELD_BYTES = 16 << 20  # of all tables together, before the largest is written out
FILE_GROUPS = 64  # what a file knows of its row groups is kept until it is closed: a new file bounds that
OPEN_FILES = 96

DAY_US = 86_400_000_000
RUN_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]*")


@dataclass(slots=True)
class _Part:
    """Rows of one table and day that wait for their row group, and the file they go to."""

    table: str
    day: date
    held: list[Rows] = field(default_factory=list)
    held_rows: int = 0
    held_bytes: int = 0
    file: pq.ParquetWriter | None = None
    path: str = ""
    rows: int = 0
    groups: int = 0
    times: list[int] = field(default_factory=list)


class Writer:
    """Writes frames of any table into files of one run and worker; `close` returns them for the commit."""

    def __init__(
        self,
        where: Place | str | PathLike[str],
        run: str,
        labels: Mapping[str, str],
        *,
        worker: int = 0,
        row_group_rows: int = ROW_GROUP_ROWS,
    ) -> None:
        if not RUN_NAME.fullmatch(run) or run.startswith(ROLLED):
            raise ValueError(f"a run is named by letters, digits, dots and dashes, not {run!r}")
        self._place = place_of(where)
        self._run = run
        self._labels = dict(labels)
        self._worker = worker
        self._row_group_rows = row_group_rows
        self._number = 0
        self._parts: OrderedDict[tuple[str, date], _Part] = OrderedDict()
        self._held_bytes = 0
        self._open = 0
        self._written: list[DataFile] = []
        self._publishing: list[Callable[[], None]] = []

    def write(self, table: str, frame: pl.DataFrame, *, labels: Mapping[str, str] | None = None) -> None:
        """Take rows; columns that the frame lacks are the labels, or null; KeyError for unknown columns."""
        if frame.is_empty():
            return
        definition = TABLES[table]
        if definition.derived:
            raise KeyError(f"{table} is made from other tables and has no rows of its own")
        constants = {**self._labels, **(labels or {})}
        for day, rows, times in _by_day(definition, frame):
            taken = to_rows(definition, rows, constants)
            size = taken.nbytes
            part = self._part(table, day)
            part.times += times
            part.held.append(taken)
            part.held_rows += taken.count
            part.held_bytes += size
            self._held_bytes += size
            if part.held_rows >= self._row_group_rows or part.held_bytes >= ROW_GROUP_BYTES:
                self._flush(part)
        while self._held_bytes > HELD_BYTES:
            self._flush(max(self._parts.values(), key=lambda part: part.held_bytes))

    def close(self) -> list[DataFile]:
        """Write what is held, finish every file, and return them all."""
        try:
            for part in list(self._parts.values()):
                self._flush(part)
                self._finish(part)
            for wait in self._publishing:
                wait()
        except BaseException:
            self.abort()
            raise
        self._parts.clear()
        self._publishing = []
        return self._written

    def abort(self) -> None:
        """Delete everything that this writer wrote."""
        for part in self._parts.values():
            if part.file is not None:
                _close_quietly(part.file)
                (self._place.staging / part.path).unlink(missing_ok=True)
        self._parts.clear()
        self._held_bytes = 0
        for wait in self._publishing:
            with suppress(Exception):  # what could not be published need not be taken back
                wait()
        self._publishing = []
        self._place.drop([file.path for file in self._written])
        self._written = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abort()

    def _part(self, table: str, day: date) -> _Part:
        part = self._parts.setdefault((table, day), _Part(table, day))
        self._parts.move_to_end((table, day))
        return part

    def _flush(self, part: _Part) -> None:
        if not part.held:
            return
        if part.file is None:
            self._open_file(part)
        assert part.file is not None  # noqa: S101 - narrows for the type checker
        groups = max(1, round(part.held_rows / self._row_group_rows))
        part.file.write_table(as_table(part.table, part.held), row_group_size=-(-part.held_rows // groups))
        part.rows += part.held_rows
        part.groups += groups
        self._held_bytes -= part.held_bytes
        part.held, part.held_rows, part.held_bytes = [], 0, 0
        if part.groups >= FILE_GROUPS:
            self._finish(part)

    def _open_file(self, part: _Part) -> None:
        while self._open >= OPEN_FILES:
            # the least recently written: a backfill goes on day by day and rarely comes back
            self._finish(next(other for other in self._parts.values() if other.file is not None))
        folder = self._place.staging / folder_of(part.table, part.day)
        folder.mkdir(parents=True, exist_ok=True)
        part.path = f"{folder_of(part.table, part.day)}/{self._name(part.table)}"
        part.file = pq.ParquetWriter(
            str(self._place.staging / part.path),
            arrow_schema(part.table),
            **parquet_options(TABLES[part.table]),
        )
        self._open += 1

    def _name(self, table: str) -> str:
        self._number += 1
        return file_name(self._run, self._worker, self._number, table)

    def _finish(self, part: _Part) -> None:
        """Close the part's file; rows that come later go to a new one."""
        if part.file is None:
            return
        part.file.close()
        part.file = None
        self._open -= 1
        self._written.append(
            DataFile(
                path=part.path,
                size=(self._place.staging / part.path).stat().st_size,
                table=part.table,
                day=part.day,
                rows=part.rows,
                min_ts=min(part.times, default=None),
                max_ts=max(part.times, default=None),
            )
        )
        self._publishing.append(self._place.publish(part.path))
        part.rows, part.groups, part.times, part.path = 0, 0, [], ""


def _close_quietly(file: pq.ParquetWriter) -> None:
    try:
        file.close()
    except OSError:  # the disk is full: the file goes away in a moment
        return


def _by_day(table: Table, frame: pl.DataFrame) -> Iterator[tuple[date, pl.DataFrame, tuple[int, ...]]]:
    """Cut a frame at midnight UTC, each day with its first and last time; rows without one go to `NO_DAY`."""
    if table.time not in frame.columns:
        yield NO_DAY, frame, ()
        return
    times = frame.get_column(table.time)
    extremes = _extremes(times)
    if not extremes:
        yield NO_DAY, frame, ()
    elif extremes[0] // DAY_US == extremes[1] // DAY_US and not times.null_count():
        yield _day(extremes[0]), frame, extremes
    else:
        days = times.cast(POLARS_TYPES["timestamp"]).dt.date().rename("the day")
        for (day,), rows in frame.group_by(days, maintain_order=True):
            yield (day if isinstance(day, date) else NO_DAY), rows, _extremes(rows.get_column(table.time))


def _extremes(times: pl.Series) -> tuple[int, ...]:
    numbers = times.cast(POLARS_TYPES["timestamp"]).cast(pl.Int64)
    low, high = numbers.min(), numbers.max()
    return () if low is None or high is None else (int(str(low)), int(str(high)))


def _day(microseconds: int) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)).date()
