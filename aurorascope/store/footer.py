"""What a data file says of itself in its footer, which is read without the rest of the file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.store.layout import mark_of, schema_mark
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from aurorascope.model.table import ColumnType
    from aurorascope.store.layout import DataFile
    from aurorascope.store.place import Place

FIRST_LOOK = 64 << 10  # most footers are shorter
END = b"PAR1"
_KINDS: dict[ColumnType, str] = {
    "timestamp": "timestamp",
    "date": "date",
    "bigint": "bigint",
    "double": "double",
    "boolean": "boolean",
    "text": "text",
    "json": "text",
}


class Unreadable(Exception):  # noqa: N818 - what the file is
    """The file holds no footer that can be read."""


@dataclass(frozen=True, slots=True)
class Footer:
    """How many rows a file says it has, and what is wrong with its columns."""

    rows: int
    problem: str


def read_footer(place: Place, file: DataFile) -> Footer:
    """Read the footer of a file of the store. Raises Unreadable."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    end = place.tail(file.path, file.size, FIRST_LOOK)
    if end is None or len(end) < 12 or end[-4:] != END:
        raise Unreadable("it does not end as a Parquet file does")
    length = int.from_bytes(end[-8:-4], "little") + 8
    if length > file.size:
        raise Unreadable("its footer is longer than the file")
    if length > len(end):
        end = place.tail(file.path, file.size, length) or b""
    try:
        metadata = pq.read_metadata(pa.PythonFile(_End(end, file.size), mode="r"))
        schema = metadata.schema.to_arrow_schema()
    except (pa.ArrowException, OSError) as error:
        raise Unreadable(str(error).splitlines()[0]) from error
    return Footer(metadata.num_rows, _columns_problem(file, schema))


def _columns_problem(file: DataFile, schema: Any) -> str:
    """Say which columns are of another type, too many or too few; an older file may lack some."""
    known = {column.stored_name: _KINDS.get(column.type, "list") for column in TABLES[file.table].columns}
    found = {item.name: _kind(item.type) for item in schema}
    others = sorted(name for name, kind in found.items() if known.get(name, kind) != kind)
    if others:
        return f"has columns of another type than the table ({', '.join(others)})"
    if mark_of(file.path) != schema_mark(file.table) or found.keys() == known.keys():
        return ""
    return f"has other columns than its name says ({', '.join(sorted(found.keys() ^ known.keys()))})"


def _kind(type_: Any) -> str:
    from pyarrow import types

    if types.is_dictionary(type_):
        return _kind(type_.value_type)
    tests = {
        "timestamp": types.is_timestamp,
        "date": types.is_date,
        "bigint": types.is_int64,
        "double": types.is_float64,
        "boolean": types.is_boolean,
        "text": lambda it: types.is_string(it) or types.is_large_string(it),
        "list": lambda it: types.is_list(it) or types.is_large_list(it),
    }
    return next((name for name, is_it in tests.items() if is_it(type_)), str(type_))


class _End(io.RawIOBase):
    """The end of a file as the file: nothing but the footer is asked of it."""

    def __init__(self, end: bytes, size: int) -> None:
        self._end, self._size, self._at = end, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        count = self._size - self._at if size is None or size < 0 else size
        place = self._at - (self._size - len(self._end))
        if place < 0:
            raise OSError("a footer was expected there")
        found = self._end[place : place + count]
        self._at += len(found)
        return found
