"""Lines and entries of a block as byte ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from aurorascope.logs.entries import Entries

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

NEWLINE, RETURN, TAB, BLANK = 10, 13, 9, 32


@dataclass(frozen=True)
class Lines:
    """A block as its format reads it: entries, and the bytes in which their texts stand.

    These begin with the block's own bytes. `newlines` are those behind which a server put a TAB.
    """

    data: pa.Buffer
    raw: Bytes
    newlines: Ints
    entries: Entries


class LogFormat(Protocol):
    """How a format's bytes become entries."""

    @property
    def name(self) -> str:
        """Name of the format, as `coverage` has it."""
        ...

    def lines(self, text: bytes) -> Lines:
        """Read a block, which is valid UTF-8 and not empty."""
        ...


class LineFormat(Protocol):
    """How entries begin in a format of lines, and how the heads of their lines become columns."""

    def starts(self, data: pa.Buffer, raw: Bytes, lines: Ints) -> Ints:
        """Return which line begins begin an entry."""
        ...

    def entries(self, data: pa.Buffer, raw: Bytes, begins: Ints, ends: Ints) -> Entries:
        """Read the heads of the entries."""
        ...


def entry_ranges(form: LineFormat, data: pa.Buffer, raw: Bytes) -> tuple[Ints, Ints, Ints]:
    """Return begins and ends (without the line end) of a block's entries, and its newlines.

    A line that begins with a blank, or is empty, continues the entry before it, as a TAB does: consoles turn
    TABs into blanks. Any other line without the prefix is an entry of its own, unrecognised.
    """
    newlines = np.flatnonzero(raw == NEWLINE)
    lines = np.concatenate((np.zeros(1, dtype=np.int64), newlines + 1))
    lines = lines[lines < len(raw)]
    if not len(lines):
        return lines, lines, newlines
    begins = form.starts(data, raw, lines)
    first = raw[lines]
    stray = (first != TAB) & (first != BLANK) & (first != NEWLINE) & (first != RETURN)
    stray[0] = True
    if np.count_nonzero(stray) != len(begins) or (stray[0] and (not len(begins) or begins[0] != 0)):
        begins = np.union1d(begins, lines[stray])
    ends = np.append(begins[1:], len(raw))
    return begins, _without_line_end(raw, begins, ends), newlines


def _without_line_end(raw: Bytes, begins: Ints, ends: Ints) -> Ints:
    for mark in (NEWLINE, RETURN):
        trailing = (ends > begins) & (raw[np.maximum(ends - 1, 0)] == mark)
        ends = ends - trailing
    return ends
