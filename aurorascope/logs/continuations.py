"""DETAIL, HINT, CONTEXT, STATEMENT ... to the entry of the same process before them.

Between an entry and its continuations, entries of other processes may stand. The parent is the last entry of
the same process; where the last entry of any process is already that one, no search is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

ORPHAN = -1


def parents(main: NDArray[np.bool_], pids: Ints) -> Ints:
    """Return for each row the row of its entry: itself for an entry, ORPHAN where the block has none."""
    count = len(main)
    rows = np.arange(count)
    last = np.maximum.accumulate(np.where(main, rows, ORPHAN))
    same = (last >= 0) & (pids[np.maximum(last, 0)] == pids)
    parent = np.where(main, rows, np.where(same, last, ORPHAN))
    lost = np.flatnonzero(~main & ~same)
    if len(lost):
        parent[lost] = _search(main, pids, lost, count)
    return parent


def _search(main: NDArray[np.bool_], pids: Ints, lost: Ints, count: int) -> Ints:
    """Find, for each lost row, the last entry of its process before it."""
    own = np.flatnonzero(main & np.isin(pids, pids[lost]))
    if not len(own):
        return np.full(len(lost), ORPHAN, dtype=np.int64)
    _, codes = np.unique(np.concatenate((pids[own], pids[lost])), return_inverse=True)
    keys = np.sort(codes[: len(own)] * np.int64(count) + own)
    wanted = codes[len(own) :] * np.int64(count) + lost
    place = np.searchsorted(keys, wanted) - 1
    found = np.where(place >= 0, keys[np.maximum(place, 0)], -1)
    return np.where((found >= 0) & (found // count == wanted // count), found % count, ORPHAN)
