"""`tables` is the dictionary: every table that SQL may ask for, every column with its sentence."""

from __future__ import annotations

import json

import pytest

from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli
from aurorascope.store.schemas import TABLES

SHOWN = [table for table in TABLES.values() if not table.hidden]


def output_of(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run_to_exit_code(cli, ["tables", *arguments]) == Ending.WELL
    return capfd.readouterr().out


def test_every_table_is_listed_and_no_bookkeeping(capfd: pytest.CaptureFixture[str]) -> None:
    listed = [line.split()[0] for line in output_of(capfd).splitlines()[:-2]]
    assert listed == [table.name for table in SHOWN]


def test_json_holds_every_column_with_its_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    told = {table["name"]: table["columns"] for table in json.loads(output_of(capfd, "--output", "json"))}
    assert {name: [c["name"] for c in columns] for name, columns in told.items()} == {
        table.name: list(table.column_names) for table in SHOWN
    }
    assert all(column["doc"].endswith(".") for columns in told.values() for column in columns)


def test_one_table_is_a_page_of_its_columns(capfd: pytest.CaptureFixture[str]) -> None:
    page = output_of(capfd, "deadlocks")
    assert [line.split()[0] for line in page.splitlines()[2:]] == list(TABLES["deadlocks"].column_names)


def test_an_unknown_table_is_answered_with_the_nearest(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_to_exit_code(cli, ["tables", "deadlock"]) == Ending.USAGE
    assert capfd.readouterr().err == "aurorascope: no table 'deadlock'; did you mean deadlocks?\n"
