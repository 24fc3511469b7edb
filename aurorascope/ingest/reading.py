"""Ranges of a plain file to whole entries: what a block's bytes are."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from aurorascope.sources.objects import opened, pread

if TYPE_CHECKING:
    from aurorascope.logs.starts import FormatSpec
    from aurorascope.sources.objects import Object

BLOCK = 12 << 20
MAX_ENTRY = 16 << 20  # an entry longer than this is cut there: memory stays bounded
STEP = 256 << 10
TAIL = 64 << 10


def read_entries(
    file: int | Object, spec: FormatSpec, begin: int, end: int, limit: int, *, first: bool
) -> tuple[bytes, int, bool]:
    """Return the bytes of the entries that begin in [begin, end) of an open file, their place, and a cut.

    `first` says that `begin` is where an entry begins (or the file does). The bytes reach past `end` to the
    end of the last entry, and not past `limit`. The last value tells whether an entry was cut at MAX_ENTRY.
    """
    data = pread(file, end - begin, begin)
    if first:
        start = 0
    else:  # a line begins where the byte before is a newline
        before = _before(file, spec, begin)
        start = spec.next_start(before + data, len(before)) - len(before)
        if start < 0 and spec.reach > 1:  # a begin of several lines may be cut by `end`
            ahead = pread(file, min(spec.reach, limit - end), end)
            start = spec.next_start(before + data + ahead, len(before)) - len(before)
        if not 0 <= start < len(data):
            return b"", begin, False
    tail, cut = _tail(file, spec, data, end, limit)
    return data[start:] + tail, begin + start, cut


def _tail(file: int | Object, spec: FormatSpec, data: bytes, end: int, limit: int) -> tuple[bytes, bool]:
    """Read on from `end` to the next entry."""
    before = data[-1:] if spec.reach == 1 else _before(file, spec, end)
    known = len(before)
    more = bytearray(before)
    at = end
    searched = 0
    while at < limit:
        piece = pread(file, min(STEP, limit - at), at)
        if not piece:
            break
        more += piece
        at += len(piece)
        found = spec.next_start(more, max(known, searched))
        if found > 0:
            return bytes(more[known:found]), False
        # a begin may straddle two pieces, so the last line is searched again
        searched = max(more.rfind(b"\n", 0, max(0, len(more) + 1 - spec.reach)), searched)
        if len(more) > MAX_ENTRY:
            return bytes(more[known:MAX_ENTRY]), True
    return bytes(more[known:]), False


def _before(file: int | Object, spec: FormatSpec, place: int) -> bytes:
    """Return the bytes before a place that decide whether an entry begins there."""
    size = min(spec.reach, place)
    return pread(file, size, place - size)


def inherited(file: int | Object, spec: FormatSpec, begin: int, start: int, known: str) -> str:
    """Return what entries from `start` on inherit where `known` was true of the bytes before `begin`.

    The entry before may have its header on both sides of `begin`.
    """
    if not spec.inherits or start == begin:
        return known
    back = max(0, begin - spec.reach)
    return spec.carried(pread(file, start - back, back), known)


def inherited_before(path: str, spec: FormatSpec, begin: int, since: int, known: str) -> str:
    """Return what entries from `begin` on inherit where `known` was true at `since`."""
    if not spec.inherits or begin == since:
        return known
    with opened(path) as file:
        at = begin
        while at > since:
            back = max(since, at - BLOCK)
            first = max(0, back - spec.reach)
            found = spec.carried(pread(file, at - first, first))
            if found:
                return found
            at = back
    return known


def tail_mark(data: bytes) -> int:
    """Return a number for the bytes before a position; a source that has others there is another source."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=7).digest(), "big")
