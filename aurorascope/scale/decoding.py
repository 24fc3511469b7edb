"""Athena's rows of text as an Arrow table, in the types that DuckDB gives for the same query."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pyarrow as pa

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENT = re.compile(r"(\d{4,})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?: (UTC|Z|\+00:00))?")
WHOLE = frozenset({"tinyint", "smallint", "integer", "bigint"})
REAL = frozenset({"float", "real", "double"})


def table(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[str | None]], nested: frozenset[int]
) -> pa.Table:
    """Return rows as a table; `nested` are the places of columns that were sent as JSON."""
    import pyarrow as pa

    readers = [_reader(kind, place in nested) for place, (_, kind) in enumerate(columns)]
    held: list[list[Any]] = [[] for _ in columns]
    for row in rows:
        if len(row) != len(columns):
            raise BadRequestError(f"Athena sent a row of {len(row)} values for {len(columns)} columns")
        for values, reader, text in zip(held, readers, row, strict=True):
            values.append(None if text is None else reader(text))
    arrays = [
        pa.array(values) if place in nested else pa.array(values, _type(kind))
        for place, ((_, kind), values) in enumerate(zip(columns, held, strict=True))
    ]
    return pa.Table.from_arrays(arrays, names=[name for name, _ in columns])


def _type(kind: str) -> Any:  # noqa: PLR0911 -- one line for each type
    import pyarrow as pa

    base = kind.partition("(")[0].lower()
    if base in WHOLE:
        return pa.int64()
    if base in REAL:
        return pa.float64()
    if base == "boolean":
        return pa.bool_()
    if base == "date":
        return pa.date32()
    if base == "timestamp with time zone":
        return pa.timestamp("us", tz="UTC")
    if base == "timestamp":
        return pa.timestamp("us")
    return None if base == "decimal" else pa.string()


def _reader(kind: str, nested: bool) -> Callable[[str], Any]:
    if nested:
        return json.loads
    base = kind.partition("(")[0].lower()
    readers: dict[str, Callable[[str], Any]] = {
        **dict.fromkeys(WHOLE, int),
        **dict.fromkeys(REAL, float),
        "boolean": _truth,
        "decimal": Decimal,
        "date": date.fromisoformat,
        "timestamp": lambda text: moment(text).replace(tzinfo=None),
        "timestamp with time zone": moment,
    }
    return readers.get(base, str)


def _truth(text: str) -> bool:
    if text not in {"true", "false"}:
        raise BadRequestError(f"Athena sent {text!r} for a boolean")
    return text == "true"


def moment(text: str) -> datetime:
    """Return a time as Athena writes it, exactly to the microsecond.

    >>> moment("2026-11-19 08:05:00.001 UTC").isoformat()
    '2026-11-19T08:05:00.001000+00:00'
    """
    found = MOMENT.fullmatch(text)
    if found is None:
        raise BadRequestError(f"Athena sent {text!r} for a time in UTC")
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    whole = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return whole + timedelta(microseconds=int((found[7] or "").ljust(6, "0")[:6]))
