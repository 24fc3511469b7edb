"""A table as CSV: exact, whole, and never a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted_store import HOSTILE

from aurorascope.web.csv_export import FORMULA, cell, lines

if TYPE_CHECKING:
    from flask import Flask

BASE = "http://127.0.0.1:8050"


@given(st.text())
def test_no_text_is_a_formula(text: str) -> None:
    assert not cell(text).lstrip(" ").startswith(FORMULA)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (-5, "-5"),
        (0.25, "0.25"),
        (True, "true"),
        ("=1+1", "'=1+1"),
        ("  @SUM(A1)", "'  @SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("plain", "plain"),
        (["a", "b"], '["a", "b"]'),
        (datetime(2026, 11, 19, 1, 2, 3, 4, tzinfo=UTC), "2026-11-19T01:02:03.000004Z"),
    ],
)
def test_values_are_exact_and_text_is_text(value: object, written: str) -> None:
    assert cell(value) == written


@given(st.lists(st.fixed_dictionaries({"a": st.text(), "b": st.integers()}), max_size=5))
def test_what_is_written_is_read_back(rows: list[dict[str, object]]) -> None:
    text = "".join(lines(["a", "b"], rows))
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[0] == ["a", "b"]
    assert [row[1] for row in read[1:]] == [str(row["b"]) for row in rows]


def test_the_csv_of_a_table_holds_every_row_of_it(served: Flask) -> None:
    answer = served.test_client().get(
        "/csv/statements/rows.csv?_at=/statements&last=all", base_url=BASE, buffered=True
    )
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))
    assert len(rows) == 2_400 + len(HOSTILE)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content_type.startswith("text/csv")


def test_the_csv_keeps_the_readers_filter(served: Flask) -> None:
    answer = served.test_client().get(
        "/csv/statements/rows.csv?_at=/statements&user=report&last=all", base_url=BASE, buffered=True
    )
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))
    assert {row["user_name"] for row in rows} == {"report"}


def test_no_cell_of_a_hostile_log_is_a_formula(served: Flask) -> None:
    answer = served.test_client().get(
        "/csv/log/rows.csv?_at=/log&last=all&severity=ERROR", base_url=BASE, buffered=True
    )
    cells = [
        value for row in csv.reader(io.StringIO(answer.get_data(as_text=True), newline="")) for value in row
    ]
    assert any("HYPERLINK" in value for value in cells)
    assert [value for value in cells if value.lstrip(" ").startswith(FORMULA)] == []


@pytest.mark.parametrize(
    "path", ["/csv/queries/nothing.csv", "/csv/nothing/top.csv", "/csv/queries/top.csv?_at=/errors"]
)
def test_a_table_that_is_not_there_is_said_to_be_so(served: Flask, path: str) -> None:
    assert served.test_client().get(path, base_url=BASE, buffered=True).status_code == 404
