"""The days a lab covers, minute by minute, and how busy people are in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Clock:
    """`days` whole days from `start_s` (a midnight, epoch seconds)."""

    start_s: int
    days: int

    @property
    def minutes(self) -> int:
        """How many minutes there are."""
        return self.days * 1440

    @property
    def end_s(self) -> int:
        """The end, exclusive."""
        return self.start_s + self.days * 86_400

    @property
    def times(self) -> Ints:
        """The start of every minute, epoch seconds."""
        return self.start_s + 60 * np.arange(self.minutes, dtype=np.int64)

    def minute(self, moment_s: float) -> int:
        """Return the index of a moment's minute, held within the days."""
        return int(min(max((moment_s - self.start_s) // 60, 0), self.minutes - 1))

    def covered(self, start_s: float, end_s: float) -> Floats:
        """Return the share of each minute that lies within [start, end)."""
        left = self.times.astype(np.float64)
        return np.clip(np.minimum(left + 60, end_s) - np.maximum(left, start_s), 0, 60) / 60


def moment(seconds: float) -> datetime:
    """Return epoch seconds as an aware datetime."""
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class Season:
    """How a fleet's people spend their days; every share is of the busiest hour."""

    offset_h: float  # their noon against UTC's
    night: float
    evening: float
    saturday: float
    sunday: float
    monday: float

    @staticmethod
    def drawn(rng: np.random.Generator) -> Season:
        """Draw one."""
        return Season(
            offset_h=float(rng.choice([-8, -5, 0, 1, 2, 5.5, 9])),
            night=float(rng.uniform(0.12, 0.35)),
            evening=float(rng.uniform(0.3, 0.9)),
            saturday=float(rng.uniform(0.35, 0.9)),
            sunday=float(rng.uniform(0.3, 0.8)),
            monday=float(rng.uniform(1.0, 1.3)),
        )

    def curve(self, clock: Clock) -> Floats:
        """Return the activity of every minute."""
        local = clock.times + self.offset_h * 3600
        hour = (local % 86_400) / 3600
        day = ((local // 86_400 + 3) % 7).astype(int)  # 0 is Monday
        work = _bump(hour, 11, 2.6) + 0.95 * _bump(hour, 15, 2.4)
        shape = self.night + (1 - self.night) * np.minimum(1, work + self.evening * _bump(hour, 20.5, 1.7))
        week = np.array([self.monday, 1.0, 1.02, 1.0, 0.97, self.saturday, self.sunday])
        return shape * week[day]

    def office(self, clock: Clock) -> Floats:
        """Return 1 in office hours of working days, else 0."""
        local = clock.times + self.offset_h * 3600
        hour = (local % 86_400) / 3600
        day = (local // 86_400 + 3) % 7
        return ((hour >= 8) & (hour < 18) & (day < 5)).astype(np.float64)


def _bump(hour: Floats, centre: float, width: float) -> Floats:
    away = np.abs((hour - centre + 12) % 24 - 12)
    return np.exp(-0.5 * (away / width) ** 2)


def drift(rng: np.random.Generator, minutes: int, size: float) -> Floats:
    """Return a slow random factor around 1: what no season explains."""
    steps = rng.normal(0, 1, minutes // 10 + 2)
    slow = np.empty_like(steps)
    held = 0.0
    for i, step in enumerate(steps):
        held = 0.9 * held + 0.436 * step
        slow[i] = held
    grid = np.interp(np.arange(minutes), 10 * np.arange(len(slow)), slow)
    return np.exp(size * grid)
