"""A block whose lines are read: what the makers of rows take their columns from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.clock import NO_TIME
from aurorascope.logs.contexts import UNNAMED
from aurorascope.logs.continuations import ORPHAN
from aurorascope.logs.entries import SEVERITY_CODE, Entries
from aurorascope.logs.prefix import CONTINUATIONS
from aurorascope.logs.slices import text_column

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from aurorascope.logs.durations import Durations
    from aurorascope.model.block import Block

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

TIME = pl.Datetime("us", "UTC")
ENGINE = "postgresql"
CONTINUATION_COLUMNS = {
    "DETAIL": "detail", "HINT": "hint", "CONTEXT": "context", "STATEMENT": "statement",
    "QUERY": "internal_query", "LOCATION": "location", "BACKTRACE": "backtrace",
}  # fmt: skip
NOISY_USERS = ("rdsadmin", "rdsmon", "rdsrepladmin")


@dataclass
class Assembly:
    """A block with its lines read; `own` says which rows become rows of tables here."""

    block: Block
    data: pa.Buffer
    raw: NDArray[np.uint8]
    newlines: Ints
    entries: Entries
    main: Mask
    pids: Ints
    parent: Ints
    timing: Durations
    own: Mask

    def origin(self, row: int) -> tuple[str, int]:
        """Return source and offset of a row."""
        begin = int(self.entries.begins[row])
        place = int(np.searchsorted(self._piece_begins, begin, side="right")) - 1
        piece = self.block.pieces[place]
        return piece.source, piece.offset + begin - piece.begin

    @cached_property
    def _piece_begins(self) -> Ints:
        return np.array([piece.begin for piece in self.block.pieces], dtype=np.int64)

    def origins(self, rows: Ints) -> dict[str, pl.Series]:
        """Return columns `source` and `offset` of rows."""
        begins = self.entries.begins[rows]
        pieces = self.block.pieces
        if len(pieces) == 1:
            shift = pieces[0].offset - pieces[0].begin
            return {
                "source": pl.repeat(pieces[0].source, len(rows), dtype=pl.String, eager=True),
                "offset": pl.Series(begins + shift),
            }
        place = np.searchsorted(self._piece_begins, begins, side="right") - 1
        shifts = np.array([piece.offset - piece.begin for piece in pieces], dtype=np.int64)
        sources = pl.Series([piece.source for piece in pieces], dtype=pl.String)
        return {"source": sources.gather(pl.Series(place)), "offset": pl.Series(begins + shifts[place])}

    def text(self, rows: Ints, begins: Ints | None = None) -> pl.Series:
        """Return the text from `begins` (else the message) to the end of rows, the TABs of lines removed."""
        at = self.entries.text[rows] if begins is None else begins
        ends = self.entries.ends[rows]
        column = text_column("text", self.data, self.raw, at, ends - at)
        several = pl.Series(np.flatnonzero(self.several[rows]))
        if len(several):
            joined = column.gather(several)
            if self.returns:
                joined = joined.str.replace_all("\r\n", "\n", literal=True)
            column = column.scatter(several, joined.str.replace_all("\n\t", "\n", literal=True))
        return column

    @cached_property
    def several(self) -> Mask:
        """True for entries of more than one line."""
        if not len(self.newlines):
            return np.zeros(len(self.entries.begins), dtype=bool)
        place = np.searchsorted(self.newlines, self.entries.begins)
        found: Mask = self.newlines[np.minimum(place, len(self.newlines) - 1)] < self.entries.ends
        return found & (place < len(self.newlines))

    @cached_property
    def returns(self) -> bool:
        """True where a line may end in a carriage return."""
        return b"\r" in self.block.data

    def sql(self, rows: Ints) -> pl.Series:
        """Return the SQL of rows with a duration or of log_statement."""
        return self.text(rows, self.timing.sql_begins[rows])

    def base(self, rows: Ints) -> dict[str, pl.Series]:
        """Return the columns that every row from a log has: time, origin, session."""
        context = pl.Series(self.entries.context[rows])
        sessions = self.sessions
        times = self.entries.times[rows]
        ts = pl.Series(times)
        if (times == NO_TIME).any():
            ts = ts.replace(NO_TIME, None)
        return {
            "ts": ts.cast(TIME),
            **self.origins(rows),
            **sessions.select(pl.all().gather(context)).to_dict(),
        }

    @cached_property
    def sessions(self) -> pl.DataFrame:
        """The distinct sessions; where the prefix says no process, none is made up."""
        contexts = self.entries.contexts
        unnamed = pl.col("pid") == UNNAMED
        if not contexts.select(unnamed.any()).item():
            return contexts
        made_up = unnamed & pl.col("session_key").str.starts_with(f"{UNNAMED}@")
        return contexts.with_columns(
            pid=pl.when(~unnamed).then(pl.col("pid")),
            session_key=pl.when(~made_up).then(pl.col("session_key")),
        )

    def line_columns(self, rows: Ints) -> dict[str, pl.Series]:
        """Return what the prefix says of single lines."""
        index = pl.Series(rows)
        return {name: values.gather(index) for name, values in self.entries.columns.items()}

    @cached_property
    def continued(self) -> dict[str, tuple[Ints, pl.Series]]:
        """For each continuation column: the parent rows, each once, and the text."""
        found = {}
        lines = np.flatnonzero(~self.main & (self.parent != ORPHAN))
        for word in CONTINUATIONS:
            rows = lines[self.entries.severity[lines] == SEVERITY_CODE[word]]
            if len(rows):
                found[CONTINUATION_COLUMNS[word]] = _once(self.parent[rows], self.text(rows))
        return found

    def continuation(self, name: str, rows: Ints) -> pl.Series | None:
        """Return one continuation column for rows of entries; None where no entry of the block has it."""
        if name not in self.continued:
            return None
        owners, texts = self.continued[name]
        place = np.full(len(self.main), -1, dtype=np.int64)
        place[owners] = np.arange(len(owners))
        index = place[rows]
        if (index < 0).all():
            return None
        return texts.gather(pl.Series(index).set(pl.Series(index < 0), None)).alias(name)


def _once(owners: Ints, texts: pl.Series) -> tuple[Ints, pl.Series]:
    """Join several continuations of one sort of one entry, in order."""
    if len(np.unique(owners)) == len(owners):
        return owners, texts
    frame = pl.DataFrame({"owner": owners, "text": texts}).group_by("owner", maintain_order=True)
    joined = frame.agg(pl.col("text").str.join("\n"))
    return np.array(joined["owner"], dtype=np.int64), joined["text"]


def spread(values: pl.Series, rows: Ints, count: int) -> pl.Series:
    """Put the values of some rows back among `count`, null elsewhere."""
    place = np.full(count, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    index = pl.Series(place)
    return values.gather(index.set(index < 0, None))
