"""Times written as `2026-11-19 03:14:15[.123]` to microseconds UTC, for a whole column at once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from aurorascope.logs.windows import Windows
from aurorascope.model.moments import DAY, SECOND

if TYPE_CHECKING:
    from datetime import tzinfo

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

EPOCH = date(1970, 1, 1).toordinal()
STAMP = 19  # bytes of '2026-11-19 03:14:15'
WINDOW = 3  # words that hold a stamp

# Abbreviations that %t and %m print for common zones, in hours (PostgreSQL's timezonesets/Default).
ABBREVIATIONS: dict[str, float] = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "CEST": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "NST": -3.5, "NDT": -2.5, "AST": -4, "ADT": -3,
    "JST": 9, "KST": 9, "SGT": 8, "HKT": 8, "PKT": 5, "AEST": 10, "AEDT": 11, "ACST": 9.5, "ACDT": 10.5,
    "AWST": 8, "NZST": 12, "NZDT": 13, "SAST": 2, "WIB": 7, "WIT": 9, "WITA": 8,
}  # fmt: skip
_OFFSET = re.compile(r"([+-])(\d{1,2})(?::?(\d\d))?(?::?(\d\d))?\Z")


def shaped(raw: Bytes, begins: Ints) -> NDArray[np.bool_]:
    """Tell at which begins a stamp stands, by its digits and marks."""
    fits: NDArray[np.bool_] = begins + STAMP <= len(raw)
    words = Windows(raw, begins, begins, WINDOW)
    for place, (mask, marks, ones) in _SHAPE.items():
        word = words.word(place)
        # a digit is 0x30 to 0x39: its high half is 3, and it still is after adding 6
        fits &= (word & mask) == marks
        fits &= ((word + ones) & mask) == (marks + ones & mask)
    return fits


def _shape(text: bytes) -> tuple[np.uint64, np.uint64, np.uint64]:
    """Return mask, marks and sixes for eight bytes where 0 stands for any digit."""
    mask = bytes(0xF0 if byte == ord("0") else 0xFF for byte in text)
    ones = bytes(6 if byte == ord("0") else 0 for byte in text)
    return tuple(np.uint64(int.from_bytes(part, "little")) for part in (mask, text, ones))  # type: ignore[return-value]


_SHAPE = {0: _shape(b"0000-00-"), 8: _shape(b"00 00:00"), 11: _shape(b"00:00:00")}


def stamps(raw: Bytes, begins: Ints) -> Ints:
    """Read the stamps at `begins` as microseconds since 1970, taking them for UTC.

    A stamp whose date does not exist (month 13) gives the smallest integer; the caller rejects the row.
    """
    return stamps_of(Windows(raw, begins, begins, WINDOW))


def stamps_of(windows: Windows) -> Ints:
    """Read the stamps with which windows of WINDOW words or more begin."""
    first, second, third = (windows.word(place) for place in (0, 8, 11))
    clock = _clock(third)
    if not len(first):
        return clock
    day = second & np.uint64(0xFFFF)
    if (first == first[0]).all() and (day == day[0]).all():  # one day, as a block of a log mostly is
        midnight = _midnight(int(_days(first[:1], day[:1])[0]))
        return np.full(len(clock), NO_TIME) if midnight == NO_TIME else clock + midnight
    days, which = np.unique(_days(first, day), return_inverse=True)
    times = np.array([_midnight(int(number)) for number in days], dtype=np.int64)[which]
    return np.where(times == NO_TIME, NO_TIME, times + clock)


def _clock(word: NDArray[np.uint64]) -> Ints:
    """Return the microseconds since midnight that `HH:MM:SS` spells."""
    seconds = np.zeros(len(word), dtype=np.uint64)
    for place, weight in ((0, 36_000), (1, 3600), (3, 600), (4, 60), (6, 10), (7, 1)):
        seconds += ((word >> np.uint64(8 * place)) & np.uint64(15)) * np.uint64(weight)
    return seconds.astype(np.int64) * SECOND


def _days(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> Ints:
    """Return the numbers 20261119 that `2026-11-` and `19` spell."""
    return _number(first, 0, 4) * 10_000 + _number(first, 5, 2) * 100 + _number(second, 0, 2)


def distinct_values(values: Ints) -> list[int]:
    """Return the distinct values; a log has one day and one zone nearly always, which needs no sorting."""
    if not len(values):
        return []
    first = int(values[0])
    return [first] if (values == first).all() else [int(value) for value in np.unique(values)]


def _number(word: NDArray[np.uint64], place: int, digits: int) -> Ints:
    """Return the number that `digits` bytes of a word spell from `place` on."""
    value = np.zeros(len(word), dtype=np.int64)
    for k in range(place, place + digits):
        value = value * 10 + ((word >> np.uint64(8 * k)) & np.uint64(15)).astype(np.int64)
    return value


NO_TIME = np.iinfo(np.int64).min


def _midnight(day: int) -> int:
    try:
        return (date(day // 10_000, day // 100 % 100, day % 100).toordinal() - EPOCH) * DAY
    except ValueError:
        return int(NO_TIME)


def fractions(raw: Bytes, begins: Ints) -> Ints:
    """Read the milliseconds that follow a stamp as '.123'; 0 where there are none. In microseconds."""
    at = begins + STAMP
    have = (at + 4 <= len(raw)) & (raw[np.minimum(at, len(raw) - 1)] == ord("."))
    millis = np.zeros(len(begins), dtype=np.int64)
    rows = at[have]
    for k in (1, 2, 3):
        millis[have] = millis[have] * 10 + (raw[rows + k].astype(np.int64) - 48)
    return millis * 1000


def zone(name: str) -> tzinfo:
    """Return the zone that a log names: an offset, a known abbreviation, or an IANA name.

    ValueError says so when it is none of them: a wrong guess would move every row in time.
    """
    match = _OFFSET.match(name)
    if match:
        sign = -1 if match[1] == "-" else 1
        parts = [int(part or 0) for part in match.groups()[1:]]
        return timezone(sign * timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2]))
    if name.upper() in ABBREVIATIONS:
        return timezone(timedelta(hours=ABBREVIATIONS[name.upper()]))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"the zone {name!r} is neither an offset nor a zone that is known here") from None


def overruled(where: tzinfo, name: str) -> tzinfo:
    """Return the zone that a user named, at the offset that the log's abbreviation has there.

    Where summer time ends an hour happens twice: CEST and CET tell which it is. A name that the zone does not
    have is overruled whole.
    """
    if where.utcoffset(None) is not None:
        return where
    for month in range(1, 13):
        noon = datetime(2026, month, 1, 12, tzinfo=where)
        offset = noon.utcoffset()
        if offset is not None and noon.tzname() == name:
            return timezone(offset)
    return where


def to_utc(times: Ints, where: tzinfo) -> Ints:
    """Move wall-clock microseconds of one zone to UTC; an hour that happens twice is its first."""
    if where is UTC:
        return times
    fixed = where.utcoffset(None)
    if fixed is not None:
        return times - int(fixed.total_seconds()) * SECOND
    hours, which = np.unique(times // (900 * SECOND), return_inverse=True)
    shifts = np.array([_shift(int(hour) * 900, where) for hour in hours], dtype=np.int64)
    return times - shifts[which]


def _shift(seconds: int, where: tzinfo) -> int:
    wall = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    offset = wall.replace(tzinfo=where).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) * SECOND
