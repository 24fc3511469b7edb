"""The columns that a kind gives its tables, as one query: its pattern, its pieces and all readings at once.

Every query costs some fifty microseconds whatever it works on, and a block holds sixty kinds: so one for each
pattern, and its expressions are made once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from aurorascope.logs.builders import BUILDERS, GROUPS_OF, PARTS_OF
from aurorascope.logs.plan_redaction import redact_plan
from aurorascope.logs.readings import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.event_kind import EventKind, Field, Fill

FITS = "_fits"
_MATCHED = "_matched"


@dataclass(frozen=True)
class PatternQuery:
    """One pattern of a kind with everything read from its groups."""

    kind: EventKind
    redacted: bool
    groups: tuple[pl.Expr, ...]
    unnested: tuple[str, ...]
    columns: tuple[pl.Expr, ...]
    by_fill: tuple[tuple[str, ...], ...]

    def read(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return `row`, FITS, and the columns of all fills under the fill's number, for every row."""
        # Eagerly: one lazy query of the three steps costs more, as it starts the engine's threads.
        tried = rows.with_columns(self.groups)
        if self.unnested:
            tried = tried.unnest(*self.unnested)
        return tried.select(self.columns)

    def fill(self, number: int, made: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of one table, of what `read` made of the rows that fit."""
        fill = self.kind.fills[number]
        if fill.only:
            made = made.filter(made[_only(number)])
        columns = [made["row"]]
        columns += [made[_of(number, name)].rename(name) for name in self.by_fill[number]]
        frame = pl.DataFrame(columns)
        return self._built(fill, frame, made) if fill.builder else frame

    def _built(self, fill: Fill, frame: pl.DataFrame, made: pl.DataFrame) -> pl.DataFrame:
        frame = frame.hstack(BUILDERS[fill.builder](made))
        if not self.redacted:
            return frame
        if "plan" in frame.columns:
            plans = frame.select("plan", "format").iter_rows()
            frame = frame.with_columns(plan=pl.Series([redact_plan(*one) for one in plans], dtype=pl.String))
        hidden = [name for name in self.kind.secret if name in frame.columns]
        return frame.with_columns(pl.lit(None, frame[name].dtype).alias(name) for name in hidden)


def pattern_query(kind: EventKind, pattern: str, *, redacted: bool) -> PatternQuery:
    """Make the query of one pattern of a kind; rows have row, severity, message and the parts it reads."""
    message = pl.col("message").str
    groups, unnested = [], []
    if "(?P<" in pattern:
        groups.append(message.extract_groups(f"(?P<{_MATCHED}>){pattern}").alias("_groups"))
        unnested.append("_groups")
    else:
        groups.append(message.contains(pattern).replace(old=False, new=None).alias(_MATCHED))
    for number, piece in enumerate(kind.pieces):
        groups.append(pl.col(piece.part).str.extract_groups(piece.pattern).alias(f"_piece{number}"))
        unnested.append(f"_piece{number}")
    groups += [pl.lit(None, pl.String).alias(name) for name in kind.groups if f"(?P<{name}>" not in pattern]
    fits = pl.col(_MATCHED).is_not_null()
    if kind.severities:
        fits &= pl.col("severity").is_in(kind.severities).fill_null(value=False)
    columns = [pl.col("row"), fits.alias(FITS)]
    carried: dict[str, None] = {}
    by_fill = []
    for number, fill in enumerate(kind.fills):
        named = _columns(kind, fill, redacted=redacted)
        by_fill.append(tuple(named))
        columns += [column.alias(_of(number, name)) for name, column in named.items()]
        if fill.only:
            columns.append(message.contains(fill.only).alias(_only(number)))
        if fill.builder:
            carried |= dict.fromkeys((*GROUPS_OF[fill.builder], *PARTS_OF[fill.builder]))
    columns += [pl.col(name) for name in carried]
    return PatternQuery(kind, redacted, tuple(groups), tuple(unnested), tuple(columns), tuple(by_fill))


def parts_of(kinds: Sequence[EventKind]) -> list[str]:
    """Return the parts of an entry, besides its message, that some kind reads."""
    parts: set[str] = {piece.part for kind in kinds for piece in kind.pieces}
    fills = (fill for kind in kinds for fill in kind.fills)
    parts.update(part for fill in fills if fill.builder for part in PARTS_OF[fill.builder])
    return sorted(parts - {"message"})


def _of(number: int, column: str) -> str:
    return f"{number} {column}"


def _only(number: int) -> str:
    return _of(number, "only?")


def _columns(kind: EventKind, fill: Fill, *, redacted: bool) -> dict[str, pl.Expr]:
    """By name, the columns of a table that need no builder."""
    hidden = kind.secret if redacted else ()
    columns = {field.column: _read(field) for field in fill.fields}
    if fill.table == "server_events":
        columns["kind"] = pl.lit(kind.name)
    columns |= {column: pl.lit(value) for column, value in fill.constant}
    if fill.attributes:
        columns["attributes"] = _attributes([one for one in fill.attributes if one.column not in hidden])
    # Nothing of a hidden column is kept but its type.
    return {
        name: pl.when(pl.lit(value=False)).then(column) if name in hidden else column
        for name, column in columns.items()
    }


def _read(field: Field) -> pl.Expr:
    first, *others = field.groups
    text = pl.coalesce(first, *others) if others else pl.col(first)
    if field.values:
        old, new = zip(*field.values, strict=True)
        return text.replace_strict(old, new, default=None, return_dtype=pl.String)
    return read(text, field.reading)


def _attributes(fields: Sequence[Field]) -> pl.Expr:
    """One JSON object an entry, without the values that are null there."""
    members = [pl.lit(None, pl.String)]
    for named in fields:
        value = _read(named).alias(named.column)
        # A struct of one field is '{"name":value}': without its braces it is a member of the object.
        member = pl.struct(value).struct.json_encode().str.strip_prefix("{").str.head(-1)
        members.append(pl.when(value.is_not_null()).then(member))
    joined = pl.concat_str(members, separator=",", ignore_nulls=True)
    said = pl.concat_str(pl.lit("{"), joined, pl.lit("}"))
    return pl.when(joined != "").then(said)
