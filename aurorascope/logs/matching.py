"""A block's entries on their way to kinds and rows: patterns over columns, literals where they are few."""

from __future__ import annotations

from collections import defaultdict
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.kind_columns import FITS, PatternQuery, parts_of, pattern_query
from aurorascope.logs.message_formats import UNSURE, match_format
from aurorascope.logs.told import Told, told_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.event_kind import EventKind, MessageFormat

HEAD = 8  # bytes of a message that say which kinds it may be
FEW_ROWS = 1000
SOME_ROWS = 100
FEW_HEADS = 50
# What a message is by its literals: a kind with a place and values, UNSURE, or nothing.
Found = tuple[int, tuple[str, ...]] | str | None
# Kinds that rows may be, and those that they may nearly be.
Rivals = tuple[tuple[int, ...], tuple[int, ...]]
# By the index of a kind, the place of a pattern among its patterns, and whether the store is redacted.
Queries = dict[tuple[int, int, bool], PatternQuery]


class Matching:
    """The entries of one block on their way to kinds and rows."""

    def __init__(
        self, kinds: tuple[EventKind, ...], queries: Queries, height: int, *, redacted: bool
    ) -> None:
        self.kinds = kinds
        self.queries = queries
        self.redacted = redacted
        self.of_entry = np.full(height, len(kinds), dtype=np.int32)
        self.frames: dict[str, list[pl.DataFrame]] = defaultdict(list)
        self.waiting: dict[Rivals, list[pl.DataFrame]] = defaultdict(list)
        self.told: list[Told] = []
        self.near: dict[str, int] = {}
        self.first_near: dict[str, int] = {}

    def take(self, rows: pl.DataFrame, bucket: tuple[int, ...]) -> None:
        """Look at rows (row, severity, message, parts) that may be of the bucket's kinds."""
        left = list(bucket)
        formatted = [index for index in bucket if self.kinds[index].formats]
        if formatted and rows.height <= FEW_ROWS:
            rows, unsure = self.take_by_literals(rows, formatted)
            if not unsure:
                left = [index for index in bucket if not self.kinds[index].formats]
        for first, begun in self.split_by_start(rows, left, all_begin=left == list(bucket)):
            if first is None:
                self.waiting[(), bucket].append(begun)
            else:
                self.waiting[self.rivals(first, left), self.rivals(first, bucket)].append(begun)

    def rivals(self, first: int, bucket: Sequence[int]) -> tuple[int, ...]:
        """Return the kinds of the bucket that a message may be that begins like the first."""
        starts = self.kinds[first].starts
        return tuple(
            index
            for index in bucket
            if any(_overlap(start, own) for start in self.kinds[index].starts for own in starts)
        )

    def give(self) -> None:
        """Give each row looked at to the first kind that it matches.

        Rows of several buckets that may be of the same kinds go together: a pattern costs as much for one.
        """
        for (possible, near), parts in self.waiting.items():
            rows = pl.concat(parts) if len(parts) > 1 else parts[0]
            for index in possible:
                if rows.is_empty():
                    break
                rows = self.match(rows, index)
            self.note_near_misses(rows, near)
        self.waiting.clear()

    def split_by_start(
        self, rows: pl.DataFrame, bucket: list[int], *, all_begin: bool
    ) -> list[tuple[int | None, pl.DataFrame]]:
        """Split the rows by the first kind that they begin like, None for those that begin like none.

        To look at the start is an eighth of what a pattern costs to say no; one kind is tried at once, if
        `all_begin` says that no kind was taken out of the bucket: a row may be nearly of that one.
        """
        if rows.is_empty():
            return []
        if not bucket or (all_begin and len(bucket) == 1):
            return [(bucket[0] if bucket else None, rows)]
        heads = rows["message"].str.head(HEAD).unique().to_list()
        begins = [pl.lit(value=False)] * len(bucket)
        for place, index in enumerate(bucket):
            starts = self.kinds[index].starts
            if len(heads) <= FEW_HEADS:
                starts = tuple(start for start in starts if any(_agree(start, head) for head in heads))
            if starts:
                begins[place] = _begins(starts)
        placed = rows.with_columns(_first_of(begins).alias("_first"))
        parts = placed.partition_by("_first", as_dict=True, include_key=False)
        return [((*bucket, None)[int(place)], part) for (place,), part in parts.items()]

    def take_by_literals(self, rows: pl.DataFrame, bucket: list[int]) -> tuple[pl.DataFrame, bool]:
        """Take the rows that a format's literals match; return the rest, and whether a pattern must say more.

        A pattern costs a tenth of a millisecond before it reads its first byte, and a block has a hundred
        kinds of few messages: this way costs a microsecond or two for each distinct message.
        """
        forms = [
            (form.literals[0], form, index, str(place))
            for index in bucket
            for place, form in enumerate(self.kinds[index].formats)
        ]
        known: dict[tuple[str | None, str], Found] = {}
        rest = []
        columns = (rows[name].to_list() for name in ("row", "severity", "message"))
        for place, (row, severity, message) in enumerate(zip(*columns, strict=True)):
            key = (severity, message)
            if key not in known:
                known[key] = self.kind_by_literals(severity, message, forms)
            found = known[key]
            if found is None or isinstance(found, str):
                rest.append(place)
            else:
                self.of_entry[row] = found[0]
                if self.kinds[found[0]].fills:
                    self.told.append((row, *found))
        if len(rest) < rows.height:
            rows = rows[rest] if rest else rows.clear()
        return rows, UNSURE in known.values()

    def kind_by_literals(
        self, severity: str | None, message: str, forms: list[tuple[str, MessageFormat, int, str]]
    ) -> Found:
        """Return the first kind whose format the message has, with the format's place and its values."""
        for first, form, index, place in forms:
            if not message.startswith(first):
                continue
            kind = self.kinds[index]
            if kind.severities and severity not in kind.severities:
                continue
            values = match_format(form, message)
            if isinstance(values, str):
                return values
            if values is not None:
                return index, (place, *values)
        return None

    def match(self, rows: pl.DataFrame, index: int) -> pl.DataFrame:
        """Take the rows that match the kind, the fast patterns first; return the rest."""
        kind = self.kinds[index]
        repeated = _repeated(rows) and not parts_of([kind])
        if repeated:
            rows = rows.group_by("severity", "message").agg("row")
        for number in range(len(kind.fast) + 1):
            if rows.is_empty():
                break
            rows = self.match_pattern(rows, index, number)
        return rows.explode("row") if repeated else rows

    def match_pattern(self, rows: pl.DataFrame, index: int, number: int) -> pl.DataFrame:
        """Take the rows that match one pattern of the kind; return the rest."""
        query = self.query(index, number)
        made = query.read(rows)
        fits = made[FITS]
        rest = rows.clear()
        if not fits.all():
            if not fits.any():
                return rows
            made, rest = made.filter(fits), rows.filter(~fits)
        if isinstance(made["row"].dtype, pl.List):
            made = made.explode("row")
        self.of_entry[made["row"].to_numpy()] = index
        for place, fill in enumerate(query.kind.fills):
            frame = query.fill(place, made)
            if frame.height:
                self.frames[fill.table].append(frame)
        return rest

    def query(self, index: int, number: int) -> PatternQuery:
        """Return the query of one of the kind's patterns; those of a run's first block serve all others."""
        key = (index, number, self.redacted)
        if key not in self.queries:
            kind = self.kinds[index]
            pattern = (*kind.fast, kind.pattern)[number]
            self.queries[key] = pattern_query(kind, pattern, redacted=self.redacted)
        return self.queries[key]

    def note_near_misses(self, rows: pl.DataFrame, bucket: Sequence[int]) -> None:
        """Count the rows that begin like a kind and are no kind."""
        if rows.is_empty():
            return
        watched = [self.kinds[index] for index in bucket if self.kinds[index].near is not None]
        if rows.height <= FEW_ROWS:
            messages = rows["message"].to_list()
            watched = [kind for kind in watched if any(map(str.startswith, messages, repeat(kind.starts)))]
        if not watched:
            return
        near = rows.select("row", _first_of([_nearly(kind) for kind in watched]).alias("kind"))
        for row, place in near.iter_rows():
            if place < len(watched):
                name = watched[place].name
                self.near[name] = self.near.get(name, 0) + 1
                self.first_near[name] = min(row, self.first_near.get(name, row))

    def rows(self) -> dict[str, pl.DataFrame]:
        """Return the rows made, one frame a table, in the order of their entries."""
        for table, frame in told_rows(self.told, self.kinds, redacted=self.redacted).items():
            self.frames[table].append(frame)
        self.told = []
        whole = {
            table: pl.concat(frames, how="diagonal") if len(frames) > 1 else frames[0]
            for table, frames in self.frames.items()
        }
        return {
            table: frame if frame["row"].is_sorted() else frame.sort("row") for table, frame in whole.items()
        }


