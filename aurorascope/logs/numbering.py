"""Equal values to one number each, without sorting: the tables of a block ask this of every line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_SPREAD = np.uint64(
    0x9E3779B97F4A7C15
)  # odd, its bits without a pattern: the upper bits of a product depend on all


def numbered(values: NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """Return for each value the number of its like, by first appearance; and each number's first row.

    Each value takes the place of a table that its bits name, unless another value has it: these are sorted.
    """
    count = len(values)
    width = max(4, (2 * count).bit_length())
    places = (values * _SPREAD) >> np.uint64(64 - width)
    rows = np.arange(count)
    table = np.zeros(1 << width, dtype=np.int64)
    table[places[::-1]] = rows[::-1]  # of several rows for one place, the last written stays
    first = table[places]
    others = np.flatnonzero(values[first] != values)
    if len(others):
        _, firsts, which = np.unique(values[others], return_index=True, return_inverse=True)
        first[others] = others[firsts[which]]
    begins = first == rows
    numbers = np.cumsum(begins) - 1
    return numbers[first], np.flatnonzero(begins)


def numbered_texts(texts: pl.Series) -> tuple[Ints, Ints]:
    """Return the same of texts, none of them null, by their contents."""
    which, first = numbered(texts.hash().to_numpy())
    if (texts.gather(first[which]) == texts).all():
        return which, first
    return _by_content(texts)


def _by_content(texts: pl.Series) -> tuple[Ints, Ints]:
    """Two texts have one hash: by accident never, but a log may be written to have it so."""
    numbers: dict[str, int] = {}
    first: list[int] = []
    which = np.zeros(len(texts), dtype=np.int64)
    for row, text in enumerate(texts):
        which[row] = numbers.setdefault(text, len(numbers))
        if which[row] == len(first):
            first.append(row)
    return which, np.array(first, dtype=np.int64)
