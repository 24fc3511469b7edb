"""What a run reads: every source recognised, known ones continued, the rest said to be what it is."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.ingest.counting import count_once
from aurorascope.ingest.exported import Export, Exported, planned
from aurorascope.ingest.sources import NotUnderstood, Source, instance_of, open_source, plain_tail
from aurorascope.ingest.summary import SourceResult
from aurorascope.ingest.twins import leave_twins
from aurorascope.ingest.wrapped import Part, Wrapped, unwrap
from aurorascope.sources.find import find
from aurorascope.sources.streams import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.ingest.summary import Cause
    from aurorascope.sources.find import Found
    from aurorascope.store.store import Store

WRITE_TEST = "aws-logs-write-test"  # CloudWatch writes it where it exports to
TWINS = 8  # sources that begin with the same line and are not the same


@dataclass
class Plan:
    """Sources to read, in the order of their logs; `done` are results that are known already."""

    sources: list[Source] = field(default_factory=list)
    done: dict[str, SourceResult] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    base: int = 0
    spooled: list[str] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)  # the path of each source, by its id
    exports: dict[str, Export] = field(default_factory=dict)  # of counters, by their ids
    zone: str = ""
    events: set[int] = field(default_factory=set)  # of CloudWatch, that were seen in any source

    @property
    def repeatable(self) -> bool:
        """False where a source was standard input: it cannot be read twice."""
        paths = [source.path for source in self.sources] + [one.path for one in self.exports.values()]
        return all(path.split("/")[0] != "-" for path in paths)

    def exports_taken(self) -> list[Export]:
        """Return the exports of counters that were taken in."""
        return [one for one in self.exports.values() if one.result.status == "complete"]

    def remove_spooled(self) -> None:
        """Remove the files that streams were written into."""
        for name in self.spooled:
            Path(name).unlink(missing_ok=True)

    def results(self) -> list[SourceResult]:
        """Return the results in the order in which the user named the sources."""
        made = {source.path: _result(source) for source in self.sources}
        made |= {export.path: export.result for export in self.exports.values()}
        return [(made | self.done)[path] for path in self.order]


def make_plan(
    paths: Sequence[str | os.PathLike[str] | Found],
    store: Store,
    labels: Mapping[str, str],
    instance: str | None,
    prefix: str | None,
    zone: str,
    form: str = "",
) -> Plan:
    """Look into every source; one bad source never stops the others."""
    plan = Plan(base=store.version(), zone=zone)
    for found in find(paths):
        if found.problem:
            cause: Cause = "denied" if found.denied else "path"
            plan.order.append(found.path)
            plan.done[found.path] = SourceResult(found.path, "failed", found.problem, cause=cause)
        elif Path(found.path).name == WRITE_TEST:
            _done(plan, SourceResult(found.path, "complete", "is CloudWatch's own test of the bucket"))
        else:
            _look(
                Part(found.path, found.file or found.path),
                store,
                plan,
                Asked(labels, instance, prefix, zone, form),
            )
    count_once(plan.sources, store.snapshot)
    plan.done |= leave_twins(plan.sources, store if plan.base else None)
    plan.sources.sort(key=lambda source: (source.log, source.first_stamp))
    for number, source in enumerate(plan.sources):
        source.number = number
    return plan


@dataclass(frozen=True)
class Asked:
    """What the user said of all sources."""

    labels: Mapping[str, str]
    instance: str | None
    prefix: str | None
    zone: str
    form: str

    def labels_of(self, part: Part) -> dict[str, str]:
        """Return a log's labels: what the user said, then what the wrapping says, then what the path does."""
        named = {**self.labels, "instance": self.instance or part.instance or instance_of(part.path)}
        if part.cluster and named["cluster"] == "local":
            named["cluster"] = part.cluster
        return named


def _look(part: Part, store: Store, plan: Plan, asked: Asked) -> None:
    """Look into one source, and into what it holds."""
    try:
        source = open_source(
            part.path,
            asked.labels_of(part),
            prefix=(asked.prefix or part.prefix or None) if part.whole_prefix is None else part.whole_prefix,
            zone=asked.zone,
            file=part.file,
            form=asked.form,
        )
    except Wrapped as wrapped:
        _look_inside(wrapped, part, store, plan, asked)
        return
    except Exported as found:
        _plan_export(found, part, store, plan, asked)
        return
    except (SourceError, NotUnderstood) as error:
        _done(plan, SourceResult(part.path, "failed", part.problem or str(error)))
        return
    if source is None:
        _done(plan, SourceResult(part.path, "complete", "is empty"))
        return
    source.stream.problem = source.stream.problem or part.problem
    source.note = "; ".join(note for note in (part.note, source.note) if note)
    plan.order.append(source.path)
    _place(source, store, plan)
    if source.path in plan.done:
        source.stream.close()
    elif source.id in plan.taken:
        source.stream.close()
        reason = f"is the same log as {plan.taken[source.id]}"
        plan.done[source.path] = SourceResult(source.path, "unchanged", reason, source.spec.format)
    else:
        plan.taken[source.id] = source.path
        plan.sources.append(source)


