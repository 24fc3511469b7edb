"""Rows as Arrow columns: what a frame has is copied out of its block, the rest is made for a row group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from aurorascope.store.columnar import LABEL, LABEL_COLUMNS, POLARS_TYPES, arrow_schema
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.model.table import Table


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one frame: its columns by stored name, and the labels that are one text for all of them."""

    count: int
    columns: Mapping[str, Any]
    labels: Mapping[str, str]

    @property
    def nbytes(self) -> int:
        """Bytes that are held."""
        return sum(int(column.nbytes) for column in self.columns.values())


def to_rows(table: Table, frame: pl.DataFrame, labels: Mapping[str, str]) -> Rows:
    """Cast what a frame has to its stored types; KeyError for a column that the table does not have."""
    stored = _stored(table.name)
    unknown = set(frame.columns) - stored.keys()
    if unknown:
        raise KeyError(f"table {table.name} has no column {', '.join(sorted(unknown))}")
    columns = {}
    texts = dict(labels)
    for series in frame.get_columns():
        name, kind = stored[series.name]
        given = series if series.dtype == kind else series.cast(kind)
        if name not in LABEL_COLUMNS:
            columns[name] = given.to_arrow(compat_level=pl.CompatLevel.oldest())
        elif given.null_count() == 0 and bool((given == given[0]).all()):
            texts[name] = given[0]
        else:
            text = given.to_arrow(compat_level=pl.CompatLevel.oldest())
            columns[name] = text.dictionary_encode().cast(LABEL)
    return Rows(frame.height, columns, texts)


def as_table(name: str, held: Sequence[Rows]) -> pa.Table:
    """Put rows of several frames together: a table of the file's schema, with labels and nulls filled in."""
    schema = arrow_schema(name)
    return pa.Table.from_arrays([_column(item, held) for item in schema], schema=schema)


@cache
def _stored(name: str) -> dict[str, tuple[str, Any]]:
    return {column.name: (column.stored_name, POLARS_TYPES[column.type]) for column in TABLES[name].columns}


def _column(item: Any, held: Sequence[Rows]) -> Any:
    if any(item.name in rows.columns for rows in held):
        chunks = [
            rows.columns[item.name] if item.name in rows.columns else _filled(item, rows, rows.count)
            for rows in held
        ]
        return pa.chunked_array(chunks, type=item.type)
    if len({rows.labels.get(item.name) for rows in held}) == 1:
        return _filled(item, held[0], sum(rows.count for rows in held))
    return pa.chunked_array([_filled(item, rows, rows.count) for rows in held], type=item.type)


def _filled(item: Any, rows: Rows, count: int) -> Any:
    """What rows lack: the label that is known for them, or null."""
    text = rows.labels.get(item.name) if item.type == LABEL else None
    return pa.nulls(count, item.type) if text is None else _constant(text, count)


def _constant(text: str, rows: int) -> Any:
    """One text for all rows. Built from buffers: `pa.array` of Python values imports pandas (0.12 s)."""
    value = text.encode()
    offsets = (0).to_bytes(8, "little") + len(value).to_bytes(8, "little")
    values = pa.Array.from_buffers(LABEL.value_type, 1, [None, pa.py_buffer(offsets), pa.py_buffer(value)])
    return pa.DictionaryArray.from_buffers(LABEL, rows, [None, pa.py_buffer(bytes(4 * rows))], values)
