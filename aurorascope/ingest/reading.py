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
    start = begin if first else _start(file, spec, begin, end, limit)
    if start < 0:
        return b"", begin, False
    stop, is_cut = _stop(file, spec, end, limit)
    # Once the places are known, one reading: a block that is put together of pieces is copied with each.
    return pread(file, stop - start, start), start, is_cut


def _start(file: int | Object, spec: FormatSpec, begin: int, end: int, limit: int) -> int:
    """Return where the first entry in [begin, end) begins; -1 where none does."""
    known = min(spec.reach, begin)  # a line begins where the byte before is a newline
    size = STEP
    while True:
        size = min(size, end - begin)
        data = pread(file, known + size, begin - known)
        start = spec.next_start(data, known)
        if start < 0 and size == end - begin and spec.reach > 1:
            # a begin of several lines may be cut by `end`
            start = spec.next_start(data + pread(file, min(spec.reach, limit - end), end), known)
        if size == end - begin or 0 <= start < _sure(spec, data):
            return begin + start - known if 0 <= start < len(data) else -1
        size *= 8


def _stop(file: int | Object, spec: FormatSpec, end: int, limit: int) -> tuple[int, bool]:
    """Return where the next entry from `end` on begins, and whether the one before was cut at MAX_ENTRY."""
    if end >= limit:
        return end, False
    known = min(spec.reach, end)
    more = bytearray()
    at = end - known
    searched = 0
    while at < limit:
        piece = pread(file, min(STEP, limit - at), at)
        if not piece:
            break
        more += piece
        at += len(piece)
        found = spec.next_start(more, max(known, searched))
        if found > 0 and (found < _sure(spec, more) or at == limit):
            return end + found - known, False
        # a begin may straddle two pieces, so the last line is searched again
        searched = max(more.rfind(b"\n", 0, max(0, len(more) + 1 - spec.reach)), searched)
        if len(more) > MAX_ENTRY:
            return end + MAX_ENTRY - known, True
    return max(end, at), False


def _sure(spec: FormatSpec, data: bytes | bytearray) -> int:
    """Return the place in bytes that are cut at their end, from which on a begin may be one or none."""
    return data.rfind(b"\n") if spec.reach == 1 else len(data) - spec.reach


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
