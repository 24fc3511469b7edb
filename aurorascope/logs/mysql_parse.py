"""A block of a MySQL log to typed rows: a pure function of its bytes, and of what its first entries inherit.

Entries of MySQL's logs follow each other whole, so nothing is woven together as in PostgreSQL's: only the
last entry of a source may still grow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import polars as pl

from aurorascope.logs.clock import NO_TIME
from aurorascope.logs.counts import EXAMPLE, Counts
from aurorascope.logs.decode import as_utf8
from aurorascope.logs.families import give_fingerprints
from aurorascope.logs.mysql_lines import Lines, lines_of
from aurorascope.logs.mysql_lock_rows import lock_waits
from aurorascope.logs.mysql_settings import log_settings
from aurorascope.logs.mysql_starts import carried, open_dump
from aurorascope.logs.parse import Parsed
from aurorascope.logs.redact import redact, withhold_secrets
from aurorascope.model.block import OpenEnd

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aurorascope.logs.mysql_made import Made
    from aurorascope.model.block import Block

    Ints = NDArray[np.int64]

NOBODY = -1  # the owner of an open end that whatever follows closes


class MysqlForm(Protocol):
    """One of MySQL's logs."""

    @property
    def name(self) -> str:
        """Name of the format, as `coverage` has it."""
        ...

    def begins(self, lines: Lines) -> Ints:
        """Return where entries begin."""
        ...

    def read(self, lines: Lines, carried: str) -> Made:
        """Return the rows of a block."""
        ...


@dataclass(frozen=True)
class MysqlParser:
    """A format, and whether the store is redacted."""

    form: MysqlForm
    redacted: bool = False

    def parse(self, block: Block) -> Parsed:
        """Read one block. Every entry is in exactly one place: a row or the held end."""
        text, masked = as_utf8(block.data)
        if not text:
            return Parsed()
        lines = lines_of(block, text)
        parsed = Parsed()
        begins = self.form.begins(lines)
        last = int(begins[-1]) if len(begins) else 0
        unfinished = open_dump(self.form.name, text, last)
        last = last if unfinished < 0 else unfinished
        parsed.last_begin = lines.origin(last)[1]
        if block.last and not block.closing:
            before = lines_of(block, text[:last])
            parsed.held = [self._held(block, last)]
            lines = before
        if lines.size:
            made = self.form.read(lines, block.carried)
            parsed.tables = self._finished(made.tables)
            parsed.near_misses = made.near_misses
            parsed.counts = _counts(lines, made, parsed.tables.get("statements"))
            parsed.counts[block.pieces[0].source].masked_bytes = masked
        return parsed

    def _held(self, block: Block, last: int) -> OpenEnd:
        """Return the last entry as bytes, with what it inherits."""
        piece = block.pieces[-1]
        place = piece.offset + last - piece.begin
        inherited = carried(self.form.name, block.data[:last], block.carried)
        return OpenEnd(NOBODY, piece.source, place, block.data[last:], inherited)

    def _finished(self, tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        give_fingerprints(tables, "mysql")
        settings = log_settings(tables["statements"]) if "statements" in tables else pl.DataFrame()
        if self.redacted:
            redact(tables)
        else:
            withhold_secrets(tables)
        waits = lock_waits(tables["statements"]) if "statements" in tables else pl.DataFrame()
        tables |= {
            name: rows for name, rows in (("log_settings", settings), ("lock_waits", waits)) if rows.height
        }
        return {name: frame.drop("row", strict=False) for name, frame in tables.items()}


def _counts(lines: Lines, made: Made, statements: pl.DataFrame | None) -> dict[str, Counts]:
    """Count what was read; all of a block's pieces are of one source."""
    counts = Counts(entries=made.entries, unparsed=len(made.strange))
    times = made.times[made.times != NO_TIME]
    if len(times):
        counts.covered_from, counts.covered_to = int(times.min()), int(times.max())
    if made.strange:
        begin, end = made.strange[0]
        text = lines.text[begin:end][: 4 * EXAMPLE].decode("utf-8", "replace")[:EXAMPLE]
        counts.first_unparsed = (text, *lines.origin(begin))
    if statements is not None:
        counts.statements = statements.height
    return {lines.block.pieces[0].source: counts}
