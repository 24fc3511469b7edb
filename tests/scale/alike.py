"""When two engines' rows are the same: as sets, fractions to nine digits, times in UTC; ties as both break them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import sqlglot
from sqlglot import exp


def canon(rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Return rows in one order, each value in one form."""
    return sorted((tuple(one_form(value) for value in row) for row in rows), key=repr)


def one_form(value: Any) -> Any:
    """Return a value in the form that is compared."""
    if hasattr(value, "asDict"):
        value = value.asDict()
    if isinstance(value, dict):
        return tuple((name, one_form(held)) for name, held in sorted(value.items()))
    if isinstance(value, (list, tuple)):
        return tuple(one_form(one) for one in value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, (int, float, Decimal)):
        number = float(value)
        return "NaN" if math.isnan(number) else float(f"{number:.9g}")
    return value


def ties_broken(sql: str) -> str:
    """Return a query of DuckDB's in which of several values at the greatest key the greatest is taken."""
    if "arg_m" not in sql:
        return sql
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    for one in tree.find_all(exp.ArgMax, exp.ArgMin):
        key = one.expression
        keys = key.expressions if isinstance(key, exp.Tuple) else [key]
        one.set("expression", exp.Tuple(expressions=[*(part.copy() for part in keys), one.this.copy()]))
    return tree.sql("duckdb")
