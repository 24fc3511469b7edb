"""What a table of the store is to another engine: the rows of one `tbl` of the Delta table, by their days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.store.layout import NO_DAY, ROLLED, ROLLUPS_VERSION
from aurorascope.store.relations import STATEMENT_PARTS
from aurorascope.store.rollup import ROLLUPS
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from aurorascope.scale.functions import Functions

Days = tuple["date | None", "date | None"]
EVERY_DAY: Days = (None, None)
ROLLED_PATTERN = f"/{ROLLED}{ROLLUPS_VERSION.replace('.', '[.]')}"


def table_of(relation: str) -> str:
    """Return the table whose files a relation is made of."""
    return "statements" if relation in STATEMENT_PARTS else relation


def select(
    writer: Functions,
    relation: str,
    source: str,
    *,
    columns: Iterable[str],
    days: Days,
    path: str,
    day: bool = False,
) -> str:
    """Return the SELECT of a relation; `source` is the Delta table, `path` its column of files."""
    table = TABLES[table_of(relation)]
    wanted = frozenset(columns)
    named = [
        f"{typed(writer, column.stored_name, column.type)} AS {writer.name(column.name)}"
        for column in table.columns
        if column.name in wanted
    ]
    if day:
        named.append(writer.name("day"))
    lines = [f"SELECT {', '.join(named or ['1 AS one'])}", f"FROM {source}"]
    bounds = [f"tbl = {writer.string(table.name)}", *_within(days), *_parts(relation, path)]
    lines.append(f"WHERE {' AND '.join(bounds)}")
    return "\n".join(lines)


def typed(writer: Functions, name: str, kind: str) -> str:
    """Return a stored column in the type that the queries expect: times with a zone, to the microsecond."""
    said = writer.name(name)
    return f"CAST({said} AS {writer.types['moment']})" if kind == "timestamp" else said


def _within(days: Days) -> list[str]:
    """Return the predicate that leaves out whole partitions; rows without a day are in every range."""
    first, last = days
    if first is None and last is None:
        return []
    if first is not None and last is not None:
        near = f"day BETWEEN DATE '{first.isoformat()}' AND DATE '{last.isoformat()}'"
    elif first is not None:
        near = f"day >= DATE '{first.isoformat()}'"
    else:
        near = f"day <= DATE '{last.isoformat()}'" if last is not None else ""
    return [f"({near} OR day = DATE '{NO_DAY.isoformat()}')"]


def _parts(relation: str, path: str) -> list[str]:
    """Return what tells files that rollups count from the others: their names."""
    rolled = f"regexp_like({path}, '{ROLLED_PATTERN}')"
    if relation in ROLLUPS or relation == STATEMENT_PARTS[0]:
        return [rolled]
    return [f"NOT {rolled}"] if relation == STATEMENT_PARTS[1] else []
