"""What a data file says of itself in its footer, which is read without the rest of the file."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aurorascope.store.layout import mark_of, schema_mark
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from aurorascope.store.layout import DataFile
    from aurorascope.store.place import Place

FIRST_LOOK = 64 << 10  # most footers are shorter
END = b"PAR1"


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
        names = set(metadata.schema.to_arrow_schema().names)
    except (pa.ArrowException, OSError) as error:
        raise Unreadable(str(error).splitlines()[0]) from error
    return Footer(metadata.num_rows, _columns_problem(file, names))


def _columns_problem(file: DataFile, names: set[str]) -> str:
    """Say which columns a file has too many or too few; one of an earlier version may lack some."""
    known = {column.stored_name for column in TABLES[file.table].columns}
    if mark_of(file.path) != schema_mark(file.table):
        return ""
    if names == known:
        return ""
    return f"has other columns than its name says ({', '.join(sorted(names ^ known))})"


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
