"""`data-` and `aria-` attributes, whose names no keyword can have."""

from __future__ import annotations

from typing import Any


def attributes(**values: str) -> dict[str, Any]:
    """Name attributes with underscores: `attributes(aria_label="Pages")` is `{"aria-label": "Pages"}`.

    >>> attributes(aria_label="Pages", data_does="nav")
    {'aria-label': 'Pages', 'data-does': 'nav'}
    """
    return {name.replace("_", "-"): value for name, value in values.items()}
