"""A fingerprint: the family of one SQL statement."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`id` is 16 hex digits made of the engine and `normalized_sql`, which holds no literal.

    `statement_kind` is select, insert, update, delete, merge, ddl, transaction, utility, copy, explain, set,
    call or other; `relations` are the relations the statement names, in order of appearance.
    """

    id: str
    normalized_sql: str
    statement_kind: str
    relations: tuple[str, ...]
