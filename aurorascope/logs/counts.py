"""What was read of a source: the numbers that `coverage` and a run's summary show."""

from __future__ import annotations

from dataclasses import dataclass

EXAMPLE = 200  # characters of the first line that was not understood


@dataclass
class Counts:
    """Entries, statements, lines without a prefix; `first_unparsed` is (text, source, offset).

    Times are microseconds since 1970, UTC.
    """

    entries: int = 0
    statements: int = 0
    unparsed: int = 0
    first_unparsed: tuple[str, str, int] | None = None
    filtered: int = 0  # of the entries, those that the run's filter left out
    masked_bytes: int = 0
    covered_from: int | None = None
    covered_to: int | None = None

    def add(self, other: Counts) -> None:
        """Take in the numbers of another part of the same source."""
        self.entries += other.entries
        self.statements += other.statements
        self.unparsed += other.unparsed
        self.masked_bytes += other.masked_bytes
        self.filtered += other.filtered
        mine, theirs = self.first_unparsed, other.first_unparsed
        if theirs is not None and (mine is None or theirs[2] < mine[2]):
            self.first_unparsed = theirs
        starts = [value for value in (self.covered_from, other.covered_from) if value is not None]
        ends = [value for value in (self.covered_to, other.covered_to) if value is not None]
        self.covered_from = min(starts, default=None)
        self.covered_to = max(ends, default=None)
