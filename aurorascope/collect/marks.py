"""The watermarks of one account and Region: what was committed last, and which files hold rows still open."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from aurorascope.collect.frames import as_json
from aurorascope.model.haul import Watermark
from aurorascope.model.moments import DAY, micros, moment_of

if TYPE_CHECKING:
    from datetime import datetime

    from aurorascope.store.snapshot import Snapshot

FORGOTTEN_AFTER = 60 * DAY  # a series that nobody read for so long is of something that is gone


@dataclass
class OpenTable:
    """The files of a table that hold rows which may still change, and the frontier behind which none does."""

    files: list[str] = field(default_factory=list)
    frontier: int = 0


@dataclass
class Marks:
    """All of it; `files` are those of the hidden table itself, which the next commit replaces."""

    series: dict[str, dict[str, Watermark]] = field(default_factory=dict)
    tables: dict[str, OpenTable] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def of(self, collector: str) -> dict[str, Watermark]:
        """Return a collector's watermarks by series."""
        return self.series.setdefault(collector, {})

    def open_table(self, table: str) -> OpenTable:
        """Return what is open of a table."""
        return self.tables.setdefault(table, OpenTable())

    def rows(self, account: str, region: str, now: datetime) -> list[dict[str, Any]]:
        """Return the rows of the hidden table for the next commit."""
        label = {"ts": micros(now), "account": account, "region": region}
        found = [
            label | {"collector": collector, "series": series, "reached": micros(mark.reached),
                     "state": as_json(mark.state), "files": None}
            for collector, marks in sorted(self.series.items())
            for series, mark in sorted(marks.items())
            if micros(mark.reached) > micros(now) - FORGOTTEN_AFTER
        ]  # fmt: skip
        found += [
            label
            | {"collector": None, "series": table, "reached": it.frontier, "state": None, "files": it.files}
            for table, it in sorted(self.tables.items())
        ]
        return found


def load_marks(snapshot: Snapshot, account: str, region: str) -> Marks:
    """Read the watermarks of one account and Region from a version of the store."""
    marks = Marks()
    files = snapshot.files("watermarks")
    with snapshot.holding(["watermarks"]):
        frames = [pl.read_parquet(snapshot.place.root / it.path, hive_partitioning=False) for it in files]
    for file, frame in zip(files, frames, strict=True):
        if frame.is_empty() or (frame["account"][0], frame["region"][0]) != (account, region):
            continue
        marks.files.append(file.path)
        for row in frame.iter_rows(named=True):
            if row["collector"] is None:
                reached = micros(row["reached"])
                marks.tables[row["series"]] = OpenTable(list(row["files"] or ()), reached)
            else:
                marks.of(row["collector"])[row["series"]] = Watermark(
                    moment_of(micros(row["reached"])), json.loads(row["series_state"] or "{}")
                )
    return marks


def open_files(snapshot: Snapshot) -> frozenset[str]:
    """Return all files of a version whose rows a later run may replace, of every account and Region."""
    rows = snapshot.query("select distinct unnest(files) as path from watermarks")
    return frozenset(rows.column("path").to_pylist())
