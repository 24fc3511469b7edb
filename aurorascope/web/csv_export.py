"""A table as CSV: exact values, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# what begins a formula in a spreadsheet, full-width forms included; TAB and CR are cut before it looks
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")  # noqa: RUF001  the danger is the look-alike


def lines(names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield the file line by line, the names first; RFC 4180 with CRLF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([cell(name) for name in names])
    yield buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([cell(row.get(name)) for name in names])
        yield buffer.getvalue()


def cell(value: object) -> str:
    """One value: numbers and times as they are, text never a formula (an apostrophe before it)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, datetime):
        return (
            value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
            if value.tzinfo
            else value.isoformat()
        )
    if isinstance(value, date):
        return value.isoformat()
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    text = text.replace("\x00", "�")
    return "'" + text if text.lstrip(" ").startswith(FORMULA) else text
