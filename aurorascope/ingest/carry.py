"""The open ends of earlier runs: what a log's next source goes on from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aurorascope.model.block import OpenEnd
from aurorascope.model.moments import SECOND
from aurorascope.sources.objects import open_bytes

if TYPE_CHECKING:
    from aurorascope.ingest.plan import Plan
    from aurorascope.ingest.sources import Source
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

LABELS = ("account", "cluster", "instance", "region")
SLACK_US = 15 * 3600 * SECOND  # a first stamp is compared before its zone is known


@dataclass
class Carry:
    """Open ends by log, the files of provisional rows to take back, and rows of other logs to keep."""

    ends: dict[tuple[str, ...], list[OpenEnd]] = field(default_factory=dict)
    removes: list[str] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    closed_logs: list[str] = field(default_factory=list)


def load_carry(store: Store, plan: Plan) -> Carry:
    """Load what earlier runs left open of the plan's logs."""
    snapshot = store.snapshot()
    rows = snapshot.query("select * from open_ends").to_pylist()
    chosen: dict[tuple[str, str], tuple[str, ...]] = {}
    for log in dict.fromkeys(source.log for source in plan.sources):
        own = [row for row in rows if tuple(row[name] for name in LABELS) == log[: len(LABELS)]]
        best = _choose(own, [source for source in plan.sources if source.log == log], redacted=store.redacted)
        if best is not None:
            chosen[best["run"], best["log"]] = log
    return _collect(rows, chosen, plan, snapshot) if chosen else Carry()


def _choose(rows: list[dict[str, Any]], sources: list[Source], *, redacted: bool) -> dict[str, Any] | None:
    """Return a row of the set to go on from: that of a continued source, else the newest before."""
    ids = {source.id for source in sources}
    for row in rows:
        if row["log"] in ids:
            return row
    if redacted or sources[0].spec.whole:
        return None
    rows = [row for row in rows if (row["format"] or "stderr") == sources[0].spec.format]
    newest = max(rows, key=lambda row: row["ts"], default=None)
    if newest is None or any(source.resume for source in sources):
        return None
    stamp = sources[0].first_stamp[:19].decode() or "1970-01-01 00:00:00"
    begins = datetime.fromisoformat(stamp + "+00:00").timestamp() * SECOND
    return newest if newest["ts"].timestamp() * SECOND <= begins + SLACK_US else None


def _collect(
    rows: list[dict[str, Any]], chosen: dict[tuple[str, str], tuple[str, ...]], plan: Plan, snapshot: Snapshot
) -> Carry:
    carry = Carry()
    resumes = {source.id: source.resume for source in plan.sources}
    runs = {run for run, _ in chosen}
    files: set[str] = set()
    for row in rows:
        key = row["run"], row["log"]
        log = chosen.get(key)
        if log is None:
            if row["run"] in runs:  # it shares a file with a set that is taken back
                carry.kept.append(row)
            continue
        files.update(row["files"] or ())
        if row["log"] not in resumes and row["log"] not in carry.closed_logs:
            carry.closed_logs.append(row["log"])
        again = row["source"] in resumes and row["offset"] >= resumes[row["source"]]
        if not again:
            raw = _again(row, plan) if row["raw"] is None else row["raw"].encode("latin-1")
            carry.ends.setdefault(log, []).append(OpenEnd(row["pid"], row["source"], row["offset"], raw))
    old = [
        file.path
        for file in snapshot.files("open_ends")
        if any(f"/{run}-" in f"/{file.path}" for run in runs)
    ]
    carry.removes = sorted(files) + old
    return carry


def _again(row: dict[str, Any], plan: Plan) -> bytes:
    """Read an open end from its source again: a redacted store keeps no raw bytes."""
    source = next(source for source in plan.sources if source.id == row["source"])
    with open_bytes(source.stream.path) as file:
        file.seek(row["offset"])
        return file.read(row["length"])
