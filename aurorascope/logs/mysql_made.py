"""What a format makes of a block of a MySQL log, before fingerprints and redaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.clock import NO_TIME
from aurorascope.logs.mysql_lines import TIME

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aurorascope.logs.mysql_lines import Lines

    Ints = NDArray[np.int64]

UNRECOGNISED = "unrecognised"


@dataclass
class Made:
    """Rows by table; `times` of all entries; `strange` are the pieces that were not understood."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    times: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    entries: int = 0
    strange: list[tuple[int, int]] = field(default_factory=list)
    near_misses: dict[str, int] = field(default_factory=dict)


def moments(times: Ints) -> pl.Series:
    """Return times as a column; null where none is known."""
    found = pl.Series(times)
    if (times == NO_TIME).any():
        found = found.set(pl.Series(times == NO_TIME), None)
    return found.cast(TIME)


def strange_rows(lines: Lines, strange: list[tuple[int, int]], times: Ints | None = None) -> pl.DataFrame:
    """Return rows of `entries` for text that was not understood: shown, never dropped."""
    begins = np.array([begin for begin, _ in strange], dtype=np.int64)
    ends = np.array([end for _, end in strange], dtype=np.int64)
    message = lines.column("message", begins, lines.trimmed(begins, ends))
    return pl.DataFrame(
        {
            "ts": moments(np.full(len(begins), NO_TIME) if times is None else times),
            **lines.origins(begins),
            "engine": pl.repeat("mysql", len(begins), dtype=pl.String, eager=True),
            "kind": pl.repeat(UNRECOGNISED, len(begins), dtype=pl.String, eager=True),
            "message": message,
            **nothing(len(begins), ("severity", "detail", "hint", "context", "statement")),
        }
    )


def nothing(count: int, names: tuple[str, ...]) -> dict[str, pl.Series]:
    """Return text columns that say nothing."""
    return {name: pl.repeat(None, count, dtype=pl.String, eager=True) for name in names}
