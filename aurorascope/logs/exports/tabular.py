r"""Rows of an export, whatever wrote it: CSV, TSV, `mysql --batch`, JSON, a JSON object a line.

`psql --csv` and `\copy ... csv header` write CSV; `COPY ... (header)` and `mysql --batch` write TABs with
backslash escapes, and \N or NULL for nothing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from aurorascope.logs.exports import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.logs.exports.kind import ExportKind

MOST_BYTES = 64 << 20  # pg_stat_statements keeps 5,000 statements of at most some kilobytes
HEAD = 64 << 10
SEPARATORS = ("\t", ",", ";", "|")
_OBJECT = re.compile(r"\s*\[?\s*\{")
_KEYS = re.compile(r'"([A-Za-z_]\w*)"\s*:')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
NOTHING = (r"\N", "NULL", "null", "")


class NotAnExport(Exception):  # noqa: N818 - it says what the file is
    """A file that begins like an export and is none; the message is a sentence for a person."""


def export_of(sample: bytes) -> ExportKind | None:
    """Return which export a sample begins; None for anything else."""
    head = sample[:HEAD].decode("utf-8-sig", "replace")
    columns = frozenset(_header(head))
    return next((kind for kind in KINDS.values() if kind.fits(columns)), None)


def _header(head: str) -> list[str]:
    if _OBJECT.match(head):
        return [name.lower() for name in _KEYS.findall(head)]
    line = head.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    separator = max(SEPARATORS, key=line.count)
    return [name.strip().strip('"`').lower() for name in line.split(separator)]


def rows_of(data: bytes, kind: ExportKind) -> Iterator[dict[str, Any]]:
    """Yield the rows of an export by lower-case column names; what says nothing is left out.

    Raises NotAnExport where the file is broken.
    """
    text = data.decode("utf-8-sig", "replace")
    found = _objects(text) if _OBJECT.match(text) else _lines(text, kind)
    for row in found:
        yield {name.lower(): value for name, value in row.items() if name and value is not None}


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decode = json.JSONDecoder(strict=False).raw_decode
    place = 0
    while True:
        while place < len(text) and text[place] in "[], \t\r\n":
            place += 1
        if place >= len(text):
            return
        try:
            row, place = decode(text, place)
        except (ValueError, RecursionError) as error:
            raise NotAnExport(f"is broken JSON at character {place:,}: {error}") from error
        if not isinstance(row, dict):
            raise NotAnExport(f"holds something else than objects at character {place:,}")
        yield row


def _lines(text: str, kind: ExportKind) -> Iterator[dict[str, Any]]:
    line = text.lstrip("\r\n").split("\n", 1)[0]
    separator = max(SEPARATORS, key=line.count)
    escaped = separator == "\t" and (kind.engine == "mysql" or r"\N" in text)
    return _escaped(text) if escaped else _quoted(text, separator)


def _escaped(text: str) -> Iterator[dict[str, Any]]:
    header: list[str] = []
    for line in text.split("\n"):
        cells = line.rstrip("\r").split("\t")
        if not header:
            header = cells if len(cells) > 1 else []
        elif len(cells) == len(header):
            yield {
                name: None if cell in NOTHING else _ESCAPED.sub(lambda it: _PLAIN.get(it[1], it[1]), cell)
                for name, cell in zip(header, cells, strict=True)
            }
        elif line.strip():
            raise NotAnExport(f"has a line of {len(cells)} fields, its header {len(header)}: {line[:80]!r}")


def _quoted(text: str, separator: str) -> Iterator[dict[str, Any]]:
    before = csv.field_size_limit(MOST_BYTES)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        header: list[str] = []
        for cells in reader:
            named = [cell.strip() for cell in cells]
            if not header:
                header = named if len(cells) > 1 else []
            elif len(cells) == len(header):
                yield {
                    name: None if cell in NOTHING else cell for name, cell in zip(header, cells, strict=True)
                }
            elif len(cells) > 1:
                raise NotAnExport(
                    f"has {len(cells)} fields in line {reader.line_num}, its header {len(header)}"
                )
    except csv.Error as error:
        raise NotAnExport(f"is broken CSV: {error}") from error
    finally:
        csv.field_size_limit(before)
