"""A log in memory through parser and stitcher, cut wherever a test wants, without processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from aurorascope.ingest.stitch import Stitcher
from aurorascope.logs.formats.stderr import StderrFormat
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.parse import Parser
from aurorascope.logs.prefix import RDS_DEFAULT, Prefix
from aurorascope.model.block import Block, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.logs.parse import Parsed

Tables = dict[str, list[str]]
KEYLESS = ("fingerprints",)  # families are merged by the run, not by a block


class Reader:
    """Parses a log in parts and gathers the rows that a run would write."""

    def __init__(self, prefix: str = RDS_DEFAULT) -> None:
        self.parser = Parser(StderrFormat(Prefix(prefix)), load_kinds([builtin_folder("postgresql")]))

    def tables(self, parts: Sequence[bytes], sources: Sequence[str] = ("log",)) -> Tables:
        """Return all rows of all tables, as text, in order, when the log comes in these parts."""
        stitcher = Stitcher(order={name: place for place, name in enumerate(sources)})
        frames: dict[str, list[pl.DataFrame]] = {}
        offset = 0
        for number, part in enumerate(parts):
            last = number == len(parts) - 1
            parsed = self.parser.parse(Block(part, (Piece(0, sources[0], offset),), last=last))
            offset += len(part)
            self._keep(frames, parsed)
            for block in stitcher.take(parsed.heads, parsed.held, parsed.seen, parsed.witnesses):
                self._keep(frames, self.parser.parse(block))
        for block in [*stitcher.flush(), stitcher.block(stitcher.open_ends())]:
            self._keep(frames, self.parser.parse(block))
        return {table: _rows(parts_of) for table, parts_of in frames.items() if table not in KEYLESS}

    def _keep(self, frames: dict[str, list[pl.DataFrame]], parsed: Parsed) -> None:
        for table, frame in parsed.tables.items():
            if frame.height:
                frames.setdefault(table, []).append(frame)


def _rows(frames: list[pl.DataFrame]) -> list[str]:
    whole = pl.concat(frames, how="diagonal_relaxed")
    names = sorted(name for name in whole.columns if not whole[name].is_null().all())
    return sorted(str(row) for row in whole.select(names).rows())


@pytest.fixture(scope="session")
def reader() -> Reader:
    """A reader of RDS's default prefix."""
    return Reader()
