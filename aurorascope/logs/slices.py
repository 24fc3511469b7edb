"""String columns over a block's own bytes, without a copy.

A polars string column is an array of 16-byte views: the length, the first four bytes, and where the rest
stands. Such views can be computed with numpy from begins and lengths, so a column of messages costs the same
whatever the messages hold. Strings of at most 12 bytes live inside their view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pyarrow as pa

from aurorascope.logs.windows import WORD, begin_with, read_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

INLINE = 12


def text_column(name: str, data: pa.Buffer, raw: Bytes, begins: Ints, lengths: Ints) -> pl.Series:
    """Return the strings `raw[begin : begin + length]` as a polars column that shares `data`.

    `raw` is `data` as bytes; it must be valid UTF-8 at every cut (`logs.decode` sees to that).
    Negative lengths give null.
    """
    count = len(begins)
    missing = lengths < 0
    sizes = np.where(missing, 0, lengths)
    views = np.empty((count, 4), dtype=np.uint32)
    views[:, 0] = sizes
    some_missing = bool(missing.any())
    if some_missing:
        begins = np.where(missing, 0, begins)  # one place, that is in the cache
    views[:, 1] = eight_bytes(raw, begins)
    views[:, 2] = 0
    views[:, 3] = begins
    views[missing] = 0
    short = np.flatnonzero((sizes <= INLINE) & ~missing)
    if len(short):
        text = read_bytes(raw, begins[short], INLINE)
        text &= _KEPT[sizes[short]]
        views[short, 1:] = text.view("<u4")
    valid = pa.py_buffer(np.packbits(~missing, bitorder="little")) if some_missing else None
    array = pa.Array.from_buffers(pa.string_view(), count, [valid, pa.py_buffer(views), data])
    return series_of(array).alias(name)


def series_of(array: pa.Array) -> pl.Series:
    """Return an Arrow array as a polars column without a copy.

    Handed over by Arrow's own protocol: for a pyarrow array, polars loads pyarrow.compute, which costs as
    much as half a block.
    """
    return pl.Series(_Exported(array))


@dataclass(frozen=True)
class _Exported:
    array: pa.Array

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        schema, array = self.array.__arrow_c_array__(requested_schema)
        return schema, array


# By the size of a short string, which of its view's bytes are its own; the others are zero.
_KEPT = np.where(np.arange(INLINE) < np.arange(INLINE + 1)[:, None], np.uint8(0xFF), np.uint8(0))


def eight_bytes(raw: Bytes, begins: Ints) -> NDArray[np.uint64]:
    """Read eight bytes at each begin as a little-endian integer; bytes past the block count as zero."""
    found: NDArray[np.uint64] = read_bytes(raw, begins, WORD).view("<u8")[:, 0]
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
    same: NDArray[np.bool_] = at + len(text) <= ends
    same &= begin_with(eight_bytes(raw, at), text[:WORD])
    if len(text) > WORD and same.any():
        rows = np.flatnonzero(same)
        same[rows] = starts_with(raw, at[rows] + WORD, ends[rows], text[WORD:])
    return same
