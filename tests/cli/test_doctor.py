"""`doctor` says what is missing and what mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from aurorascope import ingest
from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli

LOG = """\
2026-11-19 03:14:15 UTC:10.0.3.7(51234):app@shop:[12345]:LOG:  duration: 12.345 ms  statement: SELECT 1
2026-11-19 03:14:16 UTC::@:[389]:LOG:  parameter "log_min_duration_statement" changed to "10"
"""


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("AURORASCOPE_CONTENT_DIRS", raising=False)
    (tmp_path / "postgresql.log").write_text(LOG)
    ingest(tmp_path / "postgresql.log", store=tmp_path / "store", cluster="orders", instance="one")
    return tmp_path / "store"


def test_what_the_log_holds_and_lacks_is_said(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_to_exit_code(cli, ["doctor", "--store", str(store)]) == Ending.WELL
    said = capfd.readouterr().out
    assert "ok     log of orders/one: 2 entries up to 2026-11-19 03:14:16+00:00" in said
    assert "ok     log_min_duration_statement of orders/one is 10" in said
    assert "watch  no lock_waits in the log of orders/one\n       -> if it should have some, set" in said
    assert "no statements in" not in said


def test_a_missing_store_is_code_3(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_to_exit_code(cli, ["doctor", "--store", str(tmp_path / "none")]) == Ending.FINDINGS
    assert f"act    there is no store at {tmp_path}/none" in capfd.readouterr().out


def test_content_that_cannot_be_loaded_is_code_3(
    store: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AURORASCOPE_CONTENT_DIRS", "/nowhere/at/all")
    assert run_to_exit_code(cli, ["doctor", "--store", str(store)]) == Ending.FINDINGS
    assert "act    content_dirs: /nowhere/at/all" in capfd.readouterr().out
