"""What a run's filter lets into the store: rows of a block, before they are written.

An entry that is left out takes its typed rows with it; a statement is judged by itself, as a message of LOG.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import polars as pl

from aurorascope.model.filter import COLUMNS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aurorascope.model.filter import Filter

PLACE = ("source", "offset")
SUCCESS = "LOG"  # the severity of whatever is no message of its own
FAMILIES = "fingerprints"


def select(
    tables: Mapping[str, pl.DataFrame], chosen: Filter
) -> tuple[dict[str, pl.DataFrame], dict[str, int]]:
    """Return the rows that a filter lets pass, and how many entries of each source it left out."""
    kept: dict[str, pl.DataFrame] = {}
    left: dict[str, int] = {}
    kinds = tables.get(FAMILIES)
    gone = pl.DataFrame(schema={"source": pl.String, "offset": pl.Int64})
    entries = tables.get("entries")
    if entries is not None:
        fits = pl.all_horizontal(pl.lit(value=True), *_conditions(entries, chosen, kinds))
        kept["entries"] = entries.filter(fits)
        gone = entries.filter(~fits).select(pl.col("source"), pl.col("offset").cast(pl.Int64))
        _count(gone, left)
    for name, frame in tables.items():
        if name in {"entries", FAMILIES}:
            continue
        conditions = list(_conditions(frame, chosen, kinds, said=name == "statements"))
        rows = frame.filter(pl.all_horizontal(pl.lit(value=True), *conditions))
        if name == "statements":
            _count(frame.join(rows, on=PLACE, how="anti"), left)
        elif set(PLACE) <= set(frame.columns):
            rows = rows.join(
                gone, left_on=["source", pl.col("offset").cast(pl.Int64)], right_on=PLACE, how="anti"
            )
        kept[name] = rows
    if kinds is not None:
        kept[FAMILIES] = _families_of(kept, kinds)
    return {name: frame for name, frame in kept.items() if frame.height}, left


def _count(frame: pl.DataFrame, left: dict[str, int]) -> None:
    for source, rows in frame.unique(PLACE).group_by("source").len().iter_rows():
        left[source] = left.get(source, 0) + rows


def _families_of(kept: Mapping[str, pl.DataFrame], families: pl.DataFrame) -> pl.DataFrame:
    """Return the families that the rows still name; all where a row names them inside of something."""
    named = [
        frame[column]
        for frame in kept.values()
        for column in frame.columns
        if column.endswith("fingerprint") and frame.schema[column] == pl.String
    ]
    if "deadlocks" in kept and kept["deadlocks"].height:
        return families
    return (
        families.filter(pl.col("fingerprint").is_in(pl.concat(named).unique().implode()))
        if named
        else families.clear()
    )


def _conditions(
    frame: pl.DataFrame, chosen: Filter, families: pl.DataFrame | None, *, said: bool = False
) -> Iterator[pl.Expr]:
    """Yield what rows must fulfil, as far as their columns can tell; `said` is true of statements."""
    columns = frame.columns
    if "ts" in columns:
        yield from _times(chosen)
    for field, names in COLUMNS.items():
        wanted = getattr(chosen, field)
        column = next((name for name in names if name in columns), None)
        if wanted and column is not None:
            yield _one_of(pl.col(column), wanted)
        elif wanted and said and field in {"severity", "sqlstate"}:
            yield pl.lit(value=field == "severity" and SUCCESS in wanted)
    family = next((name for name in COLUMNS["fingerprint"] if name in columns), None)
    if chosen.statement_kind and family is not None:
        kinds = () if families is None else families.select("fingerprint", "statement_kind").iter_rows()
        of_family = {name: kind for name, kind in kinds if kind is not None}
        kind = pl.col(family).replace_strict(of_family, default=None, return_dtype=pl.String)
        yield _one_of(kind, chosen.statement_kind)
    if chosen.min_duration_us is not None and "duration_us" in columns:
        yield pl.col("duration_us") >= chosen.min_duration_us
    yield from _texts([pl.col(name).fill_null("") for name in TEXTS if name in columns], chosen)


def _times(chosen: Filter) -> Iterator[pl.Expr]:
    if chosen.begin is not None:
        yield pl.col("ts") >= chosen.begin
    if chosen.end is not None:
        yield pl.col("ts") < chosen.end
    if chosen.windows:
        yield reduce(or_, ((pl.col("ts") >= begin) & (pl.col("ts") < end) for begin, end in chosen.windows))


def _one_of(value: pl.Expr, wanted: Sequence[str | None]) -> pl.Expr:
    named = value.is_in([one for one in wanted if one is not None]).fill_null(value=False)
    return named | value.is_null() if None in wanted else named


def _texts(texts: list[pl.Expr], chosen: Filter) -> Iterator[pl.Expr]:
    """Yield what the texts of a row must hold, and must not hold."""
    if not texts:
        return
    plain = [text.str.to_lowercase() for text in texts]
    for wanted, keep in ((chosen.include, True), (chosen.exclude, False)):
        held = [text.str.contains(one.lower(), literal=True) for text in plain for one in wanted]
        if held:
            yield reduce(or_, held) if keep else ~reduce(or_, held)
    for patterns, keep in ((chosen.pattern, True), (chosen.exclude_pattern, False)):
        held = [text.str.contains(one) for text in texts for one in patterns]
        if held:
            yield reduce(or_, held) if keep else ~reduce(or_, held)
