"""String columns over a block's own bytes, without a copy.

A polars string column is an array of 16-byte views: the length, the first four bytes, and where the rest
stands. Such views can be computed with numpy from begins and lengths, so a column of messages costs the same
whatever the messages hold. Strings of at most 12 bytes live inside their view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

INLINE = 12
WORD = 8


def text_column(name: str, data: pa.Buffer, raw: Bytes, begins: Ints, lengths: Ints) -> pl.Series:
    """Return the strings `raw[begin : begin + length]` as a polars column that shares `data`.

    `raw` is `data` as bytes; it must be valid UTF-8 at every cut (`logs.decode` sees to that).
    Negative lengths give null.
    """
    count = len(begins)
    missing = lengths < 0
    sizes = np.where(missing, 0, lengths)
    views = np.zeros((count, 4), dtype=np.uint32)
    views[:, 0] = sizes
    views[:, 1] = four_bytes(raw, begins, sizes)
    views[:, 3] = begins
    short = np.flatnonzero(sizes <= INLINE)
    if len(short):
        at, size = begins[short], sizes[short]
        views[short, 2] = four_bytes(raw, at + 4, size - 4)
        views[short, 3] = four_bytes(raw, at + 8, size - 8)
    array = pa.Array.from_buffers(pa.string_view(), count, [None, pa.py_buffer(views), data])
    series = pl.Series(name, pl.from_arrow(array))
    if missing.any():
        series = pl.select(pl.when(pl.Series(~missing)).then(series).alias(name)).to_series()
    return series


def four_bytes(raw: Bytes, begins: Ints, sizes: Ints) -> NDArray[np.uint32]:
    """Read up to four bytes at each begin as a little-endian integer; bytes past the size count as zero."""
    word = eight_bytes(raw, begins).astype(np.uint32)
    return word & _KEEP[np.clip(sizes, 0, 4)]


_KEEP = np.array([0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF], dtype=np.uint32)


def eight_bytes(raw: Bytes, begins: Ints) -> NDArray[np.uint64]:
    """Read eight bytes at each begin as a little-endian integer; bytes past the block count as zero."""
    if len(raw) < WORD:
        raw = np.concatenate((raw, np.zeros(WORD - len(raw), dtype=np.uint8)))
    words = np.ndarray((len(raw) - WORD + 1,), dtype="<u8", buffer=raw, strides=(1,))
    at = np.minimum(begins, len(words) - 1)
    beyond = begins - at
    found: NDArray[np.uint64] = words[at]
    if beyond.any():
        shift = np.minimum(beyond, WORD).astype(np.uint64) * np.uint64(8)
        found = np.where(shift < 64, found >> np.minimum(shift, np.uint64(63)), 0).astype(np.uint64)
    return found


def whole_characters(raw: Bytes, begins: Ints, sizes: Ints) -> Ints:
    """Shorten sizes so that no cut falls inside a UTF-8 character (at most three bytes)."""
    sizes = sizes.copy()
    for _ in range(3):
        after = begins + sizes
        inside = (after < len(raw)) & (sizes > 0)
        inside &= (raw[np.minimum(after, len(raw) - 1)] & np.uint8(0xC0)) == 0x80
        sizes[inside] -= 1
    return sizes


def starts_with(raw: Bytes, at: Ints, ends: Ints, text: bytes) -> NDArray[np.bool_]:
    """Tell at which places `text` stands, whole, before the end."""
    same = at + len(text) <= ends
    head = text[:8]
    mask = np.uint64((1 << 8 * len(head)) - 1)
    same &= (eight_bytes(raw, at) & mask) == np.uint64(int.from_bytes(head, "little"))
    if len(text) > 8 and same.any():
        rows = np.flatnonzero(same)
        same[rows] = starts_with(raw, at[rows] + 8, ends[rows], text[8:])
    return same
