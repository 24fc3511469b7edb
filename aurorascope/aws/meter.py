"""Counts the calls that really went out, and what they are billed by."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aurorascope.aws.prices import billed_metrics

if TYPE_CHECKING:
    from aurorascope.aws.prices import Prices


@dataclass
class Meter:
    """Calls and billed units by (service, operation); retries are calls too."""

    calls: Counter[tuple[str, str]] = field(default_factory=Counter)
    units: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def count(self, service: str, operation: str) -> None:
        """Count one request that goes out."""
        with self._lock:
            self.calls[service, operation] += 1

    def bill(self, service: str, operation: str, params: dict[str, Any]) -> None:
        """Count what a call is billed by where that is not the call itself."""
        if operation == "GetMetricData":
            with self._lock:
                self.units[service, operation] += billed_metrics(params.get("MetricDataQueries", []))

    def drain(self) -> Meter:
        """Return the counts so far and begin again at nothing."""
        with self._lock:
            taken = Meter(self.calls, self.units)
            self.calls, self.units = Counter(), Counter()
        return taken

    def add(self, other: Meter) -> None:
        """Take in the counts of another meter."""
        with self._lock:
            self.calls.update(other.calls)
            self.units.update(other.units)

    def dollars(self, prices: Prices) -> float:
        """Return what was spent by this table of prices."""
        return sum(
            prices.dollars(service, operation, calls, self.units[service, operation])
            for (service, operation), calls in self.calls.items()
        )
