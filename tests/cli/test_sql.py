"""`sql` prints the rows of one SELECT, exactly, for a person or for a program."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from aurorascope.cli.endings import Ending
from aurorascope.store.store import Store

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    Store.create(tmp_path / "store")
    return tmp_path / "store"


VALUES = """select count(*) as n, 9223372036854775807 as big, 170141183460469231731687303715884105727 as huge,
    timestamptz '2026-11-19 03:14:15.123456Z' as ts, date '2026-11-19' as day, 0.5 as half, null as nothing,
    'nan'::double as nan, [1, 2] as list, true as yes, 'a' || chr(27) || '[2J' as text from statements"""


def test_json_holds_exact_values(aurorascope: Run, store: Path) -> None:
    done = aurorascope("sql", VALUES, "--store", store, "--output", "json")
    assert done.returncode == Ending.WELL, done.stderr
    assert json.loads(done.stdout) == [
        {
            "n": 0,
            "big": 9223372036854775807,
            "huge": 170141183460469231731687303715884105727,
            "ts": "2026-11-19T03:14:15.123456Z",
            "day": "2026-11-19",
            "half": 0.5,
            "nothing": None,
            "nan": None,
            "list": [1, 2],
            "yes": True,
            "text": "a\x1b[2J",
        }
    ]


def test_json_of_no_rows_is_an_empty_array(aurorascope: Run, store: Path) -> None:
    done = aurorascope("sql", "select * from statements", "--store", store, "--output", "json")
    assert json.loads(done.stdout) == []


def test_a_table_aligns_its_columns_and_writes_escapes_out(aurorascope: Run, store: Path) -> None:
    query = "select * from (values (1, 'one' || chr(27)), (20, null)) as t(n, name) order by 1"
    done = aurorascope("sql", "-", "--store", store, stdin=query.encode())
    assert done.stdout.splitlines() == [" n  name", "--  -------", " 1  one\\x1b", "20"]


def test_columns_of_one_name_are_all_there(aurorascope: Run, store: Path) -> None:
    done = aurorascope("sql", "select 1 as a, 2 as a", "--store", store, "--output", "json")
    assert json.loads(done.stdout) == [{"a": 1, "a_2": 2}]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("selec 1", "syntax error"),
        ("select * from statement", "statement"),
        ("drop table statements", "only one SELECT"),
        ("select 1; select 2", "only one SELECT"),
        ("select * from read_text('/etc/passwd')", "/etc/passwd"),
        ("", "only one SELECT"),
    ],
)
def test_what_the_gate_refuses_is_one_sentence_and_code_2(
    aurorascope: Run, store: Path, query: str, says: str
) -> None:
    done = aurorascope("sql", query, "--store", store)
    assert (done.returncode, done.stdout) == (Ending.USAGE, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_more_rows_than_the_limit_are_refused_not_cut(aurorascope: Run, store: Path) -> None:
    done = aurorascope("sql", "select * from range(11)", "--store", store, "--rows", "10")
    assert (done.returncode, "more than 10 rows" in done.stderr) == (Ending.USAGE, True)


def test_a_missing_store_is_said(aurorascope: Run, tmp_path: Path) -> None:
    done = aurorascope("sql", "select 1", "--store", tmp_path / "none")
    assert (done.returncode, "none" in done.stderr) == (Ending.USAGE, True)


def test_csv_holds_no_formula(aurorascope: Run, store: Path) -> None:
    query = "select 'a,\"b' as text, '=1+1' as formula, -5 as number, null as nothing"
    done = aurorascope("sql", query, "--store", store, "--output", "csv")
    assert done.stdout.splitlines() == ["text,formula,number,nothing", '"a,""b",\'=1+1,-5,']
