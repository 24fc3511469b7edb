"""Episodes and sessions are made of what the log shows and of nothing else: cases/*.toml, run by one test."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from memory import at

from aurorascope.insight.views import derived_names
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from memory import Memory

CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['fact']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("rolled", ["false", "true"])
@pytest.mark.parametrize(("table", "case"), CASES)
def test_rows_of_a_log_make_exactly_these(
    memory: Memory, table: str, case: dict[str, Any], rolled: str
) -> None:
    for name, rows in case.items():
        if name in TABLES:
            memory.add(name, *rows)
    memory.roll_up(rolled)
    time = TABLES[table].time
    found = memory.rows(
        f'SELECT * FROM {table} ORDER BY {time}, instance, "{TABLES[table].columns[-1].name}"'
    )
    assert len(found) == len(case["expect"]), found
    for row, expected in zip(found, case["expect"], strict=True):
        shown = {name: row[name] for name in expected}
        assert shown == {name: _value(name, value) for name, value in expected.items()}


def _value(name: str, value: object) -> object:
    if value == "null":
        return None
    return at(value) if name.endswith("_at") and isinstance(value, int | float) else value


def test_each_derived_table_of_the_schemas_has_its_file() -> None:
    assert set(derived_names()) == {table.name for table in TABLES.values() if table.derived}


@pytest.mark.parametrize("table", derived_names())
def test_a_derived_table_has_exactly_the_columns_of_its_schema(memory: Memory, table: str) -> None:
    found = memory.query(f"SELECT * FROM {table}").schema
    types = {"timestamp": "timestamp[us, tz=UTC]", "text": "string", "bigint": "int64", "boolean": "bool"}
    types |= {"double": "double", "json": "string"}
    assert [(field.name, str(field.type)) for field in found] == [
        (column.name, types[column.type]) for column in TABLES[table].columns
    ]
