"""`duration: 12.345 ms  <phase>: SQL`, read from bytes for a whole block at once.

The wordings are those of PostgreSQL's check_log_duration and its callers in postgres.c, 9.6 to 18.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aurorascope.logs.slices import starts_with

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

HEAD = b"duration: "
WHOLE = 13  # digits before the point: 317 years
NAME = 28  # bytes looked at for the name of a prepared statement before the slow search
DOT, COLON, BLANK = 46, 58, 32

# What a message is, for the statements' sake.
OTHER, TIMED, OPENER, BARE, PLAN, FINAL, STRAY = 0, 1, 2, 3, 4, 5, 6
STATEMENT, PARSE, BIND, EXECUTE, FETCH, UNKNOWN = 0, 1, 2, 3, 4, 5
# unknown: a bare duration line (log_duration) whose statement was not logged; parse, bind and execute each
# write one, and so does a simple statement
PHASES = ("statement", "parse", "bind", "execute", "fetch", "unknown")
_WORD_PHASE = {b"statement: ": STATEMENT, b"parse ": PARSE, b"bind ": BIND, b"execute ": EXECUTE}
_FETCH = b"fetch from "


@dataclass
class Durations:
    """For each message: its sort, its duration, its phase, and where name and SQL stand (0 length: none)."""

    sort: NDArray[np.uint8]
    micros: Ints
    phase: NDArray[np.uint8]
    name_begins: Ints
    name_sizes: Ints
    sql_begins: Ints


def durations(raw: Bytes, begins: Ints, ends: Ints) -> Durations:
    """Sort the LOG messages at [begins, ends) and read what the statements among them say."""
    count = len(begins)
    found = Durations(
        sort=np.zeros(count, np.uint8), micros=np.full(count, -1, np.int64), phase=np.zeros(count, np.uint8),
        name_begins=begins.copy(), name_sizes=np.zeros(count, np.int64), sql_begins=begins.copy(),
    )  # fmt: skip
    timed = np.flatnonzero(starts_with(raw, begins, ends, HEAD))
    micros, after, good = _milliseconds(raw, begins[timed] + len(HEAD), ends[timed])
    timed, micros, after = timed[good], micros[good], after[good]
    found.micros[timed] = micros
    bare = after == ends[timed]
    found.sort[timed[bare]] = BARE
    plan = starts_with(raw, after, ends[timed], b"  plan:")
    found.sort[timed[plan]] = PLAN
    rest = ~(bare | plan) & starts_with(raw, after, ends[timed], b"  ")
    _phases(raw, timed[rest], after[rest] + 2, ends, found, TIMED)
    others = np.flatnonzero(found.micros < 0)
    _phases(raw, others, begins[others], ends, found, OPENER)
    for final in FINALS:
        found.sort[others[starts_with(raw, begins[others], ends[others], final)]] = FINAL
    return found


# Messages that the server never continues with a DETAIL, CONTEXT or STATEMENT of their own.
FINALS = (
    b"disconnection: ",
    b"connection received: ",
    b"connection authorized: ",
    b"connection authenticated: ",
    b"checkpoint ",
    b"restartpoint ",
)


def _phases(raw: Bytes, rows: Ints, at: Ints, ends: Ints, found: Durations, sort: int) -> None:
    for word, phase in _WORD_PHASE.items():
        if sort == OPENER and phase in (PARSE, BIND):
            continue  # log_statement names statements and executions only
        mine = starts_with(raw, at, ends[rows], word)
        some, place = rows[mine], at[mine] + len(word)
        if phase == STATEMENT:
            found.sort[some], found.phase[some], found.sql_begins[some] = sort, phase, place
        elif len(some):
            _named(raw, some, place, ends, found, (sort, phase))


def _named(raw: Bytes, rows: Ints, at: Ints, ends: Ints, found: Durations, what: tuple[int, int]) -> None:
    """Read `<name>[/portal]: SQL` at each place."""
    sort, phase = what
    phases = np.full(len(rows), phase, dtype=np.uint8)
    if phase == EXECUTE:
        fetch = starts_with(raw, at, ends[rows], _FETCH)
        phases[fetch] = FETCH
        at = at + np.where(fetch, len(_FETCH), 0)
    last = len(raw) - 1
    window = raw[np.minimum(at[:, None] + np.arange(NAME), last)]
    mark = (window[:, :-1] == COLON) & (window[:, 1:] == BLANK)
    sizes = mark.argmax(axis=1)
    good = mark.any(axis=1) & (at + sizes + 2 <= ends[rows])
    for row in np.flatnonzero(~good).tolist():  # a name longer than the window, or none
        place = raw[at[row] : ends[rows[row]]].tobytes().find(b": ")
        sizes[row], good[row] = place, place >= 0
    rows, at, sizes, phases = rows[good], at[good], sizes[good], phases[good]
    found.sort[rows], found.phase[rows] = sort, phases
    found.name_begins[rows], found.name_sizes[rows] = at, sizes
    found.sql_begins[rows] = at + sizes + 2


def _milliseconds(raw: Bytes, at: Ints, ends: Ints) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Read `12.345 ms` as microseconds, exactly; also where it ends and whether it was there."""
    last = len(raw) - 1
    micros = np.zeros(len(at), dtype=np.int64)
    dot = np.full(len(at), -1, dtype=np.int64)
    good = np.ones(len(at), dtype=bool)
    open_rows = np.arange(len(at))
    for k in range(WHOLE + 1):  # one digit a round; most numbers end within a few
        byte = raw[np.minimum(at[open_rows] + k, last)]
        ended = byte == DOT
        dot[open_rows[ended]] = k
        open_rows, byte = open_rows[~ended], byte[~ended]
        figure = (byte - np.uint8(48)).astype(np.int64)
        good[open_rows] &= figure < 10
        micros[open_rows] = micros[open_rows] * 10 + figure
        open_rows = open_rows[figure < 10]
        if not len(open_rows):
            break
    good &= dot > 0
    for k in (1, 2, 3):
        figure = (raw[np.minimum(at + dot + k, last)] - np.uint8(48)).astype(np.int64)
        good &= figure < 10
        micros = micros * 10 + figure
    after = at + dot + 4
    good &= starts_with(raw, after, ends, b" ms")
    return micros, after + 3, good
