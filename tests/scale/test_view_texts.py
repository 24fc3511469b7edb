"""The shared views' text for Athena and Spark SQL is golden: made of today's views by today's rules, in the subset."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from aurorascope.insight.views import load_view
from aurorascope.scale.shared import mark_of, mark_of_code, names, text_of, texts
from aurorascope.scale.subset import NotInSubset
from aurorascope.store.schemas import TABLES

GOLDEN = Path(__file__).parents[2] / "docs" / "engines"
PARSED_BY = {"athena": "trino", "spark": "spark"}
ENTRY = re.compile(r"^-- (\w+) ([0-9a-f]{16})\n(.*?)(?=^-- \w+ [0-9a-f]{16}\n|\Z)", re.MULTILINE | re.DOTALL)
WRITE = "`make docs` writes the texts anew"
# long, short, with lists, with JSON, with percentiles, with windows: the proof does all
SAMPLE = (
    "alert_rule_list",
    "cells",
    "costs",
    "deadlock_participants",
    "metrics_moved",
    "queries_top",
    "sessions_by",
)
# what only DuckDB says, or says with another meaning; other engines must never be sent it
DUCKDB_ALONE = (
    "epoch_us", "make_timestamptz", "quantile", "list_", "time_bucket", "time_slot", "duration_bucket", "arg_max",
    "arg_min", "asof join", "qualify", "exclude (", "::", "//", "strftime", "string_agg", "approx_", "->>",
    "semi join", "anti join", "$f_", "group by all", "struct_pack", "recursive", "using (",
)  # fmt: skip


@cache
def golden(engine: str) -> dict[str, tuple[str, str]]:
    """Read each view's mark and text."""
    told = (GOLDEN / f"{engine}.sql").read_text(encoding="utf-8")
    return {name: (mark, text.strip()) for name, mark, text in ENTRY.findall(told)}


@pytest.mark.parametrize("engine", PARSED_BY)
def test_the_golden_text_is_of_todays_views_and_rules(engine: str) -> None:
    first = (GOLDEN / f"{engine}.sql").read_text(encoding="utf-8").partition("\n")[0]
    assert first.endswith(mark_of_code()), WRITE
    assert {name: mark for name, (mark, _) in golden(engine).items()} == {
        name: mark_of(name) for name in names()
    }, WRITE


@pytest.mark.parametrize("name", [name for name in SAMPLE if name in names()])
def test_a_text_made_now_is_the_golden_one(name: str) -> None:
    made = texts(name)
    assert {engine: f"{made[engine]};" for engine in PARSED_BY} == {
        engine: golden(engine)[name][1] for engine in PARSED_BY
    }, WRITE


@pytest.mark.parametrize("engine", PARSED_BY)
def test_no_text_says_what_only_duckdb_means(engine: str) -> None:
    said = {name: text.lower() for name, (_, text) in golden(engine).items()}
    found = {name: [word for word in DUCKDB_ALONE if word in text] for name, text in said.items()}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("engine", PARSED_BY)
@pytest.mark.parametrize("name", ["alarms_fired", "errors_top", "statement_kinds"])
def test_another_parser_reads_a_text_as_one_select(engine: str, name: str) -> None:
    found = sqlglot.parse(golden(engine)[name][1], dialect=PARSED_BY[engine])
    assert isinstance(found[0], exp.Query)
    assert found[1:] in ([], [None])


def test_most_views_are_in_the_shared_set_and_the_docs_name_the_others() -> None:
    without = {name for name, (_, text) in golden("athena").items() if not text}
    page = (GOLDEN.parent / "engines.md").read_text(encoding="utf-8")
    assert len(without) * 8 < len(names())
    assert all(f"| `{name}` | " in page for name in without)
    with pytest.raises(NotInSubset, match="Athena reads a WITH anew"):
        text_of("lock_chains", "athena")


def test_every_table_is_read_from_its_own_partition_of_the_one_delta_table() -> None:
    for name, (_, text) in golden("athena").items():
        assert text.count("FROM store\n") == text.count("WHERE tbl = '"), name


def test_a_table_of_events_is_read_by_its_days_wherever_the_view_bounds_its_time() -> None:
    """Of derived tables the days are those of the page, which every query of a page is given."""
    found = {name: _bounded_tables(name) for name in names()}
    short = [
        (name, table)
        for name, tables in found.items()
        for table in tables
        if golden("athena")[name][1]
        and f"WHERE tbl = '{table}' AND (day BETWEEN DATE '2026-11-19'" not in golden("athena")[name][1]
    ]
    assert short == []
    assert sum(map(bool, found.values())) > 40


def _bounded_tables(name: str) -> set[str]:
    """Return the tables that a view reads within the range wherever it reads them."""
    body = load_view(name).body
    held = {
        one
        for one in re.findall(r"\b(?:FROM|JOIN) (\w+)\b", body)
        if one in TABLES and not TABLES[one].derived
    }
    return {
        one
        for one in held
        if TABLES[one].time == "ts"
        and len(re.findall(rf"\b(?:FROM|JOIN) {one}\b", body))
        == len(re.findall(rf"FROM {one}\s+WHERE {{where:{one}}}", body))
        and f"{{cells:{one}}}" not in body
    }