def _plan_export(found: Exported, part: Part, store: Store, plan: Plan, asked: Asked) -> None:
    """Put an export of counters on the list, once."""
    one = planned(found, part.path, part.file, asked.labels_of(part), store, plan.spooled)
    if isinstance(one, SourceResult):
        _done(plan, one)
    elif one.file.id in plan.exports:
        reason = f"is the same export as {plan.exports[one.file.id].path}"
        _done(plan, SourceResult(part.path, "unchanged", reason, one.kind.name))
    else:
        plan.order.append(part.path)
        plan.exports[one.file.id] = one


def _look_inside(wrapped: Wrapped, part: Part, store: Store, plan: Plan, asked: Asked) -> None:
    """Look into every log that a source holds."""
    held = unwrap(wrapped, part, plan.spooled, plan.events, asked.prefix)
    if held.problem and not held.parts:
        _done(plan, SourceResult(part.path, "failed", held.problem))
    elif not held.parts:
        _done(plan, SourceResult(part.path, "complete", held.note or "holds no log"))
    for one in held.parts:
        one.note = "; ".join(note for note in (part.note, held.note) if note)
        one.instance, one.cluster = one.instance or part.instance, one.cluster or part.cluster
        _look(one, store, plan, asked)


def _done(plan: Plan, result: SourceResult) -> None:
    plan.order.append(result.path)
    plan.done[result.path] = result


def _place(source: Source, store: Store, plan: Plan) -> None:
    """Find out where reading goes on; a source that holds nothing new is done."""
    position = store.position(source.id)
    if source.plain:
        source.end = source.size
    elif position is not None:
        _spool(source, plan)
    for _ in range(TWINS):
        if position is None or source.end < position or _same(source, store, position):
            break
        source.id = hashlib.blake2b(f"{source.id}/{_head_mark(source)}".encode(), digest_size=8).hexdigest()
        position = store.position(source.id)
    if position is None:
        return
    source.taken = position
    if source.end <= position:
        known = (
            "was taken in before"
            if source.end == position
            else f"was taken in before, and further ({position:,} bytes)"
        )
        plan.done[source.path] = SourceResult(source.path, "unchanged", known, source.spec.format)
        return
    source.resume = store.position(f"{source.id}#resume") or 0


def _same(source: Source, store: Store, position: int) -> bool:
    return plain_tail(_file(source), position) == store.position(f"{source.id}#tail")


def _file(source: Source) -> str:
    return source.stream.path if source.path != source.stream.path else source.path


def _head_mark(source: Source) -> int:
    return plain_tail(_file(source), min(source.end, 64 << 10))


def _spool(source: Source, plan: Plan) -> None:
    """Write a stream that is known already into a file: only what is new in it will be read."""
    handle, name = tempfile.mkstemp(prefix="aurorascope-")
    plan.spooled.append(name)
    with os.fdopen(handle, "wb") as file:
        for chunk in source.stream.chunks():
            file.write(chunk)
    source.stream.close()
    source.stream.path = name
    source.plain = True
    source.end = source.size = Path(name).stat().st_size


def _result(source: Source) -> SourceResult:
    counts = source.total
    problem = source.stream.problem
    reasons = [problem] if problem else []
    notes = [source.note] if source.note else []
    if source.cut:
        reasons.append("holds an entry longer than 16 MiB, which was cut there")
    return SourceResult(
        path=source.path,
        status="partial" if reasons else "complete",
        reason="; ".join(reasons + notes),
        format=source.spec.format,
        bytes=source.end - source.resume,
        entries=counts.entries,
        statements=counts.statements,
        filtered_entries=counts.filtered,
        unparsed_entries=counts.unparsed,
        first_unparsed=None
        if counts.first_unparsed is None
        else (counts.first_unparsed[0], counts.first_unparsed[2]),
        covered_from=_moment(counts.covered_from),
        covered_to=_moment(counts.covered_to),
        truncated=bool(problem),
        prefix=source.spec.prefix if source.spec.format == "stderr" else "",
    )


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else datetime.fromtimestamp(micros / 1_000_000, tz=UTC)
