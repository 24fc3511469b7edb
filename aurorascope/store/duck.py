"""The one module that opens DuckDB: in-memory instances over Parquet files, a cursor for every call."""

from __future__ import annotations

import atexit
import errno
import os
import shutil
from functools import cache
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

# `date_trunc` on a time with a zone goes through a calendar and takes fifteen times as long as this.
# A bucket is 2 % wide, so its bounds are within 1 % of its middle.
DURATION_BUCKET = """
create or replace macro duration_bucket(us) as
case when us is not null then floor(ln(greatest(us, 1)) / ln(1.02))::bigint end
"""
TIME_SLOT = """
create or replace macro time_slot(moment, seconds) as
make_timestamptz(epoch_us(moment) // (seconds::bigint * 1000000) * (seconds::bigint * 1000000))
"""


EngineError = duckdb.Error


@cache
def is_pattern(text: str) -> bool:
    """Return whether a text is a regular expression of linear time, the only ones that the engine knows."""
    try:
        connect().execute("select regexp_matches('', $1)", [text])
    except EngineError:
        return False
    return True


def is_unreadable(error: duckdb.Error) -> bool:
    """Return whether the engine could not read a Parquet file, as against not understanding a query."""
    return isinstance(error, duckdb.IOException) or (
        isinstance(error, duckdb.InvalidInputException | duckdb.InternalException)
        and ".parquet" in str(error)
    )


def lacks_table(error: duckdb.Error) -> bool:
    """Return whether a query names a table that was not made for it."""
    return isinstance(error, duckdb.CatalogException)


def of_the_system(error: Exception) -> Exception:
    """Return the refusal of the system that an error of the engine quotes: a full disk, a permission."""
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EFBIG, errno.EIO):
        if os.strerror(number) in str(error):
            return OSError(number, str(error))
    return error


def connect(**settings: str | int | bool) -> duckdb.DuckDBPyConnection:
    """Open an in-memory instance; nothing is ever downloaded or loaded into it."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "python_enable_replacements": "false",
            "temp_directory": _scratch(),
            **{name: str(value) for name, value in settings.items()},
        },
    )
    # Global: a cursor starts with the global settings, not with those of the connection it came from.
    connection.execute("set global TimeZone='UTC'")
    connection.execute("set global parquet_metadata_cache=true")
    connection.execute(TIME_SLOT)
    connection.execute(DURATION_BUCKET)
    return connection


@cache
def _scratch() -> str:
    """Folder for what does not fit in memory; DuckDB's own choice is the folder that the program runs in."""
    folder = mkdtemp(prefix="aurorascope-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def arrow(
    cursor: duckdb.DuckDBPyConnection, sql: str, params: Sequence[object] | Mapping[str, object] = ()
) -> pa.Table:
    """Run one query to its end and return an Arrow table."""
    relation: Any = cursor.sql(sql, params=params) if params else cursor.sql(sql)
    return plain(relation.to_arrow_table())


def plain(table: pa.Table) -> pa.Table:
    """Return sums of integers as integers (DuckDB sums into 128 bits: decimals), times in zone UTC."""
    import pyarrow as pa

    for index, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type) and field.type.tz is not None:
            moments = table.column(index).cast(pa.timestamp(field.type.unit, tz="UTC"))
            table = table.set_column(index, field.name, moments)
        if pa.types.is_decimal(field.type) and (field.type.precision, field.type.scale) == (38, 0):
            try:
                numbers = table.column(index).cast(pa.int64())
            except pa.ArrowInvalid:  # larger than 64 bits: better a decimal than a wrong number
                continue
            table = table.set_column(index, field.name, numbers)
    return table


def quoted(text: str) -> str:
    """Return an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return an SQL identifier; some columns are words of SQL (offset, queue)."""
    return '"' + name.replace('"', '""') + '"'
