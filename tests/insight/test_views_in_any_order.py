"""A view's rows do not hang on the order in which its tables' rows are read: every tie is broken, every order whole."""

from __future__ import annotations

from functools import cache

import pyarrow as pa
import pytest
from alike import alike, canon, one_form
from filled import filled
from memory import Memory

from aurorascope.insight.views import derived_names, load_view, view_names
from aurorascope.model.filter import Filter
from aurorascope.store.schemas import TABLES

NEAR = ("ts", "started_at", "observed_at", "valid_from")
CUT = ("top", "page")


@cache
def stores() -> tuple[Memory, Memory]:
    """The same rows twice, many of one moment and of one value, the second time in another order."""
    made = filled().roll_up("source = 's1'"), filled().roll_up("source = 's1'")
    for place, memory in enumerate(made):
        for table in (one for one in TABLES.values() if not one.derived):
            times = [name for name in NEAR if name in table.column_names]
            rounded = [f"{name} = time_bucket(INTERVAL 10 MINUTE, {name})" for name in times]
            if table.name == "metrics":
                rounded.append("value = value % 3")
            if rounded:
                memory.connection.execute(f"UPDATE {table.name} SET {', '.join(rounded)}")
            if place:
                memory.connection.execute(f"CREATE TEMP TABLE held AS FROM {table.name} ORDER BY hash(rowid)")
                memory.connection.execute(f"DELETE FROM {table.name}; INSERT INTO {table.name} FROM held")
                memory.connection.execute("DROP TABLE held")
        memory.keep()
    return made


def rows_of(found: pa.Table) -> list[tuple[object, ...]]:
    return list(zip(*(column.to_pylist() for column in found.columns), strict=True))


def told(memory: Memory, name: str, cut: int | None) -> list[object]:
    view = load_view(name)
    values = {word: cut for word in CUT if word in view.params and cut is not None}
    return [
        one_form(row) for row in rows_of(memory.query(*view.render(Filter(), values, tuple(view.groups)[:2])))
    ]


@pytest.mark.parametrize("cut", [None, 3])
def test_rows_read_in_another_order_give_the_same_view(cut: int | None) -> None:
    one, other = stores()
    asked = [name for name in view_names() if cut is None or set(CUT) & set(load_view(name).params)]
    assert len(asked) > 20
    assert [name for name in asked if not alike(told(one, name, cut), told(other, name, cut))] == []


@pytest.mark.parametrize("name", derived_names())
def test_rows_read_in_another_order_give_the_same_derived_table(name: str) -> None:
    one, other = (canon(rows_of(memory.query(f"FROM {name}"))) for memory in stores())
    assert one
    assert alike(one, other)
