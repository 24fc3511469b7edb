"""`checks` finds, proves and silences, in the process of the test: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aurorascope.checks.case_rows import at, cluster, instance
from aurorascope.checks.casework import fill
from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli
from aurorascope.model.finding import Case
from aurorascope.store.store import Store

CASE = Case(
    "bad",
    {
        "topology": [cluster(StorageEncrypted=False), instance(), instance("shop-2")],
        "entries": [{"ts": at(600), "severity": "LOG", "message": "checkpoint"}],
    },
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    made = Store.create(tmp_path / "store")
    fill(made, [("111122223333", CASE)])
    return made


def test_a_finding_is_told_then_silenced(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run = ["checks", "run", "exposure", "--store", str(store.path), "--output", "json", "--save"]
    assert run_to_exit_code(cli, run) == Ending.FINDINGS
    out, err = capsys.readouterr()
    assert [(row["check"], row["subject"], row["severity"]) for row in json.loads(out)] == [
        ("exposure", "encryption at rest", "act")
    ]
    assert "1 findings are kept" in err
    silence = ["checks", "acknowledge", "exposure", "--store", str(store.path), "--cluster", "shop"]
    assert run_to_exit_code(cli, [*silence, "--reason", "it moves next month"]) == Ending.USAGE
    assert "a silence must end" in capsys.readouterr().err
    assert run_to_exit_code(cli, [*silence, "--reason", "it moves next month", "--for", "30d"]) == Ending.WELL
    assert "exposure on shop: silent until" in capsys.readouterr().out
    assert run_to_exit_code(cli, run) == Ending.WELL


def test_the_names_of_checks_are_known(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_to_exit_code(cli, ["checks", "run", "exposur", "--store", str(store.path)]) == Ending.USAGE
    assert "did you mean exposure?" in capsys.readouterr().err
    assert (
        run_to_exit_code(cli, ["checks", "list", "exposure", "deadlocks", "--output", "csv"]) == Ending.WELL
    )
    assert capsys.readouterr().out.count("\n") == 3


def test_cases_are_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert run_to_exit_code(cli, ["checks", "test", "exposure"]) == Ending.WELL
    assert "3 cases, 0 are not as their file says" in capsys.readouterr().out
