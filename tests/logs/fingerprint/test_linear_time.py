"""A hostile statement costs time in proportion to its length, and no depth of recursion."""

from __future__ import annotations

import time

import polars as pl
import pytest

from aurorascope.logs.fingerprint import fingerprint, fingerprint_column
from aurorascope.logs.fingerprint.statement import LONGEST_STATEMENT

pytestmark = pytest.mark.uncounted

UNITS = (
    "(", "/*", "a in (", "a in (1, ", "+-", "$a$", "'a' \n", "array[", "values (1),", "1.e+", '"a', "--\n",
    "select 1,", "from (", "- ", "with a as (", ";", "E'\\", "'a'\n--\n", 'u&"a" ', "$a", "$a$b", "$a$$", ", ",
    "a join ", "in (1),", "'", "\\", "1_", "((1),", "x.", "=", "*/", "/**/", "set a = ", "[1,", "é", "a'", "null ",
    "is not ", "? ", "$$", "`", "/*! ", "/*+ ", "*/ ", "# '", "select /*+ ",
)  # fmt: skip
LENGTH = 8_000


def seconds(sql: str, engine: str = "postgresql") -> float:
    start = time.process_time()
    found = fingerprint(sql, engine)
    ids, _ = fingerprint_column(pl.Series([sql]), engine)
    assert ids[0] == found.id
    return time.process_time() - start


@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
@pytest.mark.parametrize("unit", UNITS)
def test_four_times_the_length_takes_about_four_times_as_long(unit: str, engine: str) -> None:
    assert grows_in_proportion(unit, engine, LENGTH, 0.05)


@pytest.mark.proof
@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_long_statements_cost_time_in_proportion(engine: str) -> None:
    assert [unit for unit in UNITS if not grows_in_proportion(unit, engine, 12 * LENGTH, 0.2)] == []


def grows_in_proportion(unit: str, engine: str, length: int, spare: float) -> bool:
    most = 8 * seconds(unit * (length // 4 // len(unit)), engine) + spare
    # a busy neighbour slows one reading, and what is quadratic slows every one
    return any(seconds(unit * (length // len(unit)), engine) < most for _ in range(3))


def test_megabytes_are_read() -> None:
    start = time.process_time()
    found = fingerprint("SELECT * FROM t WHERE a IN (" + ", ".join(f"'{n:09}'" for n in range(300_000)) + ")")
    assert found.normalized_sql == "SELECT * FROM t WHERE a IN (?)"
    assert time.process_time() - start < 10


def test_a_statement_beyond_the_longest_is_read_as_cut() -> None:
    sql = "SELECT '" + "x" * LONGEST_STATEMENT + "', a FROM t"
    assert fingerprint(sql).normalized_sql == "SELECT ?"
    ids, _ = fingerprint_column(pl.Series([sql, sql[:LONGEST_STATEMENT]]))
    assert ids[0] == ids[1] == fingerprint(sql).id


def test_a_list_that_is_nested_too_deep_keeps_its_length() -> None:
    sql = "SELECT a IN (1, 2, " * 60 + "3" + ")" * 60
    assert fingerprint(sql).normalized_sql.count("?, ?") == 60 - 41


def test_rows_that_all_differ_are_read_in_proportion() -> None:
    rows = [f"(a{number}, {number})" for number in range(20_000)]
    short, long = (seconds("INSERT INTO t VALUES " + ", ".join(rows[:size])) for size in (5_000, 20_000))
    assert long < 8 * short + 0.2
