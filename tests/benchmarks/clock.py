"""The daily curve: which moment of the days the next byte belongs to, and how the server writes it."""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 19, tzinfo=UTC)
# share of the day's traffic by hour: a quiet night, a morning peak, a higher evening
HOURS = (14, 10, 8, 7, 8, 12, 22, 40, 62, 80, 88, 90, 84, 82, 86, 88, 90, 96, 104, 110, 100, 76, 46, 26)


class Clock:
    """Time as a function of the share of the log that is written: traffic decides, not the wall."""

    def __init__(self, days: int) -> None:
        """Lay the curve over `days` days; a weekend day has six tenths of a working day."""
        self.start = START - timedelta(days=days - 1)
        weights: list[float] = []
        for day in range(days):
            factor = 0.6 if (self.start + timedelta(days=day)).weekday() >= 5 else 1.0
            for minute in range(24 * 60):
                hour, part = divmod(minute, 60)
                here, after = HOURS[hour], HOURS[(hour + 1) % 24]
                weights.append(factor * (here + (after - here) * part / 60))
        total = math.fsum(weights)
        self._upto = [0.0]
        for weight in weights:
            self._upto.append(self._upto[-1] + weight / total)
        self._second = -1
        self._text = ""

    def milliseconds(self, share: float) -> int:
        """Return milliseconds since the start at which `share` of the log is written."""
        minute = min(bisect_right(self._upto, share), len(self._upto) - 1) - 1
        low, high = self._upto[minute], self._upto[minute + 1]
        inside = min(1.0, (share - low) / (high - low))
        return min(int((minute + inside) * 60_000), (len(self._upto) - 1) * 60_000 - 1)

    def text(self, milliseconds: int, *, fraction: bool) -> str:
        """Write a moment as %t does, or as %m with `fraction`."""
        second, rest = divmod(milliseconds, 1000)
        if second != self._second:
            self._second = second
            self._text = (self.start + timedelta(seconds=second)).strftime("%Y-%m-%d %H:%M:%S")
        return f"{self._text}.{rest:03d} UTC" if fraction else f"{self._text} UTC"

    def hour(self, milliseconds: int) -> str:
        """Name the hour of a moment."""
        return (self.start + timedelta(milliseconds=milliseconds)).strftime("%Y-%m-%dT%H")
