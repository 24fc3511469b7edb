"""Numbers as a person reads them on a terminal: durations, counts, shares."""

from __future__ import annotations

STEPS = ((86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"), (1000, "ms"))


def duration(micros: float | None) -> str:
    """Return microseconds with three significant digits or more; nothing where it is unknown.

    >>> duration(12_345), duration(999), duration(90_000_000), duration(None)
    ('12.3 ms', '999 µs', '1.50 min', '')
    """
    if micros is None:
        return ""
    for step, unit in STEPS:
        if micros >= step:
            return f"{digits(micros / step)} {unit}"
    return f"{micros:.0f} µs"


def digits(value: float) -> str:
    """Return a number from 1 up with three significant digits, all of them where it has more."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def count(value: int | None) -> str:
    """Return a whole number with its thousands apart; nothing where it is unknown."""
    return "" if value is None else f"{value:,}"


def share(value: float | None) -> str:
    """Return a share of 0 to 1 in percent; nothing where it is unknown."""
    return "" if value is None else f"{value:.1%}"
