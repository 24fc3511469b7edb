"""Events: GetLogEvents ends before its end, FilterLogEvents with it; a page has 1 MB or 10,000 events."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np

from fake_aws import paging
from fake_aws.call import Call, Operation
from fake_aws.faults import Kind
from fake_aws.refusals import Trouble, refusal
from fake_aws.services.logs_places import found_group, found_stream, seen
from fake_aws.world import Ints, LogEvents, LogGroup, Record

_EVENTS = 10_000
_BYTES = 1 << 20
_EVENT_OVERHEAD = 26
_TOKEN_LIVES_S = 24 * 3600
_FOREVER = 1 << 62
Key = tuple[int, int, int, int]  # timestamp, ingestion, stream, row: the order of a group


def _get(call: Call) -> Record:
    """Read one stream, forward or backward; the token is the same again when there is no more."""
    group = found_group(call)
    events = found_stream(call, group, call["logStreamName"])
    first, last = np.searchsorted(
        events.timestamp_ms, (call.get("startTime", 0), call.get("endTime", _FOREVER)), side="left"
    )
    forward, place = _direction(call, int(first), int(last))
    there = seen(call, group, events)
    rows = np.arange(place, last) if forward else np.arange(first, place)[::-1]
    rows = np.array(_fitting(events, rows[there[rows]], call.get("limit", _EVENTS)), np.int64)
    if Kind.EMPTY_PAGE in call.struck:
        rows = rows[:0]
    shown = [_event(events, int(row)) for row in np.sort(rows)]
    if Kind.DUPLICATED in call.struck:
        shown = [each for event in shown for each in (event, event)]
    return {"events": shown, **_tokens(call, rows, place)}


def _tokens(call: Call, rows: Ints, place: int) -> Record:
    """Return both tokens; the given one again when there was no more, a new one for a page that was empty."""
    given, question = call.get("nextToken", ""), _stream_question(call)
    ends = (int(rows.min()), int(rows.max()) + 1) if len(rows) else (place, place)
    empty = Kind.EMPTY_PAGE in call.struck
    salt = call.state["empty_pages"] = call.state.get("empty_pages", 0) + empty
    tokens = {}
    for kind, name, end in (("b", "nextBackwardToken", ends[0]), ("f", "nextForwardToken", ends[1])):
        ended = not len(rows) and not empty and given.startswith(f"{kind}/")
        tokens[name] = given if ended else f"{kind}/" + paging.token(question, [end, call.now, salt])
    return tokens


def _stream_question(call: Call) -> Record:
    return call.question("nextToken", "limit", "startFromHead")


def _direction(call: Call, first: int, last: int) -> tuple[bool, int]:
    given, from_head = call.get("nextToken"), bool(call.get("startFromHead", False))
    if given is None:
        return from_head, first if from_head else last
    kind, _, held = given.partition("/")
    try:
        place, when, _ = paging.place(_stream_question(call), held)
    except paging.BadTokenError as error:
        raise call.invalid("The specified nextToken is invalid.") from error
    if call.now - when > _TOKEN_LIVES_S:
        raise call.invalid("The specified nextToken has expired.")
    if kind == "f" and not from_head:
        raise call.invalid("startFromHead must be true with a nextForwardToken")
    return kind == "f", min(max(place, first), last)


def _fitting(events: LogEvents, rows: Ints, limit: int) -> list[int]:
    """Return the rows that fit into one page."""
    taken, size = [], 0
    for row in rows[:limit].tolist():
        size += len(events.messages[row].encode()) + _EVENT_OVERHEAD
        if taken and size > _BYTES:
            break
        taken.append(row)
    return taken


def _event(events: LogEvents, row: int) -> Record:
    return {
        "timestamp": int(events.timestamp_ms[row]),
        "message": events.messages[row],
        "ingestionTime": int(events.ingestion_ms[row]),
    }


def event_id(group: str, stream: str, events: LogEvents, row: int) -> str:
    """Return an event's id: 56 digits, the same each time."""
    if events.event_ids is not None:
        return events.event_ids[row]
    place = zlib.crc32(f"{group}\n{stream}".encode())
    return f"{int(events.timestamp_ms[row]):020d}{place:012d}{row:024d}"


