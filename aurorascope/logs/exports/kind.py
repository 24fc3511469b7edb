"""What an export of counters looks like: what tells it from others, what our columns are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["count", "ms", "ps", "bytes"]


@dataclass(frozen=True, slots=True)
class Counter:
    """A column of ours and those of the server that add up to it: the first set of which all are there.

    Versions name a counter differently (`total_time`, `total_exec_time`); a set of several is their sum.
    `since` is the set whose values begin anew where the server keeps them apart.
    """

    column: str
    sets: tuple[tuple[str, ...], ...]
    unit: Unit = "count"


@dataclass(frozen=True, slots=True)
class ExportKind:
    """One sort of export.

    required: sets of columns, of each of which one must be there. key: what tells one counter from another,
    the first of each set that is there. counters: cumulative ones; gauges: as they are now; moments: times;
    texts: ours by the server's, the first that is there. since: columns that say since when a row counts.
    raw: the table of the counters as exported; differences: that of what was counted between two exports.
    """

    name: str
    engine: Literal["postgresql", "mysql"]
    raw: str
    differences: str
    required: tuple[tuple[str, ...], ...]
    key: tuple[tuple[str, ...], ...]
    counters: tuple[Counter, ...]
    gauges: tuple[Counter, ...] = ()
    moments: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: tuple[str, ...] = ()
    statement: tuple[str, ...] = ()
    busy: str = ""  # the counter that moves whenever anything does

    def fits(self, columns: frozenset[str]) -> bool:
        """Tell whether a header is that of such an export."""
        return all(any(name in columns for name in one) for one in self.required)
