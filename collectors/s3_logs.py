"""Exported logs that lie in S3: what a subscription sent through Firehose, and what export tasks wrote.

    [collectors]
    s3_logs = true

    [collectors.s3_logs]
    bucket = "database-logs"
    prefix = "aurora/"

Objects are taken in the order in which they came, each once by key and ETag. A log that comes this way is not
read in CloudWatch too; where the way changes, a log goes on from where the other way had read it to.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from aurorascope.aws.exported_logs import FEEDS, READ, TABLES, instance_of, series_of
from aurorascope.aws.log_objects import Event, NoLogObject, events_of
from aurorascope.aws.stored_objects import LATE, Object, objects_since
from aurorascope.model.collector import Call, Collector, Planned
from aurorascope.model.haul import Haul, LogPiece, Span, Watermark, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Cluster

SERIES = "objects"
BACK = timedelta(days=1)
BATCH_BYTES = 16 << 20
IDS_KNOWN = 4000
KNOWN = 20_000

Log = tuple[str, str, str]  # cluster, kind, stream


@dataclass(slots=True)
class Stream:
    """One log: bytes that were handed over, the newest moment of each way here, ids of the last events."""

    position: int = 0
    newest: int = 0
    task: str = ""
    floor: int = 0  # events of an export task that an earlier one held
    ids: dict[str, None] = field(default_factory=dict)
    done: dict[str, None] = field(default_factory=dict)
    again: list[list[str]] = field(default_factory=list)
    ends: list[tuple[int, Watermark]] = field(default_factory=list)
    earlier: list[Watermark] = field(default_factory=list)  # marks that were handed over in this run
    data: bytearray = field(default_factory=bytearray)

    def state(self) -> dict[str, Any]:
        """Return what goes into a watermark."""
        return {
            "position": self.position + len(self.data), "newest": self.newest, "task": self.task,
            "floor": self.floor, "ids": list(self.ids)[-IDS_KNOWN:], "done": list(self.done)[-KNOWN:],
        }  # fmt: skip


def collect(target: Target) -> Iterator[Haul]:
    """Yield the logs of new objects, some megabytes at a time."""
    bucket, prefix = _place(target)
    if not bucket:
        raise ValueError("[collectors.s3_logs] names no bucket: bucket = '...' says where the logs are")
    mark = target.watermark(SERIES)
    begin = target.begin(SERIES, back=timedelta(days=_back(target)), overlap=timedelta(0))
    seen = dict.fromkeys(mark.state["seen"]) if mark else {}
    reader = Reader(target, bucket)
    found = objects_since(target, bucket, prefix, begin)
    fresh = [it for it in found if it.name not in seen]
    for number, it in enumerate([*reader.again(), *fresh]):
        reader.take(it if it.turn else replace(it, turn=f"{target.now:%Y%m%d%H%M%S}-{number:08d}"))
        if reader.size >= BATCH_BYTES:
            yield reader.haul()
        if target.stopping():
            yield reader.haul()
            return
    yield reader.haul()
    recent = [it.name for it in found if it.modified >= target.now - LATE][-KNOWN:]
    status, reason = ("partial", "; ".join(reader.problems[:3])) if reader.problems else ("complete", "")
    yield Haul(
        spans=(Span(SERIES, begin, target.now, status=status, reason=reason, route="s3"),),
        watermarks={SERIES: Watermark(target.now, {"seen": recent})},
    )
    for log in sorted(reader.read):
        series = series_of(log[0], log[1])
        yield Haul(
            spans=(Span(series, begin, target.now, log[0], route="s3"),),
            watermarks={series: Watermark(target.now)},
        )


def plan(target: Target) -> Iterator[Planned]:
    """Yield a list a run and some objects; a first run reads those of a day."""
    yield Planned("s3", "ListObjectsV2", 2)
    yield Planned("s3", "GetObject", 5)
    if target.watermark(SERIES) is None:
        yield Planned("s3", "GetObject", 288, once=True)


def _place(target: Target) -> tuple[str, str]:
    return str(target.options.get("bucket", "")), str(target.options.get("prefix", ""))


def _back(target: Target) -> float:
    return float(target.options.get("back_days", BACK / timedelta(days=1)))


class Reader:
    """The objects of one run, as pieces of logs."""

    def __init__(self, target: Target, bucket: str) -> None:
        self._target, self._bucket = target, bucket
        self._streams: dict[Log, Stream] = defaultdict(Stream)
        self.problems: list[str] = []
        self.read: set[Log] = set()
        self.size = 0
        self._wanted: dict[str, set[Log]] = {}
        for series, mark in target.watermarks().items():
            if series.startswith("s3:"):
                cluster, kind, name = series[3:].split("/", 2)
                state = mark.state
                self._streams[cluster, kind, name] = Stream(
                    state["position"], state["newest"], state["task"], state["floor"],
                    dict.fromkeys(state["ids"]), dict.fromkeys(state["done"]), list(state["again"]),
                )  # fmt: skip

    def again(self) -> list[Object]:
        """Return the objects whose bytes the engine wants once more, in the order in which they were read."""
        found: dict[str, Object] = {}
        for log, stream in self._streams.items():
            for key, etag, at, turn in stream.again:
                it = Object(key, etag, datetime.fromisoformat(at), turn)
                found.setdefault(it.name, it)
                self._wanted.setdefault(it.name, set()).add(log)
            stream.again = []
        return sorted(found.values(), key=lambda it: it.turn)

    def take(self, it: Object) -> None:
        """Read an object and share it out."""
        only = self._wanted.pop(it.name, None)
        body = self._target.client("s3").get_object(Bucket=self._bucket, Key=it.key)["Body"].read()
        by_log: dict[Log, list[Event]] = defaultdict(list)
        try:
            for event in events_of(it.key, body):
                log = self._log(it.key, event)
                if log is not None and (only is None or log in only):
                    by_log[log].append(event)
        except NoLogObject as error:
            self.problems.append(f"s3://{self._bucket}/{it.key} is no exported log: {error}")
            return
        for log, events in by_log.items():
            self._append(log, self._streams[log], it, events)

    def _log(self, key: str, event: Event) -> Log | None:
        """Return the log that an event is of; None where it is nobody's of the chosen clusters."""
        inventory = self._target.inventory
        if event.cluster:
            cluster, kind = inventory.cluster(event.cluster), event.kind
        else:
            cluster = next((it for it in inventory.clusters if _is_of(it, event.stream)), None)
            kind = _kind(key, cluster, str(self._target.options.get("kind", "")))
        if cluster is None or kind not in READ or not self._takes(cluster.name, kind):
            return None
        return cluster.name, kind, event.stream

    def _takes(self, cluster: str, kind: str) -> bool:
        patterns = self._target.options.get("logs", ("*",))
        return any(fnmatchcase(f"{cluster}/{kind}", pattern) for pattern in patterns)

    def _append(self, log: Log, stream: Stream, it: Object, events: list[Event]) -> None:
        if it.name in stream.done:
            return
        if not stream.ends:
            at = min(event.timestamp_ms for event in events)
            stream.ends.append(self._mark(stream, at))
        task = it.key.rsplit("/", 2)[0] if not events[0].cluster else ""
        if task and task != stream.task:
            stream.task, stream.floor = task, stream.newest + 1 if stream.newest else 0
        elsewhere = self._target.read_elsewhere(series_of(log[0], log[1]))
        least = max(stream.floor if task else 0, _milliseconds(elsewhere))
        older = 0
        for event in sorted(events, key=lambda event: event.timestamp_ms):
            if event.timestamp_ms < least:
                older += 1
            elif not event.id or _short(event.id) not in stream.ids:
                stream.data += event.message.rstrip(b"\n") + b"\n"
                stream.newest = max(stream.newest, event.timestamp_ms)
                if event.id:
                    stream.ids[_short(event.id)] = None
        stream.done[it.name] = None
        self._note(stream, it)
        stream.ends.append(self._mark(stream, stream.newest))
        self.size += sum(len(event.message) for event in events)
        self.read.add(log)
        if older and task:
            self.problems.append(
                f"s3://{self._bucket}/{it.key}: {older} events are older than what was read of {log[2]}"
            )

    def _note(self, stream: Stream, it: Object) -> None:
        """Let every place before an object ask for it again."""
        for mark in (*stream.earlier, *(mark for _, mark in stream.ends)):
            mark.state["again"].append([it.key, it.etag, it.modified.isoformat(), it.turn])

    def _mark(self, stream: Stream, at: int) -> tuple[int, Watermark]:
        """Return the place that is reached, with its state."""
        reached = datetime.fromtimestamp(max(at, stream.newest) / 1000, UTC)
        return len(stream.data), Watermark(reached, stream.state() | {"again": []})

    def haul(self) -> Haul:
        """Return what was read since the last one."""
        pieces = tuple(self._piece(log, it) for log, it in sorted(self._streams.items()) if it.data)
        for stream in self._streams.values():
            stream.position += len(stream.data)
            stream.earlier += [mark for _, mark in stream.ends]
            stream.data, stream.ends = bytearray(), []
        self.size = 0
        return Haul(logs=pieces)

    def _piece(self, log: Log, stream: Stream) -> LogPiece:
        target = self._target
        cluster = target.inventory.cluster(log[0])
        return LogPiece(
            series=f"s3:{'/'.join(log)}",
            source=source_of(target.account, target.region, self._bucket, *log),
            path=f"s3://{self._bucket}:{'/'.join(log)}",
            cluster=log[0],
            instance=instance_of(cluster, log[2]) if cluster else log[2],
            kind=log[1],
            route="s3",
            data=bytes(stream.data),
            marks=stream.ends,
            position=stream.position,
        )


def _is_of(cluster: Cluster, stream: str) -> bool:
    return any(stream == it.name or stream.startswith(f"{it.name}.") for it in cluster.instances)


def _kind(key: str, cluster: Cluster | None, said: str) -> str:
    """Return the type of log: as a folder names it, as the config says, or PostgreSQL's only one."""
    named = [part for part in key.split("/") if part in READ]
    if named or said or cluster is None:
        return named[-1] if named else said
    return "postgresql" if cluster.engine == "postgresql" else ""


def _short(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _milliseconds(moment: datetime | None) -> int:
    return 0 if moment is None else int(moment.timestamp() * 1000)


COLLECTOR = Collector(
    name="s3_logs",
    doc="Exported logs in S3: what Firehose delivered of subscriptions, and what export tasks wrote.",
    tables=TABLES,
    calls=(
        Call("s3", "ListObjectsV2", "arn:{partition}:s3:::{bucket}", action="s3:ListBucket"),
        Call("s3", "GetObject", "arn:{partition}:s3:::{bucket}/*"),
    ),
    feeds=FEEDS,
    collect=collect,
    plan=plan,
    opt_in=True,
    why_opt_in="it needs the bucket that the logs are in, and replaces CloudWatch Logs as their source",
)
