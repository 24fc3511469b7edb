"""A query in DuckDB's dialect as a tree: values put in, macros and derived tables expanded, names and types resolved."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope
from sqlglot.schema import MappingSchema

from aurorascope.scale.kinds import METADATA
from aurorascope.scale.rewriting import existing
from aurorascope.scale.subset import NotInSubset, refused
from aurorascope.store.relations import SQL_TYPES, STATEMENT_PARTS, shared_views
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DIALECT = "duckdb"
# what `store/duck.py` defines for DuckDB, in terms of what every engine has
MACROS = {
    "time_slot": (
        ("moment", "seconds"),
        "make_timestamptz(epoch_us(moment) // (seconds * 1000000) * (seconds * 1000000))",
    ),
    "duration_bucket": (
        ("us",),
        "CASE WHEN us IS NOT NULL THEN CAST(floor(ln(greatest(us, 1)) / ln(1.02)) AS BIGINT) END",
    ),
}


def read(sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> exp.Query:
    """Return the tree of one SELECT; NotInSubset where it is not one or a name means nothing."""
    tree = parsed(sql)
    bind(tree, params)
    _expand_macros(tree)
    _spread_derived(tree)
    _expand_macros(tree)
    existing(tree)
    try:
        tree = qualify(
            tree,
            schema=_schema(),
            dialect=DIALECT,
            quote_identifiers=True,
            identify=True,
            validate_qualify_columns=True,
        )
    except SqlglotError as error:
        raise NotInSubset(f"the query is not understood: {str(error).splitlines()[0]}") from error
    return typed(tree)


def typed(tree: exp.Query) -> exp.Query:
    """Resolve the types of a tree anew."""
    return annotate_types(tree, schema=_schema(), expression_metadata=METADATA, dialect=DIALECT)


def parsed(sql: str) -> exp.Query:
    """Parse one SELECT."""
    try:
        found = [one for one in sqlglot.parse(sql, dialect=DIALECT) if one is not None]
    except SqlglotError as error:
        raise NotInSubset(f"the query is not understood: {str(error).splitlines()[0]}") from error
    if len(found) != 1 or not isinstance(found[0], exp.Query):
        raise NotInSubset("the query is not one SELECT")
    for table in found[0].find_all(exp.Table):
        if table.args.get("db") or not isinstance(table.this, exp.Identifier):
            raise refused(f"FROM {table.sql(DIALECT)}", "only the tables of the store can be read")
    return found[0]


def base_tables(tree: exp.Query) -> list[exp.Table]:
    """Return the references to tables of the store, as against names that a WITH gives."""
    found: list[exp.Table] = []
    for scope in traverse_scope(tree):
        found += [source for source in scope.sources.values() if isinstance(source, exp.Table)]
    return list({id(one): one for one in found}.values())


def bind(tree: exp.Query, params: Sequence[object] | Mapping[str, object]) -> None:
    """Put values in the places of `$name` and `?`, as literals of their type."""
    position = iter(params if not isinstance(params, dict) else ())
    named: Mapping[str, object] = params if isinstance(params, dict) else {}
    for place in list(tree.find_all(exp.Placeholder)):
        if place.name:
            if place.name not in named:
                raise NotInSubset(f"the query binds ${place.name}, and was given no value for it")
            value = named[place.name]
        else:
            value = next(position)
        place.replace(literal(value))


def literal(value: object) -> exp.Expr:  # noqa: PLR0911 -- one line for each type
    """Return a value as a literal with its type."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, int):
        number = exp.Literal.number(abs(value))
        return exp.Paren(this=exp.Neg(this=number)) if value < 0 else number
    if isinstance(value, float):
        return exp.cast(exp.Literal.string(repr(value)), "DOUBLE", dialect=DIALECT)
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00:00").rjust(32, "0")
        return exp.cast(exp.Literal.string(moment), "TIMESTAMPTZ", dialect=DIALECT)
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "DATE", dialect=DIALECT)
    if isinstance(value, str):
        return exp.Literal.string(value)
    if isinstance(value, (list, tuple)):
        return exp.Array(expressions=[literal(one) for one in value])
    raise refused(f"a value of type {type(value).__name__}")


@cache
def _schema() -> MappingSchema:
    known: dict[str, Any] = {
        name: {column.name: SQL_TYPES[column.type] for column in table.columns}
        for name, table in TABLES.items()
    }
    known |= dict.fromkeys(STATEMENT_PARTS, known["statements"])
    return MappingSchema(known, dialect=DIALECT)


def _expand_macros(tree: exp.Query) -> None:
    for call in list(tree.find_all(exp.Anonymous)):
        macro = MACROS.get(call.name.lower())
        if macro is None:
            continue
        names, text = macro
        given = dict(zip(names, call.expressions, strict=True))
        body = sqlglot.parse_one(text, dialect=DIALECT)
        for column in list(body.find_all(exp.Column)):
            column.replace(exp.paren(given[column.name].copy()))
        call.replace(exp.paren(body))


def _spread_derived(tree: exp.Query) -> None:
    """Put derived tables (logins, sessions ...) in the places of their names, as queries of their own."""
    for table in _named(tree):
        text = shared_views()[table.name.lower()]
        inner = parsed(text)
        _spread_derived(inner)
        table.replace(
            exp.Subquery(
                this=inner,
                alias=table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name)),
                joins=table.args.get("joins"),
            )
        )


def _named(tree: exp.Query) -> list[exp.Table]:
    derived = shared_views()
    return [table for table in base_tables(tree) if table.name.lower() in derived]
