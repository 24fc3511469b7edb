"""What queries may read and what that costs: a cap for each query and a budget for a run, in bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable

GB = 10**9
TB = 10**12
LEAST_BILLED = 10_000_000
"""Athena bills each query for 10 MB at least; a result that is used again costs nothing."""


class OverTheCap(BadRequestError):  # noqa: N818 -- it says what the query is
    """A query would read, or has read, more than it may."""


@dataclass(slots=True)
class Budget:
    """Bytes that one query and a whole run may read; threads share it.

    `ask` is asked before a query that may read more than its cap: a person says yes, nobody says no.
    """

    query_bytes: int = 100 * GB
    run_bytes: int = TB
    usd_per_tb: float = 5.0
    ask: Callable[[str], bool] | None = None
    read_bytes: int = 0
    billed_bytes: int = 0
    queries: int = 0
    _lock: Lock = field(default_factory=Lock)

    def admit(self, at_most: int) -> int:
        """Let a query begin that reads `at_most` bytes, and return how many it may read."""
        with self._lock:
            left = self.run_bytes - self.read_bytes
            if left <= 0:
                raise OverTheCap(
                    f"the run has read {_size(self.read_bytes)} of the {_size(self.run_bytes)} it may: "
                    "raise --run-gb, or ask for fewer days"
                )
            if at_most <= min(self.query_bytes, left):
                return min(self.query_bytes, left)
        question = (
            f"this query may read up to {_size(at_most)} ({self.dollars(at_most)}), "
            f"over its cap of {_size(min(self.query_bytes, left))}"
        )
        if self.ask is not None and self.ask(question):
            return at_most
        raise OverTheCap(f"{question}: raise --query-gb (and --run-gb), or ask for fewer days")

    def charge(self, scanned: int, *, reused: bool = False) -> None:
        """Count what a query has read."""
        with self._lock:
            self.queries += 1
            self.read_bytes += scanned
            self.billed_bytes += 0 if reused else max(scanned, LEAST_BILLED)

    def dollars(self, scanned: int) -> str:
        """Return what reading so many bytes costs."""
        return f"${scanned / TB * self.usd_per_tb:.4f}"

    def told(self) -> str:
        """Return what was read and what it cost, in one line."""
        return (
            f"Athena read {_size(self.read_bytes)} in {self.queries} queries: "
            f"about {self.dollars(self.billed_bytes)} at ${self.usd_per_tb:g} a TB, 10 MB at least for each; "
            "S3's requests and the results' storage are extra."
        )


def _size(number: int) -> str:
    for unit, size in (("TB", TB), ("GB", GB), ("MB", 10**6), ("kB", 1000)):
        if number >= size:
            return f"{number / size:.4g} {unit}"
    return f"{number} bytes"