def _repeated(rows: pl.DataFrame) -> bool:
    """Tell whether it is worth reading each text once: to ask takes a tenth of what a pattern does."""
    return rows.height > SOME_ROWS and 2 * rows["message"].n_unique() < rows.height


def _first_of(conditions: Sequence[pl.Expr]) -> pl.Expr:
    """Return the place of the first condition that holds, their number where none does."""
    first = pl.lit(len(conditions), pl.UInt32)
    for place in reversed(range(len(conditions))):
        first = pl.when(conditions[place]).then(pl.lit(place, pl.UInt32)).otherwise(first)
    return first


def _nearly(kind: EventKind) -> pl.Expr:
    begins = _begins(kind.starts)
    if kind.near:
        begins &= pl.col("message").str.contains(kind.near)
    if kind.severities:
        begins &= pl.col("severity").is_in(kind.severities)
    return begins


def _overlap(start: str, other: str) -> bool:
    return start.startswith(other) or other.startswith(start)


def _agree(start: str, head: str) -> bool:
    return start.startswith(head) or head.startswith(start[:HEAD])


def _begins(starts: Sequence[str]) -> pl.Expr:
    if len(starts) == 1:
        return pl.col("message").str.starts_with(starts[0])
    return pl.any_horizontal(pl.col("message").str.starts_with(start) for start in starts)
