"""`duration: 12.345 ms  <phase>: SQL`, read from bytes for a whole block at once.

The wordings are those of PostgreSQL's check_log_duration and its callers in postgres.c, 9.6 to 18.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aurorascope.logs.slices import starts_with
from aurorascope.logs.windows import WORD, Windows, read_bytes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]
    Words = NDArray[np.uint64]
    Mask = NDArray[np.bool_]

HEAD = b"duration: "
WHOLE = 13  # digits before the point: 317 years
NAME = 28  # bytes looked at for the name of a prepared statement before the slow search
DOT, COLON, BLANK = 46, 58, 32
HEAD_WORDS = 4  # 'duration: 1234567.890 ms', and FINALS
PHASE_WORDS = 2

_EACH = np.uint64(0x0101010101010101)  # times a byte: eight of it
_TAIL = np.uint64(int.from_bytes(b"000 ms", "little"))  # 0 stands for any figure
_TAIL_MASK = np.uint64(int.from_bytes(b"\xf0\xf0\xf0\xff\xff\xff", "little"))
_TAIL_SIXES = np.uint64(0x060606)

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
    heads = Windows(raw, begins, ends, HEAD_WORDS)
    timed = np.flatnonzero(heads.holds(0, HEAD))
    micros, after, good = _milliseconds(raw, heads.of(timed), begins[timed], ends[timed])
    timed, micros, after = timed[good], micros[good], after[good]
    found.micros[timed] = micros
    bare = after == ends[timed]
    found.sort[timed[bare]] = BARE
    words = Windows(raw, after, ends[timed], PHASE_WORDS)
    plan = words.holds(0, b"  plan:")
    found.sort[timed[plan]] = PLAN
    rest = np.flatnonzero(~(bare | plan) & words.holds(0, b"  "))
    _phases(raw, words.of(rest), timed[rest], after[rest], ends, found, TIMED)
    others = np.flatnonzero(found.micros < 0)
    heads = heads.of(others)
    _phases(raw, heads, others, begins[others], ends, found, OPENER)
    for final in FINALS:
        found.sort[others[heads.holds(0, final)]] = FINAL
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


def _phases(
    raw: Bytes, words: Windows, rows: Ints, at: Ints, ends: Ints, found: Durations, sort: int
) -> None:
    """Read `<phase>: SQL` or `<phase> <name>: SQL`; two blanks stand before it where a duration does."""
    place = 2 if sort == TIMED else 0
    for word, phase in _WORD_PHASE.items():
        if sort == OPENER and phase in (PARSE, BIND):
            continue  # log_statement names statements and executions only
        mine = np.flatnonzero(words.holds(place, word))
        some, behind = rows[mine], at[mine] + place + len(word)
        if phase == STATEMENT:
            found.sort[some], found.phase[some], found.sql_begins[some] = sort, phase, behind
        elif len(some):
            _named(raw, some, behind, ends[some], found, (sort, phase))


def _named(raw: Bytes, rows: Ints, at: Ints, ends: Ints, found: Durations, what: tuple[int, int]) -> None:
    """Read `<name>[/portal]: SQL` at each place."""
    sort, phase = what
    phases = np.full(len(rows), phase, dtype=np.uint8)
    if phase == EXECUTE:
        fetch = starts_with(raw, at, ends, _FETCH)
        phases[fetch] = FETCH
        at = at + np.where(fetch, len(_FETCH), 0)
    window = read_bytes(raw, at, NAME)
    mark = (window[:, :-1] == COLON) & (window[:, 1:] == BLANK)
    sizes = mark.argmax(axis=1)
    good = mark.any(axis=1) & (at + sizes + 2 <= ends)
    for row in np.flatnonzero(~good).tolist():  # a name longer than the window, or none
        place = raw[at[row] : ends[row]].tobytes().find(b": ")
        sizes[row], good[row] = place, place >= 0
    rows, at, sizes, phases = rows[good], at[good], sizes[good], phases[good]
    found.sort[rows], found.phase[rows] = sort, phases
    found.name_begins[rows], found.name_sizes[rows] = at, sizes
    found.sql_begins[rows] = at + sizes + 2


def _milliseconds(raw: Bytes, heads: Windows, begins: Ints, ends: Ints) -> tuple[Ints, Ints, Mask]:
    """Read `12.345 ms` behind HEAD as microseconds, exactly; also where it ends and whether it was there."""
    micros, figures, good = _short_number(heads.word(len(HEAD)), heads.word(len(HEAD) + WORD))
    at = begins + len(HEAD)
    after = at + figures + len(".123 ms")
    good &= after <= ends
    left = np.flatnonzero(~good)
    if len(left):
        micros[left], after[left], good[left] = _any_milliseconds(raw, at[left], ends[left])
    return micros, after, good


def _short_number(first: Words, second: Words) -> tuple[Ints, Ints, Mask]:
    """Read `12.345 ms` of at most seven figures before the point, sixteen bytes as two numbers.

    Eight figures at once: bytes are added up to pairs, pairs to fours, fours to the number.
    """
    points = first ^ _EACH * np.uint64(DOT)
    points = (points - _EACH) & ~points & _EACH << np.uint64(7)  # the lowest bit set is of the first point
    size = np.bitwise_count((points & (~points + np.uint64(1))) - np.uint64(1)) & np.uint8(0x78)
    good = (points != 0) & (size > 0)
    bits = np.where(good, size, np.uint8(8)).astype(np.uint64)
    rest = first >> bits >> np.uint64(8) | second << np.uint64(56) - bits
    good &= (rest & _TAIL_MASK) == _TAIL
    good &= ((rest + _TAIL_SIXES) & _TAIL_MASK) == (_TAIL + _TAIL_SIXES & _TAIL_MASK)
    number = first << np.uint64(64) - bits  # figures that are not there are zero bytes
    kept = ~np.uint64(0) << np.uint64(64) - bits
    zeros, sixes, high = _EACH * np.uint64(0x30), _EACH * np.uint64(6), _EACH * np.uint64(0xF0)
    good &= (number & high) == (zeros & kept)
    good &= ((number + (sixes & kept)) & high) == (zeros & kept)
    number = number & _EACH * np.uint64(15)
    for width, mask in ((8, 0x00FF00FF00FF00FF), (16, 0x0000FFFF0000FFFF), (32, 0x00000000FFFFFFFF)):
        number = (number * np.uint64(10 ** (width // 8) << width | 1)) >> np.uint64(width) & np.uint64(mask)
    thousandths = np.zeros(len(rest), dtype=np.uint64)
    for place, weight in ((0, 100), (8, 10), (16, 1)):
        thousandths += (rest >> np.uint64(place) & np.uint64(15)) * np.uint64(weight)
    micros = (number * np.uint64(1000) + thousandths).astype(np.int64)
    return micros, (bits >> np.uint64(3)).astype(np.int64), good


def _any_milliseconds(raw: Bytes, at: Ints, ends: Ints) -> tuple[Ints, Ints, Mask]:
    """Read the same with up to WHOLE figures before the point."""
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
