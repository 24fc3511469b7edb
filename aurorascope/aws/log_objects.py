"""Objects of S3 that hold exported logs: what is in one, whichever of three ways it came there.

Export tasks write a gzip file a stream, each event behind its moment, which its further lines lack. Firehose
writes what a subscription sent: gzip members one after another, each JSON, or (decompressed by Firehose) JSON
documents one after another with nothing between them. Compressed twice is as good.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 512 << 20  # bytes of one object, decompressed
GZIP = b"\x1f\x8b"
STAMPED = re.compile(rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})Z ")
GROUP = re.compile(r"/aws/rds/cluster/([^/]+)/([^/]+)")


class NoLogObject(Exception):  # noqa: N818 - it says what the object is
    """An object that holds no exported log; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a stream; `id` is empty where the way there gives none."""

    cluster: str
    kind: str
    stream: str
    timestamp_ms: int
    id: str
    message: bytes


def events_of(key: str, content: bytes) -> Iterator[Event]:
    """Yield the events of an object. Raises NoLogObject where it holds something else."""
    text = unpacked(content)
    start = text[:64].lstrip()
    if not start:
        return
    if start[:1] == b"{":
        yield from _subscribed(text)
    elif STAMPED.match(start):
        yield from _exported(key, text)
    else:
        raise NoLogObject("it begins neither with a moment, as an export does, nor with JSON")


def unpacked(content: bytes) -> bytes:
    """Return what gzip members hold, one after another; packed twice is unpacked twice."""
    for _ in range(3):
        if content[:2] != GZIP:
            return content
        content = _members(content)
    raise NoLogObject("it is compressed more than three times")


def _members(content: bytes) -> bytes:
    parts: list[bytes] = []
    size = 0
    while content[:2] == GZIP:
        unpack = zlib.decompressobj(wbits=31)
        try:
            parts.append(unpack.decompress(content, LARGEST - size + 1))
        except zlib.error as error:
            raise NoLogObject(f"its gzip is damaged: {error}") from error
        size += len(parts[-1])
        if size > LARGEST:
            raise NoLogObject(f"it is longer than {LARGEST >> 20} MB")
        if not unpack.eof:
            raise NoLogObject("its gzip ends in the middle")
        content = unpack.unused_data.lstrip(b"\n")
    if content.strip(b"\0\n "):
        raise NoLogObject("something follows its gzip members")
    return b"".join(parts)


def _subscribed(text: bytes) -> Iterator[Event]:
    """Yield the events of JSON documents that follow each other with or without white space."""
    decoder, place = json.JSONDecoder(), 0
    told = text.decode("utf-8", "surrogateescape")
    while place < len(told):
        try:
            record, place = decoder.raw_decode(told, place)
        except (ValueError, RecursionError) as error:
            raise NoLogObject("its JSON is damaged, or it holds messages without their stream") from error
        while place < len(told) and told[place].isspace():
            place += 1
        if not isinstance(record, dict) or "messageType" not in record:
            raise NoLogObject("its JSON is not what a subscription sends")
        if record["messageType"] == "DATA_MESSAGE":
            yield from _data(record)


def _data(record: dict[str, Any]) -> Iterator[Event]:
    named = GROUP.fullmatch(str(record.get("logGroup")))
    if named is None:
        return  # another group of the same delivery: not a database's
    for event in record.get("logEvents") or ():
        yield Event(
            named[1],
            named[2],
            str(record.get("logStream")),
            int(event["timestamp"]),
            str(event.get("id") or ""),
            str(event.get("message", "")).encode("utf-8", "surrogateescape"),
        )


def _exported(key: str, text: bytes) -> Iterator[Event]:
    """Yield the events of an export task's file; the stream is the folder that the file is in."""
    stream = key.split("/")[-2] if key.count("/") else ""
    moment, lines = 0, [b""]
    for line in text.split(b"\n"):
        stamp = STAMPED.match(line)
        if stamp is None:
            lines.append(line)
            continue
        if moment:
            yield Event("", "", stream, moment, "", b"\n".join(lines))
        told = datetime.fromisoformat(stamp[1].decode()).replace(tzinfo=UTC)
        moment, lines = round(told.timestamp() * 1000), [line[stamp.end() :]]
    if moment:
        yield Event("", "", stream, moment, "", b"\n".join(lines).rstrip(b"\n"))
