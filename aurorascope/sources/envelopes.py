"""What CloudWatch Logs wraps entries in: JSON events one way or another, or a stamp before each event.

Read as they come: `filter-log-events` and `get-log-events` as the command line prints them, events one a
line, arrays of events, and the objects that a subscription sends through Firehose, which follow each other
without a newline. A task that exports to S3 writes text, with CloudWatch's own stamp before the first line of
an event.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from aurorascope.model.support import Support

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUPPORT = Support(
    "CloudWatch Logs",
    "events as the command line prints them or one a line, Firehose, exports to S3",
    "the log inside, one for each instance",
    "constructed",
    40,
)

EVENTS, STAMPED = "CloudWatch events", "CloudWatch export"
DOCUMENT = 32 << 20  # characters of one document; a Firehose record has at most 1 MB, an event 1 MB
SPLIT = 250_000  # an event nearly as long as CloudWatch's limit of 256 KB may go on in the next one
SEEN = 4_000_000  # events whose ids are kept, to drop what was delivered twice
# milliseconds are CloudWatch's, nanoseconds a container runtime's (`kubectl logs --timestamps`); MySQL's
# error log begins with microseconds
STAMP = re.compile(rb"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:\d{6})?Z ")
_KEYS = (
    rb"events|nextForwardToken|messageType|logEvents|owner|searchedLogStreams|logStreamName|eventId"
    rb"|ingestionTime|timestamp|message|id"
)
_BEGIN = re.compile(rb'\s*[\[{][\s\[{]*"(?:' + _KEYS + rb')"\s*:')
_MESSAGE = re.compile(
    rb'"message"\s*:\s*"|"messageType"\s*:\s*"(?:DATA|CONTROL)_MESSAGE"|"events"\s*:\s*\[\s*\]'
)
_SERVERS = re.compile(rb'"(?:error_severity|session_id)"\s*:')  # keys of jsonlog, which has a message too
_ARRAY = re.compile(r'\{\s*"(?:events|logEvents)"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,\[\]]*")
_PREFIXED = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d|# |\d{6} ")
_SHARD = re.compile(r"\.\d+$")
_CLUSTER = re.compile(r"/aws/rds/cluster/([^/]+)/")


def envelope_of(sample: bytes) -> str:
    """Return which envelope a sample is in; empty for none."""
    if _BEGIN.match(sample) and _MESSAGE.search(sample) and not _SERVERS.search(sample[:4096]):
        return EVENTS
    return STAMPED if STAMP.match(sample) else ""


@dataclass(frozen=True)
class Event:
    """One event: its time in milliseconds, its text, and the instance and cluster that its names tell."""

    time: int
    message: str
    instance: str = ""
    cluster: str = ""


AnEvent = TypeVar("AnEvent", bound=Event)


@dataclass
class Events:
    """The events of a source in the order in which they came, each once; `others` counts what is none."""

    seen: set[int] = field(default_factory=set)
    twice: int = 0
    others: int = 0
    problem: str = ""

    def read(self, chunks: Iterable[bytes]) -> Iterator[Event]:
        """Yield the events of documents that follow each other, of arrays and of events one a line."""
        for document, around in _Documents(self).read(chunks):
            if document.get("messageType") == "CONTROL_MESSAGE":
                continue
            inside = document.get("logEvents", document.get("events"))
            if isinstance(inside, list):
                for event in inside:
                    yield from self._event(event, document)
            elif "message" in document:
                yield from self._event(document, around)
            elif not around:
                self.others += 1

    def documents(self, chunks: Iterable[bytes]) -> Iterator[dict[str, Any]]:
        """Yield documents that follow each other, and those of arrays."""
        for document, _ in _Documents(self).read(chunks):
            yield document

    def _event(self, event: Any, around: dict[str, Any]) -> Iterator[Event]:
        message = event.get("message") if isinstance(event, dict) else None
        time = event.get("timestamp") if isinstance(event, dict) else None
        if not isinstance(message, str) or not isinstance(time, int):
            self.others += 1
            return
        stream = str(event.get("logStreamName") or around.get("logStream") or "")
        name = event.get("eventId") or event.get("id")
        if name is not None:
            mark = hash((stream, str(name)))
            if mark in self.seen:
                self.twice += 1
                return
            if len(self.seen) < SEEN:
                self.seen.add(mark)
        group = _CLUSTER.match(str(around.get("logGroup") or ""))
        yield Event(time, message, _SHARD.sub("", stream), group[1] if group else "")


class _Documents:
    """Documents that follow each other in text that comes in pieces.

    The elements of a long array of events are given one by one, with an `around` that is not empty.
    """

    def __init__(self, events: Events) -> None:
        self._events = events
        self._scan = json.JSONDecoder(strict=False).raw_decode
        self._text, self._at, self._inside, self._wanted = "", 0, False, 0

    def read(self, chunks: Iterable[bytes]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Yield documents until the text ends or is none."""
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        for chunk in _with_end(chunks):
            self._text, self._at = self._text[self._at :] + decode(chunk, not chunk), 0
            if len(self._text) < self._wanted and chunk:
                continue
            self._wanted = 0
            while self._goes_on(last=not chunk):
                found = self._next()
                if found is None:
                    break
                if isinstance(found, dict):
                    yield found, {"inside": True} if self._inside or "rest" in found else {}
                else:
                    self._events.others += 1
            if self._wanted > 2 * DOCUMENT:
                self._events.problem = (
                    f"holds a JSON document over {DOCUMENT >> 20} MB, or none: stopped there"
                )
                return
        if self._text[self._at :].strip():
            self._events.problem = (
                "ends inside of a JSON document, or holds something else: the rest was left out"
            )

    def _goes_on(self, *, last: bool) -> bool:
        """Step over what stands between documents, in and out of arrays of events."""
        while True:
            between = _BETWEEN.match(self._text, self._at)
            at = between.end() if between else self._at
            if self._inside and between and "]" in between[0]:
                if at == len(self._text) and not last:  # what follows decides how the rest is read
                    return False
                comma = "," if self._text[at : at + 1] == '"' else ""
                self._inside, self._text, at = False, '{"rest":0' + comma + self._text[at:], 0
            self._at = at
            array = _ARRAY.match(self._text, at)
            if not array:
                return at < len(self._text)
            self._inside, self._at = True, array.end()

    def _next(self) -> Any:
        """Return the next document; None where it is not whole yet."""
        try:
            found, self._at = self._scan(self._text, self._at)
        except (ValueError, RecursionError):
            self._wanted = 2 * (len(self._text) - self._at)  # else a long one would be tried at every piece
            return None
        return "null" if found is None else found


