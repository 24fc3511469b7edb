"""One query of ours as text for another engine, with what it reads: the tables, how often each, and which days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope

from aurorascope.scale.kinds import ARRAY, STRUCT, kind
from aurorascope.scale.reading import base_tables, read, typed
from aurorascope.scale.relations import EVERY_DAY, select, table_of
from aurorascope.scale.rewriting import rewritten
from aurorascope.scale.spark_sql import Spark
from aurorascope.scale.subset import NotInSubset
from aurorascope.scale.trino import Trino
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.scale.functions import Functions
    from aurorascope.scale.relations import Days

PREFIX = "tbl_"
MOST_SCANS = {"athena": 60, "spark": 400}
"""A WITH is read anew wherever it is named, and billed by Athena; a query that would read more tables is refused."""
WRITERS: dict[str, type[Functions]] = {"athena": Trino, "spark": Spark}
PATHS = {"athena": '"$path"', "spark": "file_path"}
NESTED = {ARRAY, STRUCT}


@dataclass(frozen=True, slots=True)
class Translated:
    """The text, its columns with their kinds, and per table of the store how often and for which days it is read."""

    text: str
    columns: tuple[tuple[str, str], ...]
    scans: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, Days] = field(default_factory=dict)
    nested: frozenset[int] = frozenset()
    """Places of columns that are sent as JSON, as Athena's own text of a list cannot be read back."""


def translate(
    sql: str,
    params: Sequence[object] | Mapping[str, object] = (),
    *,
    engine: str = "athena",
    source: str = "store",
    days: Days = EVERY_DAY,
) -> Translated:
    """Return the text of a query for an engine; NotInSubset says what in it has no exact form there.

    `source` is the engine's name of the Delta table; `days` bounds the partitions of tables of events beside
    what the query itself says of their time.
    """
    return written(resolved(sql, params), engine=engine, source=source, days=days)


