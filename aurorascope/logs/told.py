"""Rows of the messages that were matched by their literals, as frames."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.event_kind import EventKind, Fill, MessageFormat

# An entry's row, the index of its kind, then the place of the format among the kind's and its values.
Told = tuple[int, int, tuple[str, ...]]
Value = str | int | float | bool | None
LARGEST = 2**63 - 1


def told_rows(told: Sequence[Told], kinds: Sequence[EventKind], *, redacted: bool) -> dict[str, pl.DataFrame]:
    """One frame a table: `row`, the kinds' constants, and the named values as columns or attributes."""
    rows: dict[str, list[dict[str, Value]]] = defaultdict(list)
    types: dict[str, dict[str, type[pl.DataType]]] = defaultdict(lambda: {"row": pl.UInt32})
    for row, index, (place, *values) in told:
        kind = kinds[index]
        hidden = kind.secret if redacted else ()
        named = _named(kind.formats[int(place)], values)
        for fill in kind.fills:
            columns = _columns(
                kind, fill, {name: value for name, value in named.items() if name not in hidden}
            )
            types[fill.table].update(_types(kind, fill))
            rows[fill.table].append({"row": row, **columns})
    return {
        table: pl.DataFrame(
            {name: [one.get(name) for one in found] for name in types[table]}, schema=types[table]
        )
        for table, found in rows.items()
    }


def _named(form: MessageFormat, values: list[str]) -> dict[str, Value]:
    named: dict[str, Value] = {}
    for (name, number), value in zip(form.values, values, strict=True):
        if not name:
            continue
        if not number:
            named[name] = value
        # More digits than a bigint holds is not read, as in a column.
        elif len(value) <= 20 and abs(int(value)) <= LARGEST:
            named[name] = int(value)
    return named


def _columns(kind: EventKind, fill: Fill, named: dict[str, Value]) -> dict[str, Value]:
    columns: dict[str, Value] = dict(fill.constant)  # type: ignore[arg-type] # TOML scalars, as the schema test holds
    if fill.table != "server_events":
        return columns | named
    columns["kind"] = kind.name
    if fill.attributes:
        # In the order in which the kind names them, whatever the format's.
        said = {field.column: named[field.column] for field in fill.attributes if field.column in named}
        columns["attributes"] = json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else None
    return columns


def _types(kind: EventKind, fill: Fill) -> dict[str, type[pl.DataType]]:
    types: dict[str, type[pl.DataType]] = {name: _type(value) for name, value in fill.constant}
    if fill.table == "server_events":
        return types | {"kind": pl.String} | ({"attributes": pl.String} if fill.attributes else {})
    numbers = {name: number for form in kind.formats for name, number in form.values if name}
    return types | {name: pl.Int64 if number else pl.String for name, number in numbers.items()}


def _type(value: object) -> type[pl.DataType]:
    if isinstance(value, bool):
        return pl.Boolean
    if isinstance(value, int):
        return pl.Int64
    return pl.Float64 if isinstance(value, float) else pl.String
