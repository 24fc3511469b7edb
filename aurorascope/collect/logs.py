"""Log bytes of hauls, on the way that files take: spooled, read by the workers, part of the run's own commit.

A log that arrives in pieces is a source whose first bytes are known already: it is spooled into a sparse file
at the place where it goes on, and read from where the last commit stopped. The watermark that is committed is
the last mark before what is still open, so the next run is handed those bytes again.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aurorascope.ingest.carry import Carry, load_carry
from aurorascope.ingest.counting import Uncounted, count_once, uncount
from aurorascope.ingest.flow import Flow
from aurorascope.ingest.plan import Plan
from aurorascope.ingest.pool import Pool
from aurorascope.ingest.run import SMALL, run_id
from aurorascope.ingest.sources import NotUnderstood, Source, first_stamp, recognised
from aurorascope.ingest.tasks import Setup
from aurorascope.logs.starts import FormatSpec
from aurorascope.sources.streams import SAMPLE, Stream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aurorascope.model.haul import LogPiece, Watermark
    from aurorascope.store.layout import DataFile
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

SLICE_BYTES = 128 << 20  # so much waits on disk before a commit of its own


@dataclass
class Spooled:
    """One log: its pieces one after the other in a file, and the places where reading may begin again."""

    collector: str
    first: LogPiece
    path: str
    begin: int
    end: int
    marks: list[tuple[int, Watermark]] = field(default_factory=list)
    truncated: bool = False
    expected_bytes: int | None = None

    def add(self, piece: LogPiece) -> None:
        """Append a piece. Raises ValueError where it does not go on where the last one ended."""
        if piece.position != self.end:
            raise ValueError(
                f"{piece.path}: a piece begins at byte {piece.position:,}, the last one ended at {self.end:,}"
            )
        with Path(self.path).open("r+b") as file:
            file.seek(self.end)
            file.write(piece.data)
        self.marks += [(piece.position + place, mark) for place, mark in piece.marks]
        self.end += len(piece.data)
        self.truncated |= piece.truncated
        self.expected_bytes = piece.expected_bytes

    def mark_before(self, place: int) -> Watermark | None:
        """Return the watermark of the last mark at or before `place`."""
        return max(
            ((at, number, mark) for number, (at, mark) in enumerate(self.marks) if at <= place),
            default=(0, 0, None),
        )[2]


@dataclass
class LandedLogs:
    """What a commit takes in of logs; `unread` are those that no format explains, with the reason."""

    files: list[DataFile] = field(default_factory=list)
    removes: list[str] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=dict)
    watermarks: dict[tuple[str, str], Watermark] = field(default_factory=dict)
    unread: list[tuple[Spooled, str]] = field(default_factory=list)


class LogSpool:
    """The logs of one account and Region that wait for the next commit; one thread uses it."""

    def __init__(self, store: Store, labels: Mapping[str, str]) -> None:
        self._store, self._labels = store, labels
        self._waiting: dict[str, Spooled] = {}
        self.bytes = 0

    def take(self, collector: str, piece: LogPiece) -> None:
        """Take a piece of a log."""
        spooled = self._waiting.get(piece.source)
        if spooled is None:
            handle, path = tempfile.mkstemp(prefix="aurorascope-log-")
            os.close(handle)
            spooled = Spooled(collector, piece, path, piece.position, piece.position)
            self._waiting[piece.source] = spooled
        spooled.add(piece)
        self.bytes += len(piece.data)

    def close(self) -> None:
        """Remove the spooled bytes."""
        for spooled in self._waiting.values():
            Path(spooled.path).unlink(missing_ok=True)
        self._waiting = {}
        self.bytes = 0

    def land(self, snapshot: Snapshot) -> LandedLogs:
        """Read what waits into files for a commit that is based on `snapshot`."""
        landed = LandedLogs()
        plan = Plan(base=snapshot.version)
        known = _known_formats(snapshot, self._waiting)
        for spooled in self._waiting.values():
            try:
                source = self._source(spooled, known.get(spooled.first.source))
            except NotUnderstood as error:
                landed.unread.append((spooled, str(error)))
                continue
            if source is not None:
                plan.sources.append(source)
        plan.sources.sort(key=lambda source: (source.log, source.first_stamp))
        count_once(plan.sources, lambda: snapshot)
        for number, source in enumerate(plan.sources):
            source.number = number
        if plan.sources:
            self._read(plan, landed)
        return landed

    def _read(self, plan: Plan, landed: LandedLogs) -> None:
        carry = load_carry(self._store, plan) if plan.base else Carry()
        run = run_id()
        count = len(os.sched_getaffinity(0)) if self.bytes > SMALL else 1
        with Pool(count).start() as pool:
            pool.setup(Setup(self._store.address, run, 0, self._store.redacted))
            uncounted = uncount(self._store, plan.sources, carry, run) if plan.base else Uncounted()
            flow = Flow(pool, plan, carry, run, redacted=self._store.redacted, progress=None, alone=False)
            flow.files += uncounted.files
            try:
                landed.files = flow.run(time.time())
            except BaseException:
                flow.abandon()
                self._store.place.drop([file.path for file in flow.files])
                raise
        landed.removes = [*carry.removes, *uncounted.removes]
        landed.positions = flow.positions()
        for source in plan.sources:
            spooled = self._waiting[source.id]
            mark = spooled.mark_before(flow.needed_from(source))
            if mark is not None:
                landed.watermarks[spooled.collector, spooled.first.series] = mark

    def _source(self, spooled: Spooled, spec: FormatSpec | None) -> Source | None:
        """Return a log as a source to read; None where all of it was read. Raises NotUnderstood."""
        piece = spooled.first
        taken = self._store.position(piece.source)
        resume = self._store.position(f"{piece.source}#resume") if taken is not None else None
        if taken is not None and taken >= spooled.end:
            return None
        sample = _sample(spooled)
        if not sample.strip(b"\0\n\r \t"):
            return None
        if spec is None:
            spec, _, _ = recognised(sample, None, "")
        place = {"cluster": piece.cluster, "instance": piece.instance}
        return Source(
            path=piece.path,
            stream=Stream(
                spooled.path, problem="the log was cut before it came here" if spooled.truncated else ""
            ),
            spec=spec,
            labels={**self._labels, **place},
            id=piece.source,
            first_stamp=first_stamp(sample),
            share=1.0,
            plain=True,
            size=spooled.expected_bytes or spooled.end,
            end=spooled.end,
            resume=max(spooled.begin, resume or 0),
            taken=taken or 0,
            route=piece.route,
            kind=piece.kind,
        )


def _sample(spooled: Spooled) -> bytes:
    with Path(spooled.path).open("rb") as file:
        file.seek(spooled.begin)
        return file.read(SAMPLE)


def _known_formats(snapshot: Snapshot, sources: Mapping[str, Any]) -> dict[str, FormatSpec]:
    """Return the formats that earlier pieces of these logs had: three lines may not show it."""
    rows = snapshot.query(
        "select source, arg_max(format, covered_to) as format, arg_max(prefix, covered_to) as prefix "
        "from coverage where source in (select unnest($ids)) and format is not null group by source",
        {"ids": list(sources)},
    ).to_pylist()
    return {row["source"]: FormatSpec(row["format"], row["prefix"] or "") for row in rows}
