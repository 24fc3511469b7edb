"""A block of a MySQL log as lines: where they begin, and columns of their text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pyarrow as pa

from aurorascope.logs.slices import text_column, whole_characters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from aurorascope.model.block import Block

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.uint8]

NEWLINE, RETURN, BLANK, SEMICOLON, HASH = 10, 13, 32, 59, 35
TIME = pl.Datetime("us", "UTC")
NOISY_USERS = ("rdsadmin", "rdsmon", "rdsrepladmin")


@dataclass(frozen=True)
class Lines:
    """The bytes of a block as valid UTF-8, and its lines; `begins` are theirs."""

    block: Block
    text: bytes
    data: pa.Buffer
    raw: Bytes
    begins: Ints

    @property
    def size(self) -> int:
        """Bytes in the block."""
        return len(self.text)

    @cached_property
    def stops(self) -> Ints:
        """Where the next line begins, for each line."""
        return np.append(self.begins[1:], len(self.text))

    @cached_property
    def returns(self) -> bool:
        """True where lines may end in a carriage return."""
        return b"\r" in self.text

    def trimmed(self, begins: Ints, ends: Ints) -> Ints:
        """Return the ends without the line's end."""
        for mark in (NEWLINE, RETURN):
            ends = ends - ((ends > begins) & (self.raw[np.maximum(ends - 1, 0)] == mark))
        return ends

    def column(self, name: str, begins: Ints, ends: Ints) -> pl.Series:
        """Return texts as a column; a negative length gives null."""
        return text_column(name, self.data, self.raw, begins, ends - begins)

    def heads(self, begins: Ints, ends: Ints, most: int) -> pl.Series:
        """Return the first bytes of texts as a column, at most so many, no character cut."""
        sizes = np.minimum(ends - begins, most)
        return text_column("head", self.data, self.raw, begins, whole_characters(self.raw, begins, sizes))

    def origins(self, begins: Ints) -> dict[str, pl.Series]:
        """Return columns `source` and `offset` of places in the block."""
        pieces = self.block.pieces
        edges = np.array([piece.begin for piece in pieces], dtype=np.int64)
        place = np.searchsorted(edges, begins, side="right") - 1
        shifts = np.array([piece.offset - piece.begin for piece in pieces], dtype=np.int64)
        sources = pl.Series([piece.source for piece in pieces], dtype=pl.String)
        return {"source": sources.gather(pl.Series(place)), "offset": pl.Series(begins + shifts[place])}

    def origin(self, begin: int) -> tuple[str, int]:
        """Return source and offset of one place."""
        found = self.origins(np.array([begin], dtype=np.int64))
        return str(found["source"][0]), int(found["offset"][0])


def lines_of(block: Block, text: bytes) -> Lines:
    """Cut a block into lines."""
    raw = np.frombuffer(text, dtype=np.uint8)
    newlines = np.flatnonzero(raw == NEWLINE)
    begins = np.concatenate((np.zeros(1, dtype=np.int64), newlines + 1))
    return Lines(block, text, pa.py_buffer(text), raw, begins[begins < len(raw)])