def _with_end(chunks: Iterable[bytes]) -> Iterator[bytes]:
    yield from chunks
    yield b""


def in_order(events: Iterable[AnEvent], window: int) -> Iterator[AnEvent]:
    """Sort events by time, those of one time as they came; looks `window` characters ahead.

    Events that come newest first are turned round: those of one time came last to first.
    """
    held: list[AnEvent] = []
    size = 0
    for event in events:
        held.append(event)
        size += len(event.message)
        if size > window:
            _sort(held)
            half = len(held) // 2
            yield from held[:half]
            del held[:half]
            size = sum(len(one.message) for one in held)
    _sort(held)
    yield from held


def _sort(held: list[AnEvent]) -> None:
    if held and held[0].time > held[-1].time:
        held.reverse()
    held.sort(key=lambda one: one.time)


def joined(before: str, message: str) -> bool:
    """Tell whether an event goes on with the one before it, which CloudWatch's limit has cut."""
    return len(before.encode()) >= SPLIT and not before.endswith("\n") and not _PREFIXED.match(message)


def without_stamps(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Take CloudWatch's own stamps away; a piece is passed on up to its last newline."""
    held = b""
    for chunk in chunks:
        held += chunk
        cut = held.rfind(b"\n") + 1
        if cut:
            yield STAMP.sub(b"", held[:cut])
            held = held[cut:]
    if held:
        yield STAMP.sub(b"", held)
