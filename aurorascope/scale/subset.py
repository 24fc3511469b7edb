"""What a query is refused with when it leaves the subset of SQL that every engine answers alike."""

from __future__ import annotations

from aurorascope.store.errors import NotAnswered


class NotInSubset(NotAnswered):
    """A query holds what has no exact form for another engine; the text names it."""


def refused(what: str, why: str = "") -> NotInSubset:
    """Return the refusal of one construct."""
    reason = f": {why}" if why else ""
    return NotInSubset(f"{what} has no exact form outside DuckDB{reason}")
