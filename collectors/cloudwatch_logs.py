"""Exported logs in CloudWatch Logs: each stream is one log, read from where the last run stopped.

Events are asked for by group, from a little before the last one seen, since they may arrive late; those known
by their id are left out, and new ones follow in the order of (timestamp, ingestion time). What the engine has
to read again (the end of a log that may still go on) is named event by event, so it is the same bytes again.
"""

from __future__ import annotations

import base64
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from aurorascope.aws.exported_logs import (
    EVENT_KINDS,
    FEEDS,
    NO_FORMAT,
    READ,
    TABLES,
    instance_of,
    named_unread,
    series_of,
)
from aurorascope.model.collector import Call, Collector, Planned
from aurorascope.model.haul import Haul, LogPiece, Span, Watermark, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Cluster

BACK = timedelta(
    hours=24
)  # `[collectors.cloudwatch_logs] back_hours` says more; older logs are cheaper in S3
OVERLAP = timedelta(minutes=5)
KNOWN_IDS = 20_000  # in a busy log the overlap is as long as so many events are
BATCH_BYTES = 8 << 20
PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Group:
    """One exported type of log of a cluster."""

    owner: Cluster
    kind: str

    @property
    def name(self) -> str:
        """The group's name, which Aurora makes of both."""
        return series_of(self.owner.name, self.kind).removeprefix("log:")


@dataclass(slots=True)
class Stream:
    """One stream: bytes that were handed over, ids of the last events, ids to hand over again first."""

    name: str
    position: int = 0
    newest: int = 0  # milliseconds
    seen: dict[str, int] = field(default_factory=dict)  # id -> timestamp, in the order of the bytes
    again: dict[str, int] = field(default_factory=dict)

    @property
    def begin(self) -> int:
        """From where on new events are looked for, in milliseconds; what is older was seen."""
        first = min(self.seen.values(), default=self.newest)
        return max(first, self.newest - int(OVERLAP.total_seconds() * 1000))

    @property
    def ask_from(self) -> int | None:
        """Where to ask from: events to hand over again may be older. None where nothing was read yet."""
        known = [self.begin] if self.newest else []
        return min([*known, *self.again.values()], default=None)


def collect(target: Target) -> Iterator[Haul]:
    """Yield the events since the last run, group by group."""
    for cluster in target.inventory.clusters:
        for kind in sorted(set(cluster.log_exports) - {*READ, *EVENT_KINDS}):
            series = _series(Group(cluster, kind))
            yield from named_unread(target, series, cluster.name, NO_FORMAT, "cloudwatch")
    yield from target.each(_groups(target), lambda group: _group(target, group), series=_series)


def plan(target: Target) -> Iterator[Planned]:
    """Yield one call a group; a page holds up to 1 MB, so a busy log takes more."""
    count = len(_groups(target))
    yield Planned("logs", "FilterLogEvents", count)
    new = sum(target.watermark(_series(group)) is None for group in _groups(target))
    if new:
        yield Planned("logs", "FilterLogEvents", 24 * new, once=True)


def _groups(target: Target) -> list[Group]:
    return [
        Group(cluster, kind)
        for cluster in target.inventory.clusters
        for kind in READ
        if kind in cluster.log_exports and not target.comes_elsewhere(cluster.name, kind)
    ]


def _series(group: Group) -> str:
    return f"log:{group.name}"


def _group(target: Target, group: Group) -> Iterator[Haul]:
    streams = _known_streams(target, group)
    begin = _begin(target, group, streams)
    for events in _batches(target, group, begin):
        pieces = [
            piece
            for name, own in events.items()
            if (piece := _piece(target, group, streams.setdefault(name, Stream(name)), own)) is not None
        ]
        if pieces:
            yield Haul(logs=tuple(pieces))
        if target.stopping():
            return
    span = Span(_series(group), begin, target.now, group.owner.name, route="cloudwatch")
    yield Haul(spans=(span,), watermarks={_series(group): Watermark(target.now)})


def _begin(target: Target, group: Group, streams: Mapping[str, Stream]) -> datetime:
    """Return from where to ask: where the stream that is furthest behind goes on."""
    mark = target.watermark(_series(group))
    elsewhere = target.read_elsewhere(_series(group))
    if elsewhere is not None and (mark is None or mark.reached < elsewhere):
        return elsewhere
    if mark is None:
        back = timedelta(hours=float(target.options.get("back_hours", BACK.total_seconds() / 3600)))
        return target.begin(_series(group), back=back, overlap=OVERLAP)
    places = [at for stream in streams.values() if (at := stream.ask_from) is not None]
    begin = min([*places, _milliseconds(mark.reached - OVERLAP)])
    return datetime.fromtimestamp(begin / 1000, UTC)


