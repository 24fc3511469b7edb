"""A sentence for every column of every shared view: one name means one thing wherever it stands."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from aurorascope import store
from aurorascope.store.schemas import TABLES

FILE = Path(store.__file__).parent / "views" / "columns.toml"


def sentence(column: str) -> str:
    """Return what a column means: the views' own word, else that of its table; empty if neither has one."""
    return own_sentences().get(column) or _table_sentences().get(column, "")


@cache
def own_sentences() -> dict[str, str]:
    """Return the names that views add to those of the tables, with their sentences."""
    with FILE.open("rb") as file:
        found: dict[str, str] = tomllib.load(file)
    return found


@cache
def _table_sentences() -> dict[str, str]:
    return {column.name: column.doc for table in TABLES.values() for column in table.columns}
