"""A MySQL log in memory or in a file, through its parser, cut wherever a test wants."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from aurorascope.ingest.reading import inherited, inherited_before, read_entries
from aurorascope.ingest.stitch import Stitcher
from aurorascope.logs.kinds import Kinds
from aurorascope.logs.parsers import parser_of
from aurorascope.logs.starts import FormatSpec
from aurorascope.model.block import Block, Piece

if TYPE_CHECKING:
    from pathlib import Path

    from aurorascope.logs.parse import Parsed

Rows = list[dict[str, Any]]


def parse(data: bytes, form: str = "mysql-slow", zone: str = "", *, redacted: bool = False) -> Parsed:
    """Parse a whole log at once."""
    parser = parser_of(FormatSpec(form, "", zone), Kinds(()), redacted=redacted)
    return parser.parse(Block(data, (Piece(0, "log", 0),), closing=True))


def rows(
    data: bytes,
    table: str = "statements",
    form: str = "mysql-slow",
    zone: str = "",
    *,
    redacted: bool = False,
) -> Rows:
    """Return the rows that a whole log gives a table."""
    frame = parse(data, form, zone, redacted=redacted).tables.get(table)
    return [] if frame is None else frame.to_dicts()


def tables_of_ranges(path: Path, form: str, edges: list[int]) -> dict[str, list[str]]:
    """Return all rows of a file that is read in ranges with these edges, as a run reads it."""
    spec = FormatSpec(form, "")
    parser = parser_of(spec, Kinds(()), redacted=False)
    size = path.stat().st_size
    stitcher = Stitcher(order={"log": 0})
    parts: list[Parsed] = []
    known, since = "", 0
    places = [0, *edges, size]
    file = os.open(path, os.O_RDONLY)
    try:
        for begin, end in pairwise(places):
            known, since = inherited_before(str(path), spec, begin, since, known), begin
            data, start, _ = read_entries(file, spec, begin, end, size, first=begin == 0)
            carried = inherited(file, spec, begin, start, known)
            parsed = parser.parse(Block(data, (Piece(0, "log", start),), last=end == size, carried=carried))
            parts.append(parsed)
            parts += [
                parser.parse(block)
                for block in stitcher.take(parsed.heads, parsed.held, parsed.seen, parsed.witnesses)
            ]
        parts += [parser.parse(block) for block in [*stitcher.flush(), stitcher.block(stitcher.open_ends())]]
    finally:
        os.close(file)
    frames: dict[str, list[pl.DataFrame]] = {}
    for parsed in parts:
        for table, frame in parsed.tables.items():
            if table != "fingerprints":  # families are merged by the run
                frames.setdefault(table, []).append(frame)
    return {table: _texts(several) for table, several in frames.items()}


def _texts(frames: list[pl.DataFrame]) -> list[str]:
    whole = pl.concat(frames, how="diagonal_relaxed")
    names = sorted(name for name in whole.columns if not whole[name].is_null().all())
    return sorted(str(row) for row in whole.select(names).rows())
