"""Units, SQL, trees, addresses: small pure parts of the pages."""

from __future__ import annotations

import doctest
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted_store import HOSTILE

from aurorascope.catalog import load_pages
from aurorascope.insight.views import view_names
from aurorascope.web import attributes, sqltext, units
from aurorascope.web.jump import destination
from aurorascope.web.routes import page_at
from aurorascope.web.state import PageState
from aurorascope.web.trees import in_order

PAGES: Any = load_pages()


@pytest.mark.parametrize("module", [units, attributes])
def test_the_examples_in_the_documentation_hold(module: Any) -> None:
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0


@given(
    st.none() | st.integers() | st.floats(allow_nan=False) | st.text() | st.booleans(),
    st.sampled_from(
        ["text", "code", "count", "number", "us", "bytes", "kb", "share", "percent", "ts", "yesno", "list"]
    ),
)
def test_any_value_has_a_text_in_any_unit(value: Any, unit: Any) -> None:
    assert isinstance(units.text_of(value, unit), str)


def test_the_page_in_the_manual_is_a_page() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "dashboards.md").read_text(encoding="utf-8")
    found: dict[str, Any] = {}
    exec(manual.split("```python\n")[1].split("```")[0], found)  # noqa: S102  our own manual
    assert found["PAGE"].panels
    assert {panel.view for panel in found["PAGE"].panels} <= set(view_names())


def test_a_missing_number_is_not_a_zero() -> None:
    assert units.text_of(None, "count") != units.text_of(0, "count")


@pytest.mark.parametrize(
    "sql",
    [
        "select " + "(" * 3_000,
        "select " + ",".join(["a"] * 20_000),
        "select '" + "x" * 1_000_000,
        "case when " * 900,
        "/*" * 3_000,
        "select 1;" * 2_000,
        "$$" * 2_000,
        "".join(HOSTILE),
        "begin " * 1_000,
    ],
    ids=range(9),
)
def test_no_statement_takes_long_to_lay_out(sql: str) -> None:
    begun = time.thread_time()
    sqltext.block(sql, "x")
    assert time.thread_time() - begun < 2.0


@given(st.text(max_size=300))
def test_colouring_keeps_every_character(sql: str) -> None:
    parts = [part if isinstance(part, str) else part.children for part in sqltext.coloured(sql)]
    assert "".join(parts).replace("\r\n", "\n").replace("\r", "\n") == sql.replace("\r\n", "\n").replace(
        "\r", "\n"
    )


@given(st.lists(st.tuples(st.integers(0, 8), st.none() | st.integers(0, 8)), max_size=12))
def test_a_tree_draws_every_row_once_whatever_its_circles(pairs: list[tuple[int, int | None]]) -> None:
    rows = [{"id": one, "parent": parent, "name": str(number)} for number, (one, parent) in enumerate(pairs)]
    drawn = [row["name"].replace("└", "").strip() for row in in_order(rows, "name")]
    assert sorted(drawn) == sorted(row["name"] for row in rows)


def test_a_child_stands_below_its_parent() -> None:
    rows = [{"id": 2, "parent": 1, "name": "b"}, {"id": 1, "parent": None, "name": "a"}]
    assert [row["name"] for row in in_order(rows, "name")] == ["a", "└ b"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "overview"),
        ("/queries", "queries"),
        ("/queries/", "queries"),
        ("/queries/a%2Fb", "queries.fingerprint"),
    ],
)
def test_an_address_is_its_page(path: str, name: str) -> None:
    found = page_at(PAGES, path)
    assert found is not None
    assert found[0].name == name


@pytest.mark.parametrize("path", ["/nothing", "/queries/a/b", "//evil.example/"])
def test_other_addresses_are_none(path: str) -> None:
    assert page_at(PAGES, path) is None


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("A1B2C3D4E5F60718", "/queries/a1b2c3d4e5f60718?user=app"),
        ("vacu", "/vacuums?user=app"),
        ("duplicate key", "/log?user=app&q=duplicate+key"),
        ("<script>", "/log?user=app&q=%3Cscript%3E"),
    ],
)
def test_the_search_box_leads_to_what_was_typed(typed: str, leads: str) -> None:
    assert destination(typed, PAGES, PageState.of("?user=app")) == leads
