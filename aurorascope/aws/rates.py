"""A rate for each API of an account and Region: calls wait here before they go out, retries too."""

from __future__ import annotations

import threading
import time
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BURST_S = 1.0  # so many seconds of calls may go out at once
STRICT = 3.0  # calls a second up to which there is no burst: such quotas are counted to the call


@cache
def quotas() -> dict[str, dict[str, float]]:
    """Return the calls a second by service and operation (quotas.toml)."""
    with (Path(__file__).parent / "quotas.toml").open("rb") as file:
        return tomllib.load(file)


class Rate:
    """A bucket of tokens that fills at `per_second`; threads take one each and wait their turn."""

    def __init__(self, per_second: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = 1.0 / per_second
        self._burst = max(BURST_S if per_second > STRICT else 0.0, self._interval)
        self._clock = clock
        self._next = clock() - self._burst
        self._lock = threading.Lock()

    def reserve(self) -> float:
        """Take a token and return how many seconds to wait before the call."""
        with self._lock:
            now = self._clock()
            self._next = max(self._next, now - self._burst) + self._interval
            return max(0.0, self._next - now)


class Rates:
    """The rates of one account and Region, by service and operation."""

    def __init__(self, overrides: Mapping[str, float] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._rates: dict[tuple[str, str], Rate] = {}
        self._lock = threading.Lock()

    def wait(self, service: str, operation: str) -> None:
        """Wait until a call of this operation may go out."""
        seconds = self._rate(service, operation).reserve()
        if seconds > 0:
            time.sleep(seconds)

    def _rate(self, service: str, operation: str) -> Rate:
        known = quotas().get(service, {})
        key = (service, operation if operation in known else "*")
        with self._lock:
            if key not in self._rates:
                per_second = self._overrides.get(service, known.get(key[1], 4))
                self._rates[key] = Rate(per_second)
            return self._rates[key]
