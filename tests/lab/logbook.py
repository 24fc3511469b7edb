"""A server's log before it has a layout: what is written when, and what of it a reader must find again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Logbook:
    """Lines (moment, text with prefix and newlines), and counts by what they are."""

    lines: list[tuple[float, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    totals: dict[str, float] = field(default_factory=dict)

    def write(self, at_s: float, *lines: str) -> None:
        """Write lines that stay together."""
        self.lines += [(at_s, line) for line in lines]

    def count(self, what: str, by: int = 1) -> None:
        """Count an entry."""
        self.counts[what] += by

    def total(self, what: str, amount: float) -> None:
        """Add to a sum."""
        self.totals[what] = self.totals.get(what, 0.0) + amount

    def close(self) -> None:
        """Bring the lines into the order in which they were written."""
        self.lines.sort(key=lambda line: line[0])

    def record(self) -> dict[str, dict[str, float]]:
        """Return counts and sums as JSON has them."""
        return {
            "counts": dict(sorted(self.counts.items())),
            "totals": {name: round(value, 3) for name, value in sorted(self.totals.items())},
        }
