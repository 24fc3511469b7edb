"""The SQL that makes each table of a snapshot: from its files, or from a view that others share."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.store.duck import identifier, quoted
from aurorascope.store.layout import is_rolled, mark_of, schema_mark
from aurorascope.store.rollup import ROLLUPS
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from aurorascope.model.table import ColumnType, Table

_READ = re.compile(r'\b(?:from|join)\s+(?:\(\s*)*(?:"?\w+"?\s*\.\s*)?"?(\w+)"?', re.IGNORECASE)
VIEW_FOLDER = Path(__file__).parent / "views"
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)

SQL_TYPES: dict[ColumnType, str] = {
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "date": "DATE",
    "bigint": "BIGINT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "text": "VARCHAR",
    "json": "VARCHAR",
    "text[]": "VARCHAR[]",
    "bigint[]": "BIGINT[]",
    "deadlock_participant[]": "STRUCT(pid BIGINT, lock VARCHAR, statement VARCHAR, fingerprint VARCHAR)[]",
}


@cache
def shared_views() -> dict[str, str]:
    """Return the derived tables' files of `store/views/*.sql`, by name; each is one SELECT.

    The other files there take a filter: `insight` runs them.
    """
    return {
        path.stem: path.read_text(encoding="utf-8").strip().rstrip(";")
        for path in sorted(VIEW_FOLDER.glob("*.sql"))
        if path.stem in TABLES and TABLES[path.stem].derived
    }


# Two parts of `statements`: the rows that the rollups of their day count, and those they do not (yet).
STATEMENT_PARTS = ("rolled_statements", "open_statements")


# Small, and costly to make: a snapshot makes each of them once, and a page of many panels pays once.
KEPT = ("lock_episodes", "lock_stories", "sessions")
_READS_KEPT = re.compile(rf"\b(?:from|join)\s+({'|'.join(KEPT)})\b", re.IGNORECASE)


def kept_tables(sql: str) -> tuple[str, ...]:
    """Return the derived tables that a query reads and that are worth keeping; a mere alias is none.

    One that is made of another comes after it, so that both are made once.
    """
    found = (name.lower() for name in _READS_KEPT.findall(COMMENT.sub(" ", sql)))
    return tuple(dict.fromkeys(kept for name in found for kept in (*kept_tables(shared_views()[name]), name)))


@cache
def relation_names() -> frozenset[str]:
    """Names that a query may read: the tables, the shared views, the parts of `statements`."""
    tables = frozenset(name for name, table in TABLES.items() if not table.derived)
    return tables | frozenset(shared_views()) | frozenset(STATEMENT_PARTS)


def paths_by_relation(files: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the paths of each relation from (table, path) pairs."""
    paths: dict[str, list[str]] = {}
    for table, path in files:
        if table in ROLLUPS and not is_rolled(path):
            continue  # of another version of the rollups: its rows are read raw
        paths.setdefault(table, []).append(path)
        if table == "statements":
            paths.setdefault(STATEMENT_PARTS[0 if is_rolled(path) else 1], []).append(path)
    return paths


def mentioned(sql: str) -> list[str]:
    """Return the relations that a text mentions, and those they are made of, the makings first."""
    return _relations(sql, WORD)


def read_by(sql: str) -> list[str]:
    """Return the relations that stand behind FROM or JOIN, and those they are made of, the makings first.

    Many columns are called as a table is (statements, entries, parameters), and the files of a table may be
    far away. Another way to name a table (a list with commas, `table x`) is not seen: the query then says
    that it lacks one, and `mentioned` has them all.
    """
    return _relations(COMMENT.sub(" ", sql), _READ)


def _relations(sql: str, names: re.Pattern[str]) -> list[str]:
    order: dict[str, None] = {}

    def visit(text: str, above: tuple[str, ...]) -> None:
        for word in dict.fromkeys(word.lower() for word in names.findall(text)):
            if word not in relation_names() or word in above or word in order:
                continue
            visit(COMMENT.sub(" ", shared_views().get(word, "")), (*above, word))
            order[word] = None

    visit(sql, ())
    return list(order)


def definition(name: str, paths: Sequence[str], root: Path, cursor: duckdb.DuckDBPyConnection) -> str:
    """Return the SELECT that a name stands for: a shared view's text, or the files of a table."""
    view = shared_views().get(name)
    if view is not None:
        return view
    table = TABLES["statements" if name in STATEMENT_PARTS else name]
    return _files_select(table, paths, root, cursor)


def _files_select(table: Table, paths: Sequence[str], root: Path, cursor: duckdb.DuckDBPyConnection) -> str:
    """Return the SELECT over the files of a table, stored names renamed, no row where there is no file.

    Files written with other columns than today's (their mark says so) are read apart, and what they lack is
    null. DuckDB's own union by name would open every file first.
    """
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(mark_of(path), []).append(str(root / path))
    selects = [
        _select(table, members, None if mark == schema_mark(table.name) else _columns_of(members[0], cursor))
        for mark, members in sorted(groups.items())
    ]
    return "\nunion all\n".join(selects) if selects else _empty(table)


def _columns_of(path: str, cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    found = cursor.sql(f"select name from parquet_schema({quoted(path)})").fetchall()
    return frozenset(str(row[0]) for row in found)


def _select(table: Table, paths: Sequence[str], found: frozenset[str] | None) -> str:
    columns = ", ".join(
        f"{identifier(column.stored_name)} as {identifier(column.name)}"
        if found is None or column.stored_name in found
        else f"null::{SQL_TYPES[column.type]} as {identifier(column.name)}"
        for column in table.columns
    )
    return f"select {columns} from read_parquet([{', '.join(map(quoted, paths))}], hive_partitioning=false)"


def _empty(table: Table) -> str:
    columns = ", ".join(
        f"null::{SQL_TYPES[column.type]} as {identifier(column.name)}" for column in table.columns
    )
    return f"select {columns} where false"