def resolved(sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> exp.Query:
    """Return the tree of a query, the same for every engine."""
    return typed(rewritten(read(sql, params)))


def written(tree: exp.Query, *, engine: str, source: str, days: Days = EVERY_DAY) -> Translated:
    """Return the text of a tree, which is taken apart for it."""
    writer = WRITERS[engine]()
    scans = _scans(tree, {})
    if sum(scans.values()) > MOST_SCANS[engine]:
        raise NotInSubset(
            f"the query would read tables {sum(scans.values())} times: {engine.capitalize()} reads a WITH anew wherever it is named"
        )
    _hold_to_one_level(tree)
    near = _days(tree, days)
    named = {column.name for column in tree.find_all(exp.Column)}
    relations = [
        f"{writer.name(PREFIX + relation)} AS (\n"
        + select(writer, relation, source, columns=named, days=near[relation], path=PATHS[engine])
        + "\n)"
        for relation in sorted(near)
    ]
    for table in base_tables(tree):
        table.set("this", exp.to_identifier(PREFIX + table.name.lower(), quoted=True))
    columns = tuple((one.alias_or_name, kind(one)) for one in tree.selects)
    nested = frozenset(place for place, (_, found) in enumerate(columns) if found in NESTED)
    if engine == "athena":
        _as_json(tree, nested)
    text = writer.write(tree)
    body = text.removeprefix("WITH ")
    head = ",\n".join(relations)
    if text.startswith("WITH "):
        text = f"WITH {head},\n{body}" if head else text
    elif head:
        text = f"WITH {head}\n{body}"
    return Translated(text, columns, scans, near, nested if engine == "athena" else frozenset())


def _hold_to_one_level(tree: exp.Query) -> None:
    """Refuse a part that names rows of a query further out than the one around it: Trino plans none."""
    for scope in traverse_scope(tree):
        for column in scope.external_columns:
            around = scope.parent
            if (
                around is not None
                and column.table
                and column.table not in around.sources
                and around.is_subquery
            ):
                raise NotInSubset(
                    f"{column.sql()} is of a query two levels out, which neither Athena nor Spark can plan"
                )


def _as_json(tree: exp.Query, nested: frozenset[int]) -> None:
    if isinstance(tree, exp.SetOperation):
        for side in (tree.left, tree.right):
            _as_json(side, nested)
        return
    for place in nested:
        column = tree.selects[place]
        if isinstance(column.unalias(), exp.Null):
            continue
        held = exp.Anonymous(this="as_json", expressions=[column.unalias().copy()])
        column.replace(exp.alias_(held, column.alias_or_name, quoted=True))


def _scans(node: exp.Expr, known: dict[str, Counter[str]]) -> Counter[str]:
    """Count how often each table is read when every name of a WITH stands for its whole query."""
    found: Counter[str] = Counter()
    with_ = node.args.get("with_")
    if with_ is not None:
        known = dict(known)
        for one in with_.expressions:
            known[one.alias] = _scans(one.this, known)
    if isinstance(node, exp.Table):
        found += known.get(node.name, Counter({node.name.lower(): 1}))
    for child in node.iter_expressions():
        if child is not with_:
            found += _scans(child, known)
    return found


def _days(tree: exp.Query, days: Days) -> dict[str, Days]:
    """Return the days of each relation: what is given and what every reference to it asks for."""
    asked: dict[str, list[Days]] = {}
    for table in base_tables(tree):
        asked.setdefault(table.name.lower(), []).append(_asked(table))
    found: dict[str, Days] = {}
    for relation, spans in asked.items():
        timed = TABLES[table_of(relation)].time == "ts"
        first, last = days if timed else EVERY_DAY
        lows, highs = [low for low, _ in spans if low], [high for _, high in spans if high]
        if len(lows) == len(spans):
            first = max(filter(None, [first, min(lows)]))
        if len(highs) == len(spans):
            last = min(filter(None, [last, max(highs)]))
        found[relation] = (first, last)
    return found


def _asked(table: exp.Table) -> Days:
    """Return the days that the SELECT around a reference bounds its time to, as far as they are constants."""
    around = table.find_ancestor(exp.Select)
    if around is None or not around.args.get("where"):
        return EVERY_DAY
    time, alias = TABLES[table_of(table.name.lower())].time, table.alias_or_name
    low: datetime | None = None
    high: datetime | None = None
    for part in _conjuncts(around.args["where"].this):
        if not isinstance(part, (exp.GT, exp.GTE, exp.LT, exp.LTE)):
            continue
        column, value = part.left, _moment(part.right)
        if (
            value is None
            or not isinstance(column, exp.Column)
            or (column.table, column.name) != (alias, time)
        ):
            continue
        if isinstance(part, (exp.GT, exp.GTE)):
            low = value if low is None else max(low, value)
        else:
            high = value if high is None else min(high, value)
    return (low.date() if low else None, high.date() if high else None)


def _conjuncts(node: exp.Expr) -> list[exp.Expr]:
    node = node.unnest()
    if isinstance(node, exp.And):
        return [*_conjuncts(node.left), *_conjuncts(node.right)]
    return [node]


def _moment(node: exp.Expr) -> datetime | None:
    """Return the moment that a constant is."""
    node = node.unnest()
    if isinstance(node, exp.Cast) and node.is_type(exp.DType.TIMESTAMPTZ):
        if isinstance(node.this, exp.Cast):
            return _moment(node.this)
        if isinstance(node.this, exp.Literal) and node.this.is_string:
            try:
                return datetime.fromisoformat(node.this.name).astimezone(UTC)
            except ValueError:
                return None
    return None


def between(begin: datetime, end: datetime) -> tuple[date, date]:
    """Return the days of a range, a day wider on both sides where a clock's rounding could matter."""
    return (begin.astimezone(UTC) - timedelta(milliseconds=1)).date(), end.astimezone(UTC).date()
