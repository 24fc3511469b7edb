"""Scales and ticks of charts: round numbers, whole hours of the reader's zone."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aurorascope.report.period import zone_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def round_steps(most: float, wanted: int = 4) -> list[float]:
    """Return round numbers from 0 to at least `most`.

    >>> round_steps(7.3), round_steps(0)
    ([0.0, 2.0, 4.0, 6.0, 8.0], [0.0, 1.0])
    """
    if most <= 0 or not math.isfinite(most):
        return [0.0, 1.0]
    rough = most / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * 0.999999)
    return [step * number for number in range(math.ceil(most / step - 1e-9) + 1)]


def decades(least: float, most: float) -> list[float]:
    """Return the powers of ten around a range, both above 0.

    >>> decades(30, 5000)
    [10.0, 100.0, 1000.0, 10000.0]
    """
    low = math.floor(math.log10(max(least, 1e-9)))
    high = max(math.ceil(math.log10(max(most, 1e-9))), low + 1)
    return [10.0**power for power in range(low, high + 1)]


def moment_of(text: str) -> datetime:
    """Read a moment as the report's JSON writes it."""
    return datetime.fromisoformat(text)


def time_ticks(begin: datetime, end: datetime, zone: str, wanted: int = 8) -> list[tuple[datetime, str]]:
    """Return moments on whole hours or days of the zone, with what stands below them."""
    place = zone_of(zone)
    hours = (end - begin).total_seconds() / 3600
    steps = (0.25, 0.5, 1, 2, 3, 4, 6, 12, 24, 48, 168, 336, 744)
    step = next((one for one in steps if hours / one <= wanted), 8760)
    first = begin.astimezone(place)
    ticks: list[tuple[datetime, str]] = []
    at = first.replace(hour=0, minute=0, second=0, microsecond=0)
    form = "%H:%M" if step < 24 else "%d %b"
    while at <= end and len(ticks) < 100:
        if at >= begin:
            ticks.append((at, at.strftime(form)))
        at = _later(at, step)
    return ticks


def _later(at: datetime, hours: float) -> datetime:
    """Step on the wall clock."""
    return at + timedelta(hours=hours)


def middle(values: Sequence[float]) -> float:
    """Return the mean, 0 of none."""
    return sum(values) / len(values) if values else 0.0
