"""Numbers as people read them: an exact value in, a short text with its unit out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from aurorascope.model.amounts import NOTHING, NUMERIC, ago, amount, duration, edge, significant, size
from aurorascope.web.zones import shown

if TYPE_CHECKING:
    from aurorascope.model.page import Unit

__all__ = ["NOTHING", "NUMERIC", "ago", "duration", "edge", "significant", "size", "text_of"]


def text_of(value: object, unit: Unit, zone: str = "UTC") -> str:  # noqa: PLR0911  one return a unit
    """Write any value of a view in its unit; what is missing is a dash, never a zero.

    >>> text_of(1234, "count"), text_of(1_234_567, "us"), text_of(None, "us") == NOTHING
    ('1,234', '1.23 s', True)
    """
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        return shown(value if value.tzinfo else value.replace(tzinfo=UTC), zone)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, int) and unit not in NUMERIC:
        return str(value)
    if isinstance(value, (int, float, Decimal)):
        return amount(float(value) if isinstance(value, Decimal) else value, unit)
    if isinstance(value, Iterable):
        return ", ".join(text_of(item, "text", zone) for item in value)
    return str(value)
