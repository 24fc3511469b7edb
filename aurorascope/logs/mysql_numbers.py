"""Numbers and times of MySQL's headers, read from bytes for a whole block at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aurorascope.logs import clock
from aurorascope.logs.slices import eight_bytes
from aurorascope.model.moments import SECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

BLANK, DOT, ZERO = 32, 46, 48
MOST_BLANKS = 64
MOST_DIGITS = 18  # more are no bigint: a server's own overflow (Lock_time: 18446744073709.55) is one
MOST_SECONDS = 12
FRACTION = 26  # bytes of '2026-11-19T03:00:01.123456'


def byte_at(raw: Bytes, at: Ints) -> Bytes:
    """Return the bytes at these places; past the end it is the last one."""
    return raw[np.minimum(at, len(raw) - 1)]


def past_blanks(raw: Bytes, at: Ints) -> Ints:
    """Return the places behind the blanks at these places."""
    for _ in range(MOST_BLANKS):
        blank = byte_at(raw, at) == BLANK
        if not blank.any():
            break
        at = at + blank
    return at


def whole(raw: Bytes, at: Ints, most: int = MOST_DIGITS) -> tuple[Ints, Ints, Mask]:
    """Read digits: the number, where it ends, and whether it is one of at most so many digits."""
    values = np.zeros(len(at), dtype=np.int64)
    after = at.copy()
    rows = np.arange(len(at))
    for _ in range(most):
        figure = byte_at(raw, after[rows]) - np.uint8(ZERO)
        digit = figure < 10
        if not digit.all():
            rows, figure = rows[digit], figure[digit]
        if not len(rows):
            break
        values[rows] = values[rows] * 10 + figure
        after[rows] += 1
    more = (byte_at(raw, after) - np.uint8(ZERO)) < 10
    return values, after, (after > at) & ~(more & (after < len(raw)))


def seconds(raw: Bytes, at: Ints) -> tuple[Ints, Ints, Mask]:
    """Read `1.250000` or `2` as microseconds: the number, where it ends, and whether it is one."""
    micros, after, good = whole(raw, at, MOST_SECONDS)
    micros *= SECOND
    rows = np.flatnonzero(byte_at(raw, after) == DOT)
    after[rows] += 1
    weight = SECOND // 10
    for _ in range(MOST_DIGITS):
        figure = byte_at(raw, after[rows]) - np.uint8(ZERO)
        digit = figure < 10
        if not digit.all():
            rows, figure = rows[digit], figure[digit]
        if not len(rows):
            break
        if weight:
            micros[rows] += figure.astype(np.int64) * weight
            weight //= 10
        after[rows] += 1
    return micros, after, good


def _shape(text: bytes) -> tuple[np.uint64, np.uint64, np.uint64]:
    """Return mask, marks and sixes for eight bytes where 0 stands for a digit and ? for anything."""
    mask = bytes({ord("0"): 0xF0, ord("?"): 0}.get(byte, 0xFF) for byte in text)
    marks = bytes(byte & 0xF0 if byte == ord("0") else byte for byte in text)
    marks = bytes(0 if byte == ord("?") else mark for byte, mark in zip(text, marks, strict=True))
    sixes = bytes(6 if byte == ord("0") else 0 for byte in text)
    return tuple(np.uint64(int.from_bytes(part, "little")) for part in (mask, marks, sixes))  # type: ignore[return-value]


_ISO = {0: _shape(b"0000-00-"), 8: _shape(b"00T00:00"), 11: _shape(b"00:00:00"), 19: _shape(b".000000?")}
_OFFSET = _shape(b"?00:00??")


def _has(raw: Bytes, at: Ints, shape: tuple[np.uint64, np.uint64, np.uint64]) -> Mask:
    mask, marks, sixes = shape
    word = eight_bytes(raw, at)
    fits: Mask = ((word & mask) == marks) & (((word + sixes) & mask) == marks)
    return fits


def iso_times(raw: Bytes, at: Ints) -> tuple[Ints, Ints]:
    """Read `2026-11-19T03:00:01.123456Z` (or with +09:00) as microseconds UTC, and where it ends.

    NO_TIME where there is none.
    """
    fits = at + FRACTION < len(raw)
    for place, shape in _ISO.items():
        fits &= _has(raw, at + place, shape)
    times = np.full(len(at), clock.NO_TIME, dtype=np.int64)
    ends = at + FRACTION
    if not fits.any():
        return times, ends
    rows = np.flatnonzero(fits)
    begins = at[rows]
    found = clock.stamps(raw, begins)
    real = found != clock.NO_TIME
    found = found + _fraction(eight_bytes(raw, begins + 20))
    mark = byte_at(raw, begins + FRACTION)
    zulu = mark == ord("Z")
    ends[rows] += zulu
    if not zulu.all():
        signed = ((mark == ord("+")) | (mark == ord("-"))) & _has(raw, begins + FRACTION, _OFFSET)
        shift = _offset(raw, begins[signed] + FRACTION)
        found[signed] -= shift
        ends[rows[signed]] += 6
        real &= zulu | signed
    times[rows[real]] = found[real]
    return times, ends


def _fraction(word: NDArray[np.uint64]) -> Ints:
    micros = np.zeros(len(word), dtype=np.int64)
    for k in range(6):
        micros = micros * 10 + ((word >> np.uint64(8 * k)) & np.uint64(15)).astype(np.int64)
    return micros


def _offset(raw: Bytes, at: Ints) -> Ints:
    figures = [raw[at + k].astype(np.int64) - ZERO for k in (1, 2, 4, 5)]
    minutes = (figures[0] * 10 + figures[1]) * 60 + figures[2] * 10 + figures[3]
    return np.where(raw[at] == ord("-"), -minutes, minutes) * 60 * SECOND


def filled(times: Ints) -> Ints:
    """Give an entry without a time that of the one before it, or after it at the very start."""
    missing = times == clock.NO_TIME
    if not missing.any() or missing.all():
        return times
    source = np.maximum.accumulate(np.where(missing, -1, np.arange(len(times))))
    first = int(np.flatnonzero(~missing)[0])
    return times[np.where(source < 0, first, source)]
