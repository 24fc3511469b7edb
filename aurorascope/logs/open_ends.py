"""Which entries of a block a later one could still change, and which lines continue an earlier one.

Open is, for each process: its last entry (a DETAIL may follow), a statement logged without its duration
(log_statement, whose `duration:` line may follow), an auto_explain plan whose statement line may follow, and
an execution of the extended protocol whose plan may follow. A plan before any other line of a statement of
its process may belong to an execution of an earlier block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aurorascope.logs.continuations import ORPHAN
from aurorascope.logs.durations import BARE, EXECUTE, FETCH, FINAL, OPENER, OTHER, PARSE, PLAN, TIMED
from aurorascope.model.block import OpenEnd

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from aurorascope.logs.durations import Durations

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

PLAN_PATIENCE = 4  # plans of nested statements that may stand between a plan and its statement's line
NEVER = np.iinfo(np.int64).max
NONE = -1


def last_of(who: Ints, rows: Ints, count: int) -> Ints:
    """Return, for each of `count` processes, the last of the ascending `rows` that is its, or NONE."""
    found = np.full(count, NONE, dtype=np.int64)
    found[who[rows]] = rows  # of several values for one place, the last stays
    return found


def first_of(who: Ints, rows: Ints, count: int) -> Ints:
    """Return, for each of `count` processes, the first of `rows` that is its, or NONE."""
    return last_of(who, rows[::-1], count)


def held_from(who: Ints, count: int, main: Mask, timing: Durations) -> Ints:
    """Return, for each of `count` processes, the row from which on its rows are held (NEVER: none).

    `who` is the process of each row, as a number below `count`; rows of none are not `main`.
    """
    sort = timing.sort
    rows = np.flatnonzero(main)
    last = last_of(who, rows, count)
    since = np.where((last == NONE) | (sort[last] == FINAL), NEVER, last)
    _hold_executions(who, rows[sort[rows] == TIMED], timing.phase, since)
    plans = rows[sort[rows] == PLAN]
    if len(plans):
        _hold_plans(who, last_of(who, rows[sort[rows] == TIMED], count), plans, since)
    loose = rows[(sort[rows] == OPENER) | (sort[rows] == BARE)]
    if len(loose):
        _hold_openers(who, loose, sort, since)
    return since


def _hold_executions(who: Ints, timed: Ints, phase: NDArray[np.uint8], since: Ints) -> None:
    """Hold an execution that nothing but a parse has followed: its portal may live, its plan may come."""
    last = last_of(who, timed[phase[timed] != PARSE], len(since))
    running = (last != NONE) & (since != NEVER)
    running[running] = np.isin(phase[last[running]], (EXECUTE, FETCH))
    since[running] = np.minimum(since[running], last[running])


def _hold_openers(who: Ints, loose: Ints, sort: NDArray[np.uint8], since: Ints) -> None:
    """Hold a statement without its duration, and one whose duration line is itself held."""
    line = loose[np.lexsort((loose, who[loose]))]
    owner = who[line]
    opener = sort[line] == OPENER
    final = np.append(owner[1:] != owner[:-1], True)
    unpaired = np.flatnonzero(final & opener)
    np.minimum.at(since, owner[unpaired], line[unpaired])
    pairs = np.flatnonzero(opener[:-1] & ~opener[1:] & ~final[:-1])
    cut = pairs[(line[pairs] < since[owner[pairs]]) & (line[pairs + 1] >= since[owner[pairs]])]
    since[owner[cut]] = line[cut]  # pairs of one process follow each other: one at most is cut


def _hold_plans(who: Ints, last_timed: Ints, plans: Ints, since: Ints) -> None:
    order = np.lexsort((-plans, who[plans]))  # of each process, the latest plan first
    line = plans[order]
    owner = who[line]
    recent = np.arange(len(owner)) - np.searchsorted(owner, owner) < PLAN_PATIENCE
    waiting = line[recent & (line > last_timed[owner]) & (since[owner] != NEVER)]
    np.minimum.at(since, who[waiting], waiting)


def head_rows(who: Ints, count: int, main: Mask, parent: Ints, timing: Durations) -> Mask:
    """Tell which rows may continue an entry of an earlier block."""
    sort = timing.sort
    heads: Mask = (parent == ORPHAN) & (sort == OTHER)
    loose = np.flatnonzero(main & ((sort == OPENER) | (sort == BARE)))
    if len(loose):
        first = first_of(who, loose, count)
        first = first[first != NONE]
        heads[first[sort[first] == BARE]] = True
    plans = np.flatnonzero(main & (sort == PLAN))
    if len(plans):
        begun = (sort == OPENER) | ((sort == TIMED) & (timing.phase != PARSE))
        first = first_of(who, np.flatnonzero(main & begun), count)[who[plans]]
        heads[plans[(first == NONE) | (plans < first)]] = True
    if len(loose) or len(plans):  # a LOCATION goes with the bare duration that it belongs to
        heads |= (parent >= 0) & heads[parent]
    return heads


def cut_out(
    rows: Ints, pids: Ints, begins: Ints, data: bytes, origins: dict[str, pl.Series]
) -> list[OpenEnd]:
    """Copy the raw bytes of `rows` out of the block; `origins` are their sources and offsets."""
    stops = np.append(begins[1:], len(data))
    places = zip(
        pids[rows].tolist(), origins["source"].to_list(), origins["offset"].to_list(),
        begins[rows].tolist(), stops[rows].tolist(), strict=True,
    )  # fmt: skip
    return [
        OpenEnd(pid, source, offset, data[begin:stop])
        for pid, source, offset, begin, stop in places
        if begin < stop  # the rows of one record begin where it does: the last has its bytes
    ]
