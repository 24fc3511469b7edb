"""The way of hauls into the store: gathered, each row once, states and coverage kept, then one commit.

A commit holds rows, changes, coverage and watermarks of one account and Region, and carries the application
id of both, read at the version that it is based on: of two runs of one Region one commits, and the other
drops what it has and goes on from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from aurorascope.collect.frames import frame_of, series_of
from aurorascope.collect.logs import SLICE_BYTES, LandedLogs, LogSpool
from aurorascope.collect.marks import load_marks, open_files
from aurorascope.collect.settling import StoredRows, read_open, settle
from aurorascope.collect.spans import Ledger
from aurorascope.collect.states import Book, check_state
from aurorascope.model.haul import Span
from aurorascope.model.moments import DAY, micros
from aurorascope.store.errors import NotCommitted
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from aurorascope.model.haul import Haul, Watermark
    from aurorascope.store.layout import DataFile
    from aurorascope.store.store import Store

WRONG = (KeyError, TypeError, ValueError, OverflowError, pl.exceptions.PolarsError)
SLICE_ROWS = 250_000  # so many rows wait in memory before a commit of their own


class WrongHaulError(Exception):
    """A haul that does not fit its tables: a fault of its collector, which stops no other."""


@dataclass
class Gathered:
    """What waits for the next commit."""

    frames: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    rows: int = 0
    anything: bool = False

    def add(self, table: str, frame: pl.DataFrame) -> None:
        """Take a frame of a table."""
        if not frame.is_empty():
            self.frames.setdefault(table, []).append(frame)
            self.rows += frame.height


class Landing:
    """One account and Region's way into the store, for one run; one thread uses it."""

    def __init__(self, store: Store, account: str, region: str, run: str, now: datetime) -> None:
        self._store, self._run, self._now = store, run, now
        self.labels = {"account": account, "region": region}
        self._app = f"collect:{account}:{region}"
        self._waiting = Gathered()
        self._writers = 0
        self._books: dict[str, Book] = {}
        self._ledger: Ledger | None = None
        self._held: dict[str, pl.DataFrame] = {}
        self._families: set[tuple[str, ...]] | None = None
        self._spool = LogSpool(store, self.labels)
        self.committed_rows = 0
        self._load()

    def _load(self) -> None:
        self._snapshot = self._store.snapshot()
        self._base = self._snapshot.version
        self._position = self._store.position(self._app) or 0
        self.marks = load_marks(self._snapshot, self.labels["account"], self.labels["region"])

    def take(self, collector: str, haul: Haul) -> None:
        """Take in one haul for the next commit; WrongHaulError, and nothing of it, where that cannot be.

        A haul is looked at first and taken in then: half a haul would be an atom that was split.
        """
        try:
            made = [
                (rows.table, *frame_of(rows, self.labels, self._now, redacted=self._store.redacted))
                for rows in haul.rows
            ]
            for state in haul.states:
                check_state(state)
        except WRONG as error:
            raise WrongHaulError(f"{type(error).__name__}: {error}") from error
        for table, frame, families in made:
            self._waiting.add(table, frame)
            self._waiting.add("fingerprints", families)
        for state in haul.states:
            self._book(state.table).take(state, self._now)
        for span in haul.spans:
            self.cover(collector, span)
        for piece in haul.logs:
            self._spool.take(collector, piece)
        self.marks.of(collector).update(haul.watermarks)
        self._waiting.anything = True

    def close(self) -> None:
        """Let go of what was not committed."""
        self._spool.close()

    def cover(self, collector: str, span: Span) -> None:
        """Note what was read of a series, or what was not."""
        self._ledger_().take(collector, span)
        self._waiting.anything = True

    def forget(self, collector: str, series: str) -> None:
        """Drop what was noted as missing under a name that stood for all of a collector's series."""
        self._ledger_().forget(collector, series)

    @property
    def full(self) -> bool:
        """True when enough waits for a commit of its own."""
        return self._waiting.rows >= SLICE_ROWS or self._spool.bytes >= SLICE_BYTES

    def covered(self, collector: str) -> frozenset[str]:
        """Return the series of a collector that `coverage` knows."""
        return self._ledger_().covered(collector)

    def watermarks(self, collector: str) -> Mapping[str, Watermark]:
        """Return a collector's watermarks as they were committed."""
        return dict(self.marks.of(collector))

    def commit(self, last: Mapping[str, Any] | None = None) -> int:
        """Commit what waits as one version; `last` is the row of `runs`. Raises CommitConflict."""
        if not self._waiting.anything and last is None:
            return self._base
        logs = self._spool.land(self._snapshot)
        self._note_logs(logs)
        try:
            files, opened, removes = self._write_all(last)
        except BaseException:
            self._drop(logs.files)
            raise
        try:
            version = self._store.commit(
                [*files, *opened, *logs.files],
                removes=[*removes, *logs.removes],
                positions={self._app: self._position + 1, **logs.positions},
                based_on=self._base,
                metadata={"run": self._run, "aurorascope.command": "collect"},
            )
        except NotCommitted:
            self._drop((*files, *opened, *logs.files))
            raise
        self._landed(version, files)
        return version

    def _write_all(self, last: Mapping[str, Any] | None) -> tuple[list[DataFile], list[DataFile], list[str]]:
        """Write what waits; return the files of it, those that stay open, those taken back."""
        writer = self._writer()
        provisional = self._writer()
        try:
            removes = self._write(writer, provisional, last)
            opened = list(provisional.close())
            self._note_open(opened)
            marks = _rows_frame("watermarks", self.marks.rows(**self.labels, now=self._now))
            writer.write("watermarks", marks)
            removes += self.marks.files
            return list(writer.close()), opened, removes
        except BaseException:
            writer.abort()
            provisional.abort()
            raise

    def _drop(self, files: Iterable[DataFile]) -> None:
        self._store.place.drop([file.path for file in files])

    def _note_logs(self, logs: LandedLogs) -> None:
        """Move the watermarks of logs that were read, and name those that were not."""
        for (collector, series), mark in logs.watermarks.items():
            self.marks.of(collector)[series] = mark
        for spooled, reason in logs.unread:
            piece = spooled.first
            known = self.marks.of(spooled.collector).get(piece.series)
            begin = known.reached if known else spooled.marks[0][1].reached
            span = Span(
                piece.series, begin, self._now, piece.cluster, piece.instance, status="failed", reason=reason
            )
            self.cover(spooled.collector, span)

    def _landed(self, version: int, files: Iterable[DataFile]) -> None:
        """Go on from the version that was just made."""
        self._base, self._position = version, self._position + 1
        self.marks.files = [file.path for file in files if file.table == "watermarks"]
        self._snapshot = self._store.snapshot()
        self._waiting = Gathered()
        self._spool.close()

    def _write(self, writer: Any, provisional: Any, last: Mapping[str, Any] | None) -> list[str]:
        """Write everything that waits; return the files that are taken back."""
        removes: list[str] = []
        for book in self._books.values():
            self._waiting.add("changes", _rows_frame("changes", book.changes))
            book.changes = []
        stored = StoredRows(self._store.place, self._snapshot.all_files, open_files(self._snapshot))
        self._new_families(writer)
        for table, frames in sorted(self._waiting.frames.items()):
            removes += self._write_table(table, pl.concat(frames), stored, writer, provisional)
        for table, book in self._books.items():
            removes += self._write_book(table, book, writer, provisional)
        removes += self._write_coverage(writer, provisional)
        if last is not None:
            writer.write("runs", _rows_frame("runs", [last]))
        return removes

    def _write_table(
        self, table: str, new: pl.DataFrame, stored: StoredRows, writer: Any, provisional: Any
    ) -> list[str]:
        opened = self.marks.open_table(table)
        if table not in self._held:
            self._held[table] = read_open(self._store.place, table, opened.files)
        parted = settle(table, new, self._held[table], opened.frontier, self._now, stored)
        self._held[table] = parted.open_rows
        writer.write(table, parted.final)
        provisional.write(table, parted.open_rows)
        self.committed_rows += new.height
        taken, opened.files, opened.frontier = opened.files, [], parted.frontier
        return taken

    def _write_book(self, table: str, book: Book, writer: Any, provisional: Any) -> list[str]:
        """Write the days of a table of states that were touched; the files of the others stay."""
        if not book.touched_days:
            return []
        opened = self.marks.open_table(table)
        taken = [path for path in opened.files if _day_of(path) in book.touched_days]
        opened.files = [path for path in opened.files if path not in taken]
        again = [row for row in book.open_rows.values() if row["valid_from"] // DAY in book.touched_days]
        writer.write(table, _rows_frame(table, book.closed))
        provisional.write(table, _rows_frame(table, again))
        book.closed, book.touched_days = [], set()
        return taken

    def _write_coverage(self, writer: Any, provisional: Any) -> list[str]:
        if self._ledger is None:
            return []
        opened = self.marks.open_table("coverage")
        final, still_open = self._ledger.settled(micros(self._now))
        writer.write("coverage", _rows_frame("coverage", final))
        provisional.write("coverage", _rows_frame("coverage", still_open))
        self._ledger = Ledger.of(self.labels, self._run, still_open)
        taken, opened.files = opened.files, []
        return taken

    def _note_open(self, files: Iterable[DataFile]) -> None:
        for file in files:
            self.marks.open_table(file.table).files.append(file.path)

    def _new_families(self, writer: Any) -> None:
        """Write the families of statements that the store does not know of today."""
        frames = self._waiting.frames.pop("fingerprints", [])
        if not frames:
            return
        names = ("cluster", "instance", "engine", "fingerprint")
        if self._families is None:
            rows = self._snapshot.query(
                f"select distinct {', '.join(names)} from fingerprints where account = $account "
                "and region = $region and last_seen >= date_trunc('day', to_timestamp($now))",
                {**self.labels, "now": self._now.timestamp()},
            )
            self._families = {tuple(row.values()) for row in rows.to_pylist()}
        whole = pl.concat(frames, how="diagonal").unique(names, keep="first", maintain_order=True)
        new = [row not in self._families for row in whole.select(names).iter_rows()]
        writer.write("fingerprints", whole.filter(pl.Series(new, dtype=pl.Boolean)))
        self._families.update(whole.select(names).iter_rows())

    def _book(self, table: str) -> Book:
        if table not in self._books:
            frame = read_open(self._store.place, table, self.marks.open_table(table).files)
            book = Book(table, self.labels, {})
            book.open_rows = {book.key_of(row): row for row in _plain_rows(frame)}
            self._books[table] = book
        return self._books[table]

    def _ledger_(self) -> Ledger:
        if self._ledger is None:
            frame = read_open(self._store.place, "coverage", self.marks.open_table("coverage").files)
            self._ledger = Ledger.of(self.labels, self._run, _plain_rows(frame))
        return self._ledger

    def _writer(self) -> Any:
        self._writers += 1
        return self._store.writer(self._run, self.labels, worker=self._writers)


def _rows_frame(table: str, rows: list[Mapping[str, Any]] | list[dict[str, Any]]) -> pl.DataFrame:
    """Return rows as a frame of their table; moments are integers or aware datetimes."""
    return pl.DataFrame(
        [
            series_of(column, [row.get(column.name) for row in rows], None, len(rows))
            for column in TABLES[table].columns
        ]
    )


def _plain_rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return rows with their moments as integers."""
    times = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Datetime)]
    return frame.with_columns(pl.col(times).to_physical()).to_dicts() if times else frame.to_dicts()


def _day_of(path: str) -> int:
    """Return the day of a file's partition, in days since 1970."""
    from datetime import date

    name = path.split("/day=", 1)[1].split("/", 1)[0]
    return (date.fromisoformat(name) - date(1970, 1, 1)).days