def _filter(call: Call) -> Record:
    """Read many streams at once, in the order of time, then of ingestion."""
    if call.get("startFromHead") is False:
        raise refusal("logs", Trouble.NOT_EMULATED, "FilterLogEvents from the tail")
    group = found_group(call)
    names = _streams(call, group)
    wanted = pattern(call, call.get("filterPattern") or "")
    question = call.question("nextToken", "limit")
    after = _after(call, question)
    if Kind.EMPTY_PAGE in call.struck:
        following = paging.token(question, [after, call.now])
        return {"events": [], "searchedLogStreams": [], "nextToken": following}
    read = Read(call, group, names)
    keys = read.keys(after, call.get("limit", _EVENTS))
    page = read.fitting(keys[: call.get("limit", _EVENTS)])
    shown = [read.event(key) for key in page if wanted(read.message(key))]
    if Kind.DUPLICATED in call.struck:
        shown = [each for event in shown for each in (event, event)]
    answer: Record = {"events": shown, "searchedLogStreams": []}
    if len(page) < len(keys):
        answer["nextToken"] = paging.token(question, [page[-1], call.now])
    return answer


@dataclass(frozen=True)
class Read:
    """A group's streams, read together."""

    call: Call
    group: LogGroup
    names: list[str]

    def events(self, stream: int) -> LogEvents:
        """Return a stream's events."""
        return self.call.world.log_events(
            self.call.account, self.call.region, self.group.name, self.names[stream]
        )

    def message(self, key: Key) -> str:
        """Return an event's text."""
        return self.events(key[2]).messages[key[3]]

    def event(self, key: Key) -> Record:
        """Return an event as the service writes it."""
        name, events = self.names[key[2]], self.events(key[2])
        named = {"logStreamName": name, "eventId": event_id(self.group.name, name, events, key[3])}
        return _event(events, key[3]) | named

    def fitting(self, keys: list[Key]) -> list[Key]:
        """Return the first of them that fit into one page."""
        size = 0
        for place, key in enumerate(keys):
            size += len(self.message(key).encode()) + _EVENT_OVERHEAD
            if size > _BYTES and place:
                return keys[:place]
        return keys

    def keys(self, after: Key | None, limit: int) -> list[Key]:
        """Return the next events after a key: one more than a page may have, if there are."""
        start, end = self.call.get("startTime", 0), self.call.get("endTime", _FOREVER)
        begin = start if after is None else max(start, after[0])
        found: list[Key] = []
        for number in range(len(self.names)):
            events = self.events(number)
            first = int(np.searchsorted(events.timestamp_ms, begin, side="left"))
            last = int(np.searchsorted(events.timestamp_ms, end, side="right"))
            rows = np.arange(first, last)[seen(self.call, self.group, events)[first:last]]
            keys = (
                (int(events.timestamp_ms[row]), int(events.ingestion_ms[row]), number, row)
                for row in rows.tolist()
            )
            found += islice((key for key in keys if after is None or key > after), limit + 1)
        return sorted(found)[: limit + 1]


def _after(call: Call, question: Record) -> Key | None:
    if call.get("nextToken") is None:
        return None
    try:
        after, when = paging.place(question, call["nextToken"])
    except paging.BadTokenError as error:
        raise call.invalid("The specified nextToken is invalid.") from error
    if call.now - when > _TOKEN_LIVES_S:
        raise call.invalid("The specified nextToken has expired.")
    return after if after is None else (after[0], after[1], after[2], after[3])


def _streams(call: Call, group: LogGroup) -> list[str]:
    names, prefix = call.get("logStreamNames"), call.get("logStreamNamePrefix")
    if names is not None and prefix is not None:
        raise call.invalid("logStreamNames and logStreamNamePrefix are mutually exclusive")
    there = sorted(call.world.log_streams(call.account, call.region, group.name))
    for name in names or ():
        found_stream(call, group, name)
    return sorted(names) if names is not None else [name for name in there if name.startswith(prefix or "")]


def pattern(call: Call, text: str) -> Callable[[str], bool]:
    """Return a test of messages: terms that must be there, -terms that must not, ?terms of which one must."""
    if text.lstrip()[:1] in {"{", "[", "%"}:
        raise refusal("logs", Trouble.NOT_EMULATED, f"the filter pattern {text!r}")
    terms = _terms(text)
    needed = [term for sign, term in terms if sign == ""]
    forbidden = [term for sign, term in terms if sign == "-"]
    any_of = [term for sign, term in terms if sign == "?"]

    def fits(message: str) -> bool:
        return (
            all(term in message for term in needed)
            and not any(term in message for term in forbidden)
            and (not any_of or any(term in message for term in any_of))
        )

    return fits


def _terms(text: str) -> Iterable[tuple[str, str]]:
    found, rest = [], text.strip()
    while rest:
        sign = rest[0] if rest[0] in "-?" else ""
        rest = rest[len(sign) :]
        if rest.startswith('"'):
            term, _, rest = rest[1:].partition('"')
        else:
            term, _, rest = rest.partition(" ")
        found.append((sign, term))
        rest = rest.lstrip()
    return found


OPERATIONS: dict[str, Operation] = {"GetLogEvents": _get, "FilterLogEvents": _filter}
