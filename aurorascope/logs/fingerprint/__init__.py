"""SQL to its family and its redacted text.

A family is a statement whatever its literals: strings, numbers and parameters are `?`; comments, spacing and
the case of words are gone; an IN list, the rows of VALUES and an ARRAY of literals have one element.
Identifiers keep their identity, digits included. `cut` and `column` do this for a whole column, the lexers
and `fold` for one statement, and both give the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.logs.fingerprint.statement import fingerprint_of
from aurorascope.model.fingerprint import Fingerprint

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "FINGERPRINT_VERSION",
    "Fingerprint",
    "fingerprint",
    "fingerprint_column",
    "fold_message",
    "redact",
    "redacted_column",
]

FINGERPRINT_VERSION = 1


def fingerprint(sql: str, engine: str = "postgresql") -> Fingerprint:
    """Return the family of one statement; ValueError for an engine without a lexer."""
    return fingerprint_of(sql, engine)


def redact(sql: str, engine: str = "postgresql") -> str:
    """Return the statement without its literals and comments: its family's text."""
    return fingerprint_of(sql, engine).normalized_sql


def fingerprint_column(sql: pl.Series, engine: str = "postgresql") -> tuple[pl.Series, pl.DataFrame]:
    """Return the ids of a column of statements (null where it is null), and a frame of their families.

    The frame has a row for each family: fingerprint, normalized_sql, statement_kind, relations (list[str]).
    """
    from aurorascope.logs.fingerprint import column

    return column.fingerprint_column(sql, engine)


def redacted_column(sql: pl.Series, engine: str = "postgresql") -> pl.Series:
    """Return a column of statements without their literals (null where it is null)."""
    from aurorascope.logs.fingerprint import column

    return column.redacted_column(sql, engine)


def fold_message(messages: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the error fingerprint of each server message, and the message with its values folded."""
    from aurorascope.logs.fingerprint import messages as room

    return room.fold_message(messages)
