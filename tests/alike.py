"""When two engines' rows are the same: as sets, fractions to nearly nine digits, times in UTC."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any


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


def alike(some: Any, others: Any) -> bool:
    """Return whether values in that form are the same; last digits hang on the order of a sum."""
    if isinstance(some, float) and isinstance(others, float):
        return math.isclose(some, others, rel_tol=1e-8)
    if isinstance(some, (list, tuple)) and isinstance(others, (list, tuple)):
        return len(some) == len(others) and all(map(alike, some, others))
    return bool(some == others)
