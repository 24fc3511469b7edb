"""What time it is at AWS: set by the test, moved by the test, off by some seconds in a Region if asked."""

from __future__ import annotations

import time


class Clock:
    """A clock that stands where it is put, or runs from there (`runs`)."""

    def __init__(self, now: float | None = None, *, runs: bool = False) -> None:
        self._now = time.time() if now is None else float(now)
        self._set_at, self._runs = time.monotonic(), runs
        self.skew_s: dict[str, float] = {}  # by Region: how far its services are ahead

    def now(self, region: str | None = None) -> float:
        """Return epoch seconds, as a Region's services see them."""
        passed = time.monotonic() - self._set_at if self._runs else 0.0
        return self._now + passed + self.skew_s.get(region or "", 0.0)

    def set(self, now: float) -> None:
        """Put the clock to a moment."""
        self._now, self._set_at = float(now), time.monotonic()

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        self.set(self.now() + seconds)
