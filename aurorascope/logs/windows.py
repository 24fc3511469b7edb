"""The first bytes behind many places of a block, read together.

A block is larger than the processor's cache, so each look at a row costs a miss, however few bytes it is for.
A window reads a row's bytes once, and gives them as words: what is then asked of them runs along columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]
    Words = NDArray[np.uint64]
    Mask = NDArray[np.bool_]

WORD = 8


def read_bytes(raw: Bytes, begins: Ints, width: int) -> Bytes:
    """Return the `width` bytes at each begin as rows; bytes past the block count as zero."""
    if not len(begins):
        return np.zeros((0, width), dtype=np.uint8)
    last = len(raw) - width
    if last >= 0 and begins.max() <= last:
        return _items(raw, begins, width)
    within = np.minimum(begins, len(raw))
    found = np.zeros((len(begins), width), dtype=np.uint8)
    early = np.flatnonzero(within <= last)
    if len(early):
        found[early] = _items(raw, within[early], width)
    late = np.flatnonzero(within > last)
    cut = max(last, 0)
    tail = np.concatenate((raw[cut:], np.zeros(width, dtype=np.uint8)))
    found[late] = _items(tail, within[late] - cut, width)
    return found


def _items(raw: Bytes, begins: Ints, width: int) -> Bytes:
    # As items without a type: numbers that are not aligned are gathered by a slower way.
    items = np.ndarray((len(raw) - width + 1,), dtype=f"V{width}", buffer=raw, strides=(1,))
    found: Bytes = items[begins].view(np.uint8).reshape(-1, width)
    return found


class Windows:
    """The first bytes at each begin, `count` words of them, and how many there are before the end."""

    def __init__(self, raw: Bytes, begins: Ints, ends: Ints, count: int) -> None:
        """Read the windows."""
        self.words: Words = np.ascontiguousarray(read_bytes(raw, begins, WORD * count).view("<u8").T)
        self.sizes: Ints = ends - begins

    def of(self, rows: Ints) -> Windows:
        """Return the windows of some rows, in order."""
        if len(rows) == len(self.sizes):
            return self
        some = Windows.__new__(Windows)
        some.words, some.sizes = self.words[:, rows], self.sizes[rows]
        return some

    def word(self, place: int) -> Words:
        """Return the eight bytes from `place` on, as a little-endian number; all within the window."""
        return word_at(self.words, place)

    def holds(self, place: int, text: bytes) -> Mask:
        """Tell which rows have `text` at `place`, whole, before the end."""
        same: Mask = self.sizes >= place + len(text)
        for at in range(0, len(text), WORD):
            same &= begin_with(self.word(place + at), text[at : at + WORD])
        return same


def word_at(words: Words, place: int) -> Words:
    """Return the eight bytes from `place` on of rows whose words are columns."""
    number, shift = place // WORD, 8 * (place % WORD)
    if not shift:
        found: Words = words[number]
        return found
    found = words[number] >> np.uint64(shift)
    if number + 1 < len(words):
        found |= words[number + 1] << np.uint64(64 - shift)
    return found


def begin_with(words: Words, text: bytes) -> Mask:
    """Tell which words begin with a text of at most eight bytes."""
    same: Mask = (words & np.uint64((1 << 8 * len(text)) - 1)) == np.uint64(int.from_bytes(text, "little"))
    return same
