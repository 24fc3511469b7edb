"""Ranges of a plain file to whole entries: what a block's bytes are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aurorascope.logs.starts import FormatSpec

BLOCK = 12 << 20
MAX_ENTRY = 16 << 20  # an entry longer than this is cut there: memory stays bounded
STEP = 256 << 10


def read_entries(
    file: int, spec: FormatSpec, begin: int, end: int, limit: int, *, first: bool
) -> tuple[bytes, int, bool]:
    """Return the bytes of the entries that begin in [begin, end) of an open file, their place, and a cut.

    `first` says that `begin` is where an entry begins (or the file does). The bytes reach past `end` to the
    end of the last entry, and not past `limit`. The last value tells whether an entry was cut at MAX_ENTRY.
    """
    data = os.pread(file, end - begin, begin)
    if first:
        start = 0
    else:  # a line begins where the byte before is a newline
        before = os.pread(file, 1, begin - 1)
        start = spec.next_start(before + data, 1) - 1
        if start < 0:
            return b"", begin, False
    tail, cut = _tail(file, spec, data, end, limit)
    return data[start:] + tail, begin + start, cut


def _tail(file: int, spec: FormatSpec, data: bytes, end: int, limit: int) -> tuple[bytes, bool]:
    """Read on from `end` to the next entry."""
    more = bytearray(data[-1:])
    at = end
    searched = 0
    while at < limit:
        piece = os.pread(file, min(STEP, limit - at), at)
        if not piece:
            break
        more += piece
        at += len(piece)
        found = spec.next_start(more, max(1, searched))
        if found > 0:
            return bytes(more[1:found]), False
        # a begin may straddle two pieces, so the last line is searched again
        searched = max(more.rfind(b"\n", 0, len(more)), searched)
        if len(more) > MAX_ENTRY:
            return bytes(more[1:MAX_ENTRY]), True
    return bytes(more[1:]), False
