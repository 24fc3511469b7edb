"""Reads the wire format of protocol buffers, as far as messages of known numbers need: no schema, no copy.

Source: the encoding page of protocol buffers. Lengths are checked before they are believed.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_VARINT = 10
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5


class NotProtobuf(Exception):  # noqa: N818 - it says what the bytes are
    """Bytes that are no message; the message is a sentence for a person."""


class Fields:
    """The fields of a message by number, in their order."""

    def __init__(self, data: bytes) -> None:
        self._found: dict[int, list[int | bytes]] = {}
        for number, value in _read(data):
            self._found.setdefault(number, []).append(value)

    def first(self, number: int) -> int | bytes | None:
        """Return a field's value; the last one said holds, None where it is not there."""
        found = self._found.get(number)
        return found[-1] if found else None

    def messages(self, number: int) -> Iterator[Fields]:
        """Yield the messages that a repeated field holds."""
        for value in self._found.get(number, ()):
            if not isinstance(value, bytes):
                raise NotProtobuf(f"field {number} holds a number where a message is expected")
            yield Fields(value)

    def message(self, number: int) -> Fields:
        """Return the message that a field holds; an empty one where it is not there."""
        value = self.first(number)
        if isinstance(value, int):
            raise NotProtobuf(f"field {number} holds a number where a message is expected")
        return Fields(value or b"")


def fields(data: bytes) -> Fields:
    """Return the fields of a message. Raises NotProtobuf."""
    return Fields(data)


def messages(data: bytes) -> Iterator[bytes]:
    """Yield messages that follow each other, each behind its length."""
    place = 0
    while place < len(data):
        size, place = _varint(data, place)
        yield _slice(data, place, size)
        place += size


def text(value: int | bytes | None) -> str:
    """Return a field's text; nothing where it is not there. Raises NotProtobuf for a number."""
    if isinstance(value, int):
        raise NotProtobuf("a number where a text is expected")
    return (value or b"").decode("utf-8", "replace")


def double(value: int | bytes | None) -> float:
    """Return the number that eight bytes hold; 0 where the field is not there, as the format has it."""
    if isinstance(value, bytes):
        raise NotProtobuf("a text where a number is expected")
    return float(struct.unpack("<d", struct.pack("<Q", value or 0))[0])


def _read(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    place = 0
    while place < len(data):
        tag, place = _varint(data, place)
        number, kind = tag >> 3, tag & 7
        if not number:
            raise NotProtobuf("a field without a number")
        if kind == VARINT:
            value, place = _varint(data, place)
            yield number, value
        elif kind in {FIXED64, FIXED32}:
            size = 8 if kind == FIXED64 else 4
            yield number, int.from_bytes(_slice(data, place, size), "little")
            place += size
        elif kind == LENGTH:
            size, place = _varint(data, place)
            yield number, _slice(data, place, size)
            place += size
        else:
            raise NotProtobuf(f"a field of the unknown wire type {kind}")


def _slice(data: bytes, place: int, size: int) -> bytes:
    if size > len(data) - place:
        raise NotProtobuf("a length that goes beyond the end")
    return data[place : place + size]


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for shift in range(LONGEST_VARINT):
        if place >= len(data):
            raise NotProtobuf("it ends within a number")
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            if value >= 1 << 64:
                raise NotProtobuf("a number of more than 64 bits")
            return value, place
    raise NotProtobuf("a number of more than ten bytes")
