"""The column types of the store in the words of Arrow, polars and DuckDB, and how files are encoded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from aurorascope.store.layout import time_column
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from aurorascope.model.table import ColumnType, Table

# Columns that a writer knows as constants: an Arrow dictionary of one value costs next to nothing.
LABEL_COLUMNS = ("account", "region", "cluster", "instance", "source")

TEXT = pa.large_string()
LABEL = pa.dictionary(pa.int32(), TEXT)

ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "timestamp": pa.timestamp("us", tz="UTC"),
    "date": pa.date32(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "text": TEXT,
    "json": TEXT,
    "text[]": pa.large_list(TEXT),
    "bigint[]": pa.large_list(pa.int64()),
    "deadlock_participant[]": pa.large_list(
        pa.struct([("pid", pa.int64()), ("lock", TEXT), ("statement", TEXT), ("fingerprint", TEXT)])
    ),
}

POLARS_TYPES: dict[ColumnType, Any] = {
    "timestamp": pl.Datetime("us", "UTC"),
    "date": pl.Date(),
    "bigint": pl.Int64(),
    "double": pl.Float64(),
    "boolean": pl.Boolean(),
    "text": pl.String(),
    "json": pl.String(),
    "text[]": pl.List(pl.String()),
    "bigint[]": pl.List(pl.Int64()),
    "deadlock_participant[]": pl.List(
        pl.Struct({"pid": pl.Int64, "lock": pl.String, "statement": pl.String, "fingerprint": pl.String})
    ),
}

# Unique numbers: differences take a third of the time of a dictionary that fills up and is given up.
DELTA_ENCODED = ("timestamp",)
DELTA_ENCODED_NAMES = ("offset", "duration_us")
WITHOUT_DICTIONARY = (*DELTA_ENCODED, "text[]", "bigint[]", "deadlock_participant[]", "double", "boolean")


@cache
def arrow_schema(name: str) -> pa.Schema:
    """Arrow schema of a table's files, stored names, in the order of the table."""
    return pa.schema(
        [
            (column.stored_name, LABEL if column.stored_name in LABEL_COLUMNS else ARROW_TYPES[column.type])
            for column in TABLES[name].columns
        ]
    )


def parquet_options(table: Table, *, statistics_on: tuple[str, ...] = ()) -> dict[str, Any]:
    """Options of a file: no minima of text (a literal would show, and they cost), except where asked for."""
    delta = [
        column.stored_name
        for column in table.columns
        if column.type in DELTA_ENCODED or column.stored_name in DELTA_ENCODED_NAMES
    ]
    return {
        "compression": "zstd",
        "compression_level": 1,
        "store_schema": False,
        "use_dictionary": [
            column.stored_name
            for column in table.columns
            if column.stored_name not in delta and column.type not in WITHOUT_DICTIONARY
        ],
        "column_encoding": dict.fromkeys(delta, "DELTA_BINARY_PACKED"),
        # Prepared statements are few texts, inline literals make each its own: give the dictionary up early.
        "dictionary_pagesize_limit": 2 << 20,
        "write_statistics": sorted({time_column(table), *delta, *statistics_on}),
    }
