"""A block's entries on their way to kinds and rows: patterns over columns, literals where they are few."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from aurorascope.logs.builders import BUILDERS, PARTS_OF
from aurorascope.logs.message_formats import UNSURE, match_format
from aurorascope.logs.plan_redaction import redact_plan
from aurorascope.logs.readings import read
from aurorascope.logs.told import Told, told_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.event_kind import EventKind, Field, Fill

HEAD = 8  # bytes of a message that say which kinds it may be
FEW_ROWS = 1000
FEW_HEADS = 50
MATCHED = "_matched"


class Matching:
    """The entries of one block on their way to kinds and rows."""

    def __init__(self, kinds: tuple[EventKind, ...], entries: pl.DataFrame, *, redacted: bool) -> None:
        self.kinds = kinds
        self.redacted = redacted
        self.entries = entries
        self.of_entry = np.full(entries.height, len(kinds), dtype=np.int32)
        self.frames: dict[str, list[pl.DataFrame]] = defaultdict(list)
        self.told: list[Told] = []
        self.near: dict[str, int] = {}
        self.first_near: dict[str, int] = {}

    def take(self, rows: pl.DataFrame, bucket: tuple[int, ...]) -> None:
        """Give each row (row, severity, message) to the first kind of the bucket that it matches."""
        few = rows.height <= FEW_ROWS
        formatted = [index for index in bucket if self.kinds[index].formats]
        said = few and bool(formatted)
        if said:
            rows, unsure = self.take_by_literals(rows, formatted)
            said = not unsure
        for index in bucket:
            if rows.is_empty():
                return
            kind = self.kinds[index]
            if said and kind.formats:
                continue
            if few or len(bucket) == 1:
                rows = self.match(rows, index)
                continue
            begun, others = _split_by_start(rows, kind)
            rows = pl.concat([others, self.match(begun, index)])
        for index in bucket:
            rows = self.note_near_misses(rows, self.kinds[index])

    def take_by_literals(self, rows: pl.DataFrame, bucket: list[int]) -> tuple[pl.DataFrame, bool]:
        """Take the rows that a format's literals match; return the rest, and whether a pattern must say more.

        A pattern costs a tenth of a millisecond before it reads its first byte, and a block has a hundred
        kinds of few messages: this way costs a microsecond or two for each distinct message.
        """
        known: dict[tuple[str, str], tuple[int, tuple[str, ...]] | str | None] = {}
        rest = []
        for place, (row, severity, message) in enumerate(
            rows.select("row", "severity", "message").iter_rows()
        ):
            key = (severity, message)
            if key not in known:
                known[key] = self.kind_by_literals(severity, message, bucket)
            found = known[key]
            if found is None or isinstance(found, str):
                rest.append(place)
            else:
                self.of_entry[row] = found[0]
                if self.kinds[found[0]].fills:
                    self.told.append((row, *found))
        return (rows[rest] if rest else rows.clear()), UNSURE in known.values()

    def kind_by_literals(
        self, severity: str | None, message: str, bucket: list[int]
    ) -> tuple[int, tuple[str, ...]] | str | None:
        """Return the first kind whose format the message has, with the format's place and its values."""
        for index in bucket:
            kind = self.kinds[index]
            if kind.severities and severity not in kind.severities:
                continue
            for place, form in enumerate(kind.formats):
                values = match_format(form, message)
                if isinstance(values, str):
                    return values
                if values is not None:
                    return index, (str(place), *values)
        return None

    def match(self, rows: pl.DataFrame, index: int) -> pl.DataFrame:
        """Take the rows that match the kind, the fast patterns first; return the rest."""
        kind = self.kinds[index]
        for pattern in (*kind.fast, kind.pattern):
            if rows.is_empty():
                break
            rows = self.match_pattern(rows, index, pattern)
        return rows

    def match_pattern(self, rows: pl.DataFrame, index: int, pattern: str) -> pl.DataFrame:
        """Take the rows that match one pattern of the kind; return the rest."""
        # Every step of the engine costs a tenth of a millisecond whatever it works on: the usual case, where
        # all rows match, takes as few as it can.
        kind = self.kinds[index]
        message = pl.col("message")
        if "(?P<" in pattern:
            groups = message.str.extract_groups(f"(?P<{MATCHED}>){pattern}")
            tried = rows.with_columns(groups.alias("_groups")).unnest("_groups")
        else:
            tried = rows.with_columns(
                message.str.contains(pattern).replace(old=False, new=None).alias(MATCHED)
            )
        failed = tried[MATCHED].null_count()
        if failed == rows.height:
            return rows
        heard = not kind.severities or self.severities(rows) <= set(kind.severities)
        if failed == 0 and heard:
            self.accept(tried, index)
            return rows.clear()
        fits = pl.col(MATCHED).is_not_null()
        if not heard:
            fits &= pl.col("severity").is_in(kind.severities).fill_null(value=False)
        mask = tried.select(fits).to_series()
        if mask.any():
            self.accept(tried.filter(mask), index)
            return rows.filter(~mask)
        return rows

    def severities(self, rows: pl.DataFrame) -> set[str | None]:
        """Return the severities that the rows have; most kinds' rows have one."""
        return set(rows["severity"].unique().to_list())

    def accept(self, matched: pl.DataFrame, index: int) -> None:
        """Give these rows to the kind, and their columns to its tables."""
        self.of_entry[matched["row"].to_numpy()] = index
        kind = self.kinds[index]
        if kind.fills:
            self.fill(kind, matched)

    def fill(self, kind: EventKind, matched: pl.DataFrame) -> None:
        """Make the kind's rows from the groups of its pattern and of its pieces."""
        parts: set[str] = {piece.part for piece in kind.pieces if piece.part != "message"}
        parts.update(part for fill in kind.fills if fill.builder for part in PARTS_OF[fill.builder])
        if absent := [group for group in kind.groups if group not in matched.columns]:
            matched = matched.with_columns(pl.lit(None, pl.String).alias(group) for group in absent)
        if parts:
            matched = matched.hstack(self.entries.select(sorted(parts))[matched["row"]])
        if kind.pieces:
            names = [f"_piece{number}" for number in range(len(kind.pieces))]
            pieces = zip(kind.pieces, names, strict=True)
            groups = [
                pl.col(piece.part).str.extract_groups(piece.pattern).alias(name) for piece, name in pieces
            ]
            matched = matched.with_columns(groups).unnest(names)
        for fill in kind.fills:
            rows = matched.filter(pl.col("message").str.contains(fill.only)) if fill.only else matched
            if not rows.is_empty():
                self.frames[fill.table].append(_columns(rows, kind, fill, redacted=self.redacted))

    def note_near_misses(self, rows: pl.DataFrame, kind: EventKind) -> pl.DataFrame:
        """Count the rows that begin like the kind and are no kind; return the rest."""
        if kind.near is None or rows.is_empty():
            return rows
        begins = _begins(kind.starts)
        if kind.near:
            begins &= pl.col("message").str.contains(kind.near)
        if kind.severities:
            begins &= pl.col("severity").is_in(kind.severities)
        near, rest = rows.filter(begins), rows.filter(~begins)
        if near.height:
            self.near[kind.name] = self.near.get(kind.name, 0) + near.height
            first = int(near["row"][0])
            self.first_near[kind.name] = min(first, self.first_near.get(kind.name, first))
        return rest

    def rows(self) -> dict[str, pl.DataFrame]:
        """Return the rows made, one frame a table, in the order of their entries."""
        for table, frame in told_rows(self.told, self.kinds, redacted=self.redacted).items():
            self.frames[table].append(frame)
        self.told = []
        return {
            table: pl.concat(frames, how="diagonal").sort("row") if len(frames) > 1 else frames[0]
            for table, frames in self.frames.items()
        }


