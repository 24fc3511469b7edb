"""Rows of a query as a table for a person, as JSON, or as CSV."""

from __future__ import annotations

import json
import math
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TextIO

from aurorascope.cli.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Row = Mapping[str, object]

WIDEST_CELL = 80
"""Characters of a cell on a terminal; in a pipe nothing is cut."""


def write_rows(names: Sequence[str], rows: Iterable[Row], output: str) -> None:
    """Write `rows` to stdout as `output` says: table, json or csv."""
    WRITERS[output](names, rows, sys.stdout)


def write_json(names: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """Write one array of objects, a row a line; times are ISO 8601 in UTC."""
    separator = "[\n"
    for row in rows:
        out.write(separator + json.dumps({name: plain(row[name]) for name in names}))
        separator = ",\n"
    out.write("\n]\n" if separator == ",\n" else "[]\n")


def write_csv(names: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """Write CSV in which no cell is a formula."""
    from aurorascope.web.csv_export import lines

    shown = on_terminal if out.isatty() else str
    out.writelines(shown(line) for line in lines(names, rows))


def on_terminal(line: str) -> str:
    """Return one line of CSV as a terminal may see it."""
    return printable(line.rstrip("\r\n")) + "\n"


def write_table(names: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """Write aligned columns; control characters of log text are written out."""
    cells = [[cell(row[name]) for name in names] for row in rows]
    if out.isatty():
        cells = [[cut(text) for text in row] for row in cells]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(names)]
    right = [all(is_number(row[i]) for row in cells) for i in range(len(names))]
    ruler = ["-" * width for width in widths]
    out.writelines(line(row, widths, right) for row in [list(names), ruler, *cells])


def line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    """Return one row with its cells padded, numbers to the right."""
    padded = (
        text.rjust(width) if to_right else text.ljust(width)
        for text, width, to_right in zip(row, widths, right, strict=True)
    )
    return "  ".join(padded).rstrip() + "\n"


WRITERS: dict[str, Callable[[Sequence[str], Iterable[Row], TextIO], None]] = {
    "table": write_table,
    "json": write_json,
    "csv": write_csv,
}


def plain(value: object) -> object:
    """Return `value` as JSON has it: whole numbers whole, times as text in UTC, no NaN."""
    if isinstance(value, date):
        return moment(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def moment(value: date) -> str:
    """Return a day or a time as ISO 8601; a time with a zone in UTC, with Z."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    return value.isoformat()


def cell(value: object) -> str:
    """Return `value` as one cell for a person; null is empty."""
    found = plain(value)
    if found is None:
        return ""
    return printable(found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))


def cut(text: str) -> str:
    """Return `text` no wider than a cell of a terminal."""
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"


def is_number(text: str) -> bool:
    """Say whether a cell is a number or empty, so that its column is aligned to the right."""
    return not text.strip("0123456789.-e+")
