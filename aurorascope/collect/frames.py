"""Columns of a haul as a frame of its table: types, labels, JSON, and no text that must not be stored."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

import polars as pl

from aurorascope.aws.spoken import own_words, shape_of_json
from aurorascope.logs.fingerprint import FINGERPRINT_VERSION, fingerprint_column
from aurorascope.logs.fingerprint.half import sure_prefix
from aurorascope.logs.secrets import SECRET_WORDS, SUSPECT, scrub_raw
from aurorascope.model.moments import micros, moment_of
from aurorascope.store.columnar import POLARS_TYPES
from aurorascope.store.schemas import TABLES
from aurorascope.store.schemas.shared import PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aurorascope.model.haul import Rows, SqlText
    from aurorascope.model.table import Column

PREFIX = "sql_prefix"
_FINGERPRINTS = Lock()  # the memory of families is shared by all threads


def frame_of(
    rows: Rows, labels: Mapping[str, str], now: datetime, *, redacted: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows as a frame with every column of their table, and the families of their statements.

    Raises ValueError for a column that the table does not have, or columns of different lengths.
    """
    table = TABLES[rows.table]
    spare = {text.cut for text in rows.sql if text.cut}
    unknown = set(rows.columns) - set(table.column_names) - spare
    if unknown:
        raise ValueError(f"{rows.table} has no column {', '.join(sorted(unknown))}")
    lengths = {len(column) for column in rows.columns.values()}
    if len(lengths) != 1:
        raise ValueError(
            f"the columns of {rows.table} have {sorted(lengths)} rows; they must be of one length"
        )
    height = lengths.pop()
    constants: dict[str, Any] = {**labels}
    constants |= {name: value for name in ("cluster", "instance") if (value := getattr(rows, name))}
    if "observed_at" in table.column_names:
        constants["observed_at"] = micros(now)
    frame = pl.DataFrame(
        [
            series_of(column, rows.columns.get(column.name), constants.get(column.name), height)
            for column in table.columns
        ]
    )
    return _without_private_text(frame, rows, now, redacted=redacted)


def series_of(column: Column, values: Sequence[Any] | None, constant: Any, height: int) -> pl.Series:
    """Return one column in its table's type."""
    kind = POLARS_TYPES[column.type]
    if values is None:
        return pl.Series(column.name, [constant], dtype=_wire(column)).cast(kind).new_from_index(0, height)
    if column.type == "timestamp":
        values = _moments(values)
    elif column.type == "json":
        values = [None if it is None else it if isinstance(it, str) else as_json(it) for it in values]
    return pl.Series(column.name, values, dtype=_wire(column), strict=False).cast(kind)


def _wire(column: Column) -> Any:
    return pl.Int64() if column.type == "timestamp" else POLARS_TYPES[column.type]


def _moments(values: Sequence[Any]) -> Sequence[Any]:
    if any(isinstance(value, datetime) for value in values):
        return [micros(value) if isinstance(value, datetime) else value for value in values]
    return values


def as_json(value: Any) -> str:
    """Return JSON with sorted keys, so that equal values are equal texts; times in ISO, UTC."""
    return json.dumps(value, sort_keys=True, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_of(micros(value)).isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _without_private_text(
    frame: pl.DataFrame, rows: Rows, now: datetime, *, redacted: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    families = []
    for text in rows.sql:
        cut = rows.columns.get(text.cut) if text.cut else None
        frame, found = _statements(frame, text, cut, rows.engine, redacted=redacted)
        families.append(found)
    for name in rows.private:
        kept = pl.Series(name, [None] * frame.height, dtype=pl.String) if redacted else _scrubbed(frame[name])
        frame = frame.with_columns(kept)
    if redacted:
        told = [_each(frame[name], partial(own_words, names=names)) for name, names in rows.spoken.items()]
        frame = frame.with_columns(told + [_each(frame[name], shape_of_json) for name in rows.sent])
    if not families:
        return frame, pl.DataFrame()
    seen = pl.lit(micros(now)).cast(pl.Datetime("us", "UTC"))
    return frame, pl.concat(families).unique(maintain_order=True).with_columns(
        fingerprint_version=pl.lit(FINGERPRINT_VERSION, dtype=pl.Int64),
        engine=pl.lit(rows.engine),
        first_seen=seen,
        last_seen=seen,
    )


def _statements(
    frame: pl.DataFrame, text: SqlText, cut: Sequence[Any] | None, engine: str, *, redacted: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give a column of statements its fingerprints, and take out what the store must not hold."""
    with _FINGERPRINTS:
        ids, families = fingerprint_column(frame[text.column], engine)
    replaced = families.select("fingerprint", "normalized_sql")
    if not redacted:
        names_secret = replaced["normalized_sql"].str.contains_any(
            list(SECRET_WORDS), ascii_case_insensitive=True
        )
        replaced = replaced.filter(names_secret)
    texts = ids.to_frame("fingerprint").join(replaced, on="fingerprint", how="left", maintain_order="left")
    clean = pl.select(pl.coalesce(texts["normalized_sql"], frame[text.column])).to_series()
    frame = frame.with_columns(clean.alias(text.column))
    if cut is not None:  # half a statement has no family
        whole = pl.Series([not it for it in cut], dtype=pl.Boolean)
        if PREFIX in frame.columns:
            frame = frame.with_columns(_prefixes(ids, families, whole))
        ids = pl.select(pl.when(whole).then(ids)).to_series()
    if text.fingerprint:
        frame = frame.with_columns(ids.alias(text.fingerprint))
    placed = frame.select(PLACE).with_columns(ids.alias("fingerprint")).drop_nulls("fingerprint").unique()
    return frame, placed.join(families, on="fingerprint", how="inner", maintain_order="left")


def _prefixes(ids: pl.Series, families: pl.DataFrame, whole: pl.Series) -> pl.Series:
    """Return what the family's text begins with, of statements that are cut; null for whole ones."""
    normalized = dict(families.select("fingerprint", "normalized_sql").iter_rows())
    begins = {half: sure_prefix(normalized[half]) for half in ids.filter(~whole).drop_nulls().unique()}
    return pl.Series(
        PREFIX,
        [None if is_whole else begins.get(half) for half, is_whole in zip(ids, whole, strict=True)],
        dtype=pl.String,
    )


def _each(texts: pl.Series, change: Callable[[str], str | None]) -> pl.Series:
    return pl.Series(texts.name, [None if it is None else change(it) for it in texts], dtype=pl.String)


def _scrubbed(text: pl.Series) -> pl.Series:
    """Take passwords out of other text, in every store."""
    rows = text.str.contains_any(list(SUSPECT), ascii_case_insensitive=True).fill_null(value=False).arg_true()
    if not len(rows):
        return text
    return text.scatter(rows, [scrub_raw(it.encode()).decode("utf-8", "replace") for it in text.gather(rows)])