def _split_by_start(rows: pl.DataFrame, kind: EventKind) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split off the rows that begin like the kind: an eighth of what a pattern costs to say no."""
    heads = rows.select(pl.col("message").str.head(HEAD).unique()).to_series().to_list()
    if len(heads) <= FEW_HEADS:
        starts = [start for start in kind.starts if any(_agree(start, head) for head in heads)]
    else:
        starts = list(kind.starts)
    begins = rows.select(_begins(starts)).to_series()
    if begins.all():
        return rows, rows.clear()
    return rows.filter(begins), rows.filter(~begins)


def _agree(start: str, head: str) -> bool:
    return start.startswith(head) or head.startswith(start[:HEAD])


def _begins(starts: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col("message").str.starts_with(start) for start in starts)


def _columns(rows: pl.DataFrame, kind: EventKind, fill: Fill, *, redacted: bool) -> pl.DataFrame:
    hidden = kind.secret if redacted else ()
    columns = [pl.col("row"), *(_read(field) for field in fill.fields)]
    if fill.table == "server_events":
        columns.append(pl.lit(kind.name).alias("kind"))
    columns += [pl.lit(value).alias(column) for column, value in fill.constant]
    if fill.attributes:
        columns.append(_attributes([named for named in fill.attributes if named.column not in hidden]))
    frame = rows.select(columns)
    if fill.builder:
        frame = frame.hstack(BUILDERS[fill.builder](rows))
    if redacted and "plan" in frame.columns:
        plans = frame.select("plan", "format").iter_rows()
        frame = frame.with_columns(plan=pl.Series([redact_plan(*one) for one in plans], dtype=pl.String))
    nothing = [
        pl.lit(None, frame[column].dtype).alias(column) for column in hidden if column in frame.columns
    ]
    return frame.with_columns(nothing) if nothing else frame


def _read(field: Field) -> pl.Expr:
    first, *others = field.groups
    text = pl.coalesce(first, *others) if others else pl.col(first)
    if field.values:
        old, new = zip(*field.values, strict=True)
        return text.replace_strict(old, new, default=None, return_dtype=pl.String).alias(field.column)
    return read(text, field.reading).alias(field.column)


def _attributes(fields: Sequence[Field]) -> pl.Expr:
    """One JSON object an entry, without the values that are null there."""
    members = [pl.lit(None, pl.String)]
    for named in fields:
        value = _read(named)
        # A struct of one field is '{"name":value}': without its braces it is a member of the object.
        member = pl.struct(value).struct.json_encode().str.strip_prefix("{").str.head(-1)
        members.append(pl.when(value.is_not_null()).then(member))
    joined = pl.concat_str(members, separator=",", ignore_nulls=True)
    said = pl.concat_str(pl.lit("{"), joined, pl.lit("}"))
    return pl.when(joined != "").then(said).alias("attributes")
