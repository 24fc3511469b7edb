"""Amounts as people read them: an exact number in, a short text with its unit out.

Pages and reports write numbers here, so that the same number reads the same everywhere.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aurorascope.model.page import Unit

NUMERIC: frozenset[str] = frozenset({"count", "number", "us", "bytes", "kb", "share", "percent"})
NOTHING = "\N{EN DASH}"


def amount(value: float, unit: Unit) -> str:  # noqa: PLR0911  one return a unit
    """Write a number in its unit.

    >>> amount(1234, "count"), amount(1_234_567, "us"), amount(0.25, "share")
    ('1,234', '1.23 s', '25.0 %')
    """
    if not math.isfinite(value):
        return str(value)
    if unit == "us":
        return duration(value)
    if unit == "bytes":
        return size(value)
    if unit == "kb":
        return size(value * 1024)
    if unit == "share":
        return f"{significant(value * 100)} %"
    if unit == "percent":
        return f"{significant(value)} %"
    if float(value).is_integer():
        return f"{int(value):,}"
    return significant(value)


def duration(micros: float) -> str:
    """Microseconds in the unit a person would choose.

    >>> [duration(n) for n in (0, 850, 12_345, 999_999, 61_000_000, 7_325_000_000)]
    ['0 ms', '0.85 ms', '12.3 ms', '1.00 s', '1 min 01 s', '2 h 02 min']
    """
    sign, micros = ("-", -micros) if micros < 0 else ("", micros)
    if micros < 999_500:
        return f"{sign}{significant(micros / 1000)} ms"
    if micros < 59_950_000:
        return f"{sign}{significant(micros / 1e6)} s"
    seconds = round(micros / 1e6)
    if seconds < 3600:
        return f"{sign}{seconds // 60} min {seconds % 60:02} s"
    minutes = seconds // 60
    if minutes < 48 * 60:
        return f"{sign}{minutes // 60} h {minutes % 60:02} min"
    return f"{sign}{minutes // 1440} d {minutes % 1440 // 60:02} h"


def edge(micros: int) -> str:
    """The edge of a class of durations, in the largest unit that it is a whole number of.

    >>> [edge(n) for n in (0, 500, 20_000, 60_000_000, 3_600_000_000)]
    ['0', '500 µs', '20 ms', '1 min', '1 h']
    """
    units = ((" h", 3_600_000_000), (" min", 60_000_000), (" s", 1_000_000), (" ms", 1_000))
    for name, length in units:
        if micros and micros % length == 0:
            return f"{micros // length}{name}"
    return f"{micros} µs" if micros else "0"


def size(count: float) -> str:
    """Bytes in powers of 1024, named as PostgreSQL names them.

    >>> [size(n) for n in (0, 512, 2048, 5_242_880)]
    ['0 B', '512 B', '2.00 kB', '5.00 MB']
    """
    sign, count = ("-", -count) if count < 0 else ("", count)
    for name in ("B", "kB", "MB", "GB"):
        if count < 1023.5:
            return f"{sign}{int(count) if name == 'B' else significant(count)} {name}"
        count /= 1024
    return f"{sign}{significant(count)} TB"


def significant(value: float) -> str:
    """Three figures, never an exponent, thousands grouped.

    >>> [significant(n) for n in (0, 0.0123, 1.5, 12.345, 123.4, 1234.5)]
    ['0', '0.012', '1.50', '12.3', '123', '1,234']
    """
    magnitude = abs(value)
    if value == 0:
        return "0"
    if magnitude >= 99.95:
        return f"{value:,.0f}"
    if magnitude >= 9.995:
        return f"{value:.1f}"
    return f"{value:.2f}" if magnitude >= 0.1 else f"{value:.3f}"


def ago(seconds: float) -> str:
    """How old something is, in one unit.

    >>> [ago(n) for n in (5, 90, 7200, 200_000)]
    ['5 s ago', '1 min ago', '2 h ago', '2 d ago']
    """
    for name, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length * (2 if name == "d" else 1):
            return f"{int(seconds // length)} {name} ago"
    return f"{max(0, int(seconds))} s ago"
