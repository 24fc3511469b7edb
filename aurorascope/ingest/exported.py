"""Exports of a server's counters: what a run takes in of them, and what it compares them with.

Counters are what a server counted since some moment, so a single export says little: what is shown is the
difference of two. Exports of an instance are taken in the order of time; an older one than the newest that is
known is refused, as its difference would count twice what is counted already.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aurorascope.ingest.summary import SourceResult
from aurorascope.ingest.tasks import ExportFile, TakeExports
from aurorascope.logs.exports.tabular import MOST_BYTES
from aurorascope.model.moments import SECOND
from aurorascope.sources.objects import written_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aurorascope.ingest.tasks import ExportTaken
    from aurorascope.logs.exports.kind import ExportKind
    from aurorascope.sources.streams import Stream
    from aurorascope.store.store import Store

LABELS = ("account", "region", "cluster", "instance")


class Exported(Exception):  # noqa: N818 - it says what the source is
    """A source that is no log but an export of counters."""

    def __init__(self, kind: ExportKind, stream: Stream) -> None:
        """Keep the stream: what was read of standard input cannot be read again."""
        super().__init__(kind.name)
        self.kind, self.stream = kind, stream


@dataclass
class Export:
    """One export to take in; `result` says what became of it."""

    path: str
    kind: ExportKind
    labels: Mapping[str, str]
    file: ExportFile
    size: int
    result: SourceResult = field(default_factory=lambda: SourceResult("", "failed"))
    taken: ExportTaken | None = None

    @property
    def group(self) -> tuple[str, ...]:
        """Exports of one group are compared with each other."""
        return (self.kind.name, *(self.labels[name] for name in LABELS))

    def close(self, taken: ExportTaken) -> None:
        """Say what became of it."""
        self.taken = taken
        at = None if taken.at is None else datetime.fromtimestamp(taken.at / SECOND, tz=UTC)
        self.result = SourceResult(
            path=self.path, status=taken.status, reason=taken.reason, format=self.kind.name, bytes=self.size,
            entries=taken.rows, unparsed_entries=taken.unread, covered_from=at, covered_to=at,
        )  # fmt: skip

    def coverage_row(self, run: str) -> dict[str, Any]:
        """Return the row of `coverage`; a moment is all that an export covers."""
        assert self.taken is not None  # noqa: S101 - asked of those that were taken
        return {
            **self.labels, "run": run, "source": self.file.id, "path": self.path, "series": self.kind.name,
            "route": "stdin" if self.path == "-" else "file", "format": self.kind.name,
            "covered_from": self.taken.at, "covered_to": self.taken.at, "expected_bytes": self.size,
            "bytes": self.size, "entries": self.taken.rows, "unparsed_entries": self.taken.unread,
            "truncated": False, "status": "complete", "reason": self.taken.reason or None,
        }  # fmt: skip


def planned(
    found: Exported, path: str, file: str, labels: Mapping[str, str], store: Store, spooled: list[str]
) -> Export | SourceResult:
    """Look at an export: its bytes name it, so the same one adds nothing."""
    stream = found.stream
    digest = hashlib.blake2b("\0".join(labels[name] for name in LABELS).encode(), digest_size=8)
    plain = not stream.compressed and file != "-" and Path(file).is_file()  # an object is spooled
    target = None if plain else tempfile.NamedTemporaryFile(prefix="aurorascope-", delete=False)  # noqa: SIM115 -- closed below
    size = 0
    for chunk in stream.chunks():
        size += len(chunk)
        if size > MOST_BYTES:
            break
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    stream.close()
    if target is not None:
        target.close()
        spooled.append(target.name)
    if stream.problem or size > MOST_BYTES:
        why = (
            stream.problem
            or f"is larger than any export of counters ({MOST_BYTES >> 20} MB): nothing was read"
        )
        return SourceResult(path, "failed", why, found.kind.name)
    if store.position(digest.hexdigest()) is not None:
        return SourceResult(path, "unchanged", "was taken in before", found.kind.name)
    written = written_at(file) if file != "-" else datetime.now(UTC).timestamp()
    one = ExportFile(
        digest.hexdigest(), path, target.name if target is not None else file, round(written * SECOND)
    )
    return Export(path, found.kind, labels, one, size)


def tasks(exports: Iterable[Export], store: Store, zone: str) -> Iterator[TakeExports]:
    """Yield a task for each instance and sort of export, with the newest export that the store has."""
    groups: dict[tuple[str, ...], list[Export]] = {}
    for export in exports:
        groups.setdefault(export.group, []).append(export)
    for members in groups.values():
        first = members[0]
        before, at = _newest(store, first)
        yield TakeExports(
            0, first.kind.name, tuple(one.file for one in members), first.labels, tuple(before), at,
            _measured(store, first), zone,
        )  # fmt: skip


def _where(export: Export) -> tuple[str, dict[str, object]]:
    return " and ".join(f"{name} = ${name}" for name in LABELS), {
        name: export.labels[name] for name in LABELS
    }


def _newest(store: Store, export: Export) -> tuple[list[dict[str, Any]], int | None]:
    place, values = _where(export)
    values["origin"] = export.kind.name
    counters = ", ".join(counter.column for counter in export.kind.counters)
    mine = f"from {export.kind.raw} where {place} and origin = $origin"
    rows = (
        store.snapshot()
        .query(
            f"select counter_key, epoch_us(since) as since, epoch_us(ts) as at, {counters} {mine} "
            f"and ts = (select max(ts) {mine})",
            values,
        )
        .to_pylist()
    )
    return rows, rows[0]["at"] if rows else None


def _measured(store: Store, export: Export) -> tuple[int, int] | None:
    """Return the span in which Performance Insights counted the same statements; two counts would add up."""
    if export.kind.differences != "sql_stats":
        return None
    place, values = _where(export)
    (row,) = (
        store.snapshot()
        .query(
            "select epoch_us(min(ts)) as first, epoch_us(max(ts + to_seconds(period_s))) as last "
            f"from sql_stats where {place} and origin is null",
            values,
        )
        .to_pylist()
    )
    return None if row["first"] is None else (row["first"], row["last"])