def _known_streams(target: Target, group: Group) -> dict[str, Stream]:
    start = f"{_series(group)}:"
    return {
        series.removeprefix(start): Stream(
            series.removeprefix(start),
            int(mark.state["position"]),
            int(mark.state["newest"]),
            dict(mark.state["seen"]),
            dict(mark.state["again"]),
        )
        for series, mark in target.watermarks().items()
        if series.startswith(start)
    }


def _batches(target: Target, group: Group, begin: datetime) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """Yield events by stream, some megabytes at a time: they come in the order of their time."""
    pages = (
        target.client("logs")
        .get_paginator("filter_log_events")
        .paginate(
            logGroupName=group.name,
            startTime=_milliseconds(begin),
            endTime=_milliseconds(target.now),  # inclusive here
            PaginationConfig={"PageSize": PAGE},
        )
    )
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    size = 0
    for page in pages:
        for event in page.get("events", ()):
            held[event["logStreamName"]].append(event)
            size += len(event.get("message", ""))
        if size >= BATCH_BYTES:
            yield held
            held, size = defaultdict(list), 0
    yield held


def _piece(target: Target, group: Group, stream: Stream, events: Iterable[dict[str, Any]]) -> LogPiece | None:
    """Return what is new of a stream as bytes, with the places where the next run may begin."""
    fresh = _in_order(stream, events)
    if not fresh:
        return None
    begin = stream.position
    ids, ends, data = [], [0], bytearray()
    for name, event in fresh:
        data += event.get("message", "").encode("utf-8", "surrogatepass").rstrip(b"\n") + b"\n"
        ids.append((name, int(event["timestamp"])))
        ends.append(len(data))
    marks = []
    for place in _places(len(ids)):
        before = _latest({**stream.seen, **dict(ids[:place])})
        newest = max([stream.newest, *(at for _, at in ids[:place])])
        state = {
            "position": begin + ends[place],
            "newest": newest,
            "seen": before,
            "again": ids[place:],  # a list: their order is that of the bytes
        }
        reached = datetime.fromtimestamp((newest or ids[0][1]) / 1000, UTC)
        marks.append((ends[place], Watermark(reached, state)))
    stream.position = begin + len(data)
    stream.newest = max([stream.newest, *(at for _, at in ids)])
    stream.seen = _latest({**stream.seen, **dict(ids)})
    path = f"cloudwatch:{group.name}:{stream.name}"
    return LogPiece(
        series=f"{_series(group)}:{stream.name}",
        source=source_of(target.account, target.region, group.name, stream.name),
        path=path,
        cluster=group.owner.name,
        instance=instance_of(group.owner, stream.name),
        kind=group.kind,
        route="cloudwatch",
        data=bytes(data),
        marks=marks,
        position=begin,
    )


def _in_order(stream: Stream, events: Iterable[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Return events that are not known: first those to hand over again, as they stood, then the new ones."""
    found = {}
    for event in sorted(events, key=lambda event: (event["timestamp"], event.get("ingestionTime", 0))):
        name = _short(event)
        if name in stream.again or (name not in stream.seen and event["timestamp"] >= stream.begin):
            found.setdefault(name, event)
    first = [name for name in stream.again if name in found]
    stream.again = {name: at for name, at in stream.again.items() if name not in found}
    rest = [name for name in found if name not in set(first)]
    return [(name, found[name]) for name in (*first, *rest)]


def _latest(seen: dict[str, int]) -> dict[str, int]:
    """Return the events that another look may show again: those of the overlap, as many as are kept."""
    if not seen:
        return {}
    since = max(seen.values()) - int(OVERLAP.total_seconds() * 1000)
    kept = sorted(((at, name) for name, at in seen.items() if at >= since), reverse=True)
    if len(kept) > KNOWN_IDS:  # a moment is kept whole or not at all
        kept = [item for item in kept if item[0] > kept[KNOWN_IDS][0]] or kept[:KNOWN_IDS]
    return {name: at for at, name in kept}


def _places(count: int) -> list[int]:
    """Return after how many of `count` events a mark stands: the first, and closer together near the end."""
    steps = {count - (1 << power) for power in range(count.bit_length())}
    return sorted({0, count, *(place for place in steps if place > 0)})


def _short(event: Mapping[str, Any]) -> str:
    name = event.get("eventId") or f"{event['timestamp']}/{event.get('message', '')}"
    return base64.b85encode(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()).decode()


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


COLLECTOR = Collector(
    name="cloudwatch_logs",
    doc="The logs that clusters export to CloudWatch Logs: PostgreSQL's, and MySQL's four.",
    tables=TABLES,
    calls=(
        Call(
            "logs",
            "FilterLogEvents",
            "arn:{partition}:logs:{region}:{account}:log-group:/aws/rds/cluster/*",
        ),
    ),
    feeds=FEEDS,
    collect=collect,
    plan=plan,
)
