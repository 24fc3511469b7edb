"""Which shared views other engines answer, with their text; and of the others, why not."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2s
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.insight.views import derived_names, load_view, view_names
from aurorascope.model.filter import Filter
from aurorascope.scale.queries import WRITERS, resolved, translate, written
from aurorascope.scale.subset import NotInSubset
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from sqlglot import exp

    from aurorascope.scale.queries import Translated

DAY = Filter(begin=datetime(2026, 11, 19, tzinfo=UTC), end=datetime(2026, 11, 20, tzinfo=UTC))
"""The range that golden texts and the docs are of."""
HERE = Path(__file__).parent
RULES = (
    "kinds",
    "reading",
    "rewriting",
    "writing",
    "functions",
    "trino",
    "spark_sql",
    "queries",
    "relations",
)
"""The files that decide what a text says."""
SPARK_CANNOT = {
    "process_rows": "a scalar subquery in the condition of a join (UNSUPPORTED_CORRELATED_SCALAR_SUBQUERY)",
}
"""Views whose text Spark 4.1 accepts and cannot plan, with what it says; Athena's text is not concerned."""


def names() -> tuple[str, ...]:
    """Return every shared view, derived tables among them."""
    return tuple(sorted({*view_names(), *derived_names()}))


def asked(name: str, chosen: Filter = DAY) -> tuple[str, dict[str, object]]:
    """Return a view's query under a filter, with the defaults of its values and its first two groups."""
    if name in derived_names():
        return f"SELECT {', '.join(_quoted(one) for one in TABLES[name].column_names)} FROM {name}", {}
    view = load_view(name)
    return view.render(chosen, {}, tuple(view.groups)[:2])


def text_of(name: str, engine: str, source: str = "store", chosen: Filter = DAY) -> Translated:
    """Return a view's text for an engine; NotInSubset says why there is none."""
    sql, values = asked(name, chosen)
    return translate(sql, values, engine=engine, source=source)


def texts(name: str) -> dict[str, str | NotInSubset]:
    """Return a view's text for every engine, or the reason why there is none; all are made of one tree."""
    sql, values = asked(name)
    try:
        tree = resolved(sql, values)
    except NotInSubset as error:
        return dict.fromkeys(WRITERS, error)
    return {engine: _text_or_reason(tree.copy(), engine) for engine in WRITERS}


def _text_or_reason(tree: exp.Query, engine: str) -> str | NotInSubset:
    try:
        return written(tree, engine=engine, source="store").text
    except NotInSubset as error:
        return error


def mark_of_code() -> str:
    """Return what changes with our rules and with the columns of the tables."""
    told = [(HERE / f"{name}.py").read_text(encoding="utf-8") for name in RULES]
    told += [
        f"{table.name} {one.stored_name} {one.name} {one.type}"
        for table in TABLES.values()
        for one in table.columns
    ]
    return blake2s("\n".join(told).encode(), digest_size=8).hexdigest()


def mark_of(name: str) -> str:
    """Return what changes with a view's query."""
    sql, values = asked(name)
    return blake2s(f"{sql}\n{sorted(map(repr, values.items()))}".encode(), digest_size=8).hexdigest()


def _quoted(name: str) -> str:
    return f'"{name}"'
