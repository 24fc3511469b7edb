"""`store` compacts, retains and checks; what is damaged is said and is exit code 3."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from aurorascope import Store, ingest
from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Told = Callable[..., tuple[Ending, str, str]]

PREFIX = "2026-01-{:02} 03:14:15 UTC:10.0.3.7(51234):app@shop:[12345]:"
LINE = PREFIX + "LOG:  duration: {}.000 ms  statement: SELECT 1\n"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a store of two instances and two days that are long over."""
    folder = tmp_path_factory.mktemp("filled")
    for day in (1, 2):
        for part in (1, 2):
            log = folder / f"{day}-{part}.log"
            log.write_text(LINE.format(day, part) * 3)
            ingest(log, store=folder / "store", instance=f"one-{part}")
    return folder / "store"


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "store"))


@pytest.fixture
def told(store: Path, capfd: pytest.CaptureFixture[str]) -> Told:
    """Give a function that runs `store ...` and returns its ending, stdout and stderr."""

    def run(*arguments: str) -> tuple[Ending, str, str]:
        ending = run_to_exit_code(cli, ["store", *arguments, "--store", str(store)])
        return Ending(ending), *capfd.readouterr()

    return run


def calls(store: Path) -> int:
    return int(Store.open(store).sql("select sum(calls) as calls from statements")["calls"][0])


def test_compaction_changes_no_number(store: Path, told: Told) -> None:
    before = calls(store)
    ending, said, _ = told("compact")
    assert (ending, "statements 2026-01-01: 4 files to 1, 6 rows" in said) == (Ending.WELL, True), said
    assert calls(store) == before == 12
    assert told("compact") == (Ending.WELL, "nothing to compact\n", "")
    assert told("check")[0] == Ending.WELL


def test_retention_takes_raw_rows_but_those_of_open_logs_and_keeps_rollups(store: Path, told: Told) -> None:
    ending, said, _ = told("retain", "--raw-days", "1", "--rollup-days", "36500")
    assert (ending, "files taken out" in said) == (Ending.WELL, True)
    opened = Store.open(store)
    open_ends = opened.sql("select count(*) as n from statements where ts >= '2026-01-02'")["n"][0]
    assert calls(store) == open_ends == 2
    assert opened.sql("select sum(calls) as n from statement_days")["n"][0] == 10


def test_retention_without_sense_is_usage(told: Told) -> None:
    assert told("retain", "--raw-days", "30", "--rollup-days", "10")[0] == Ending.USAGE


def test_a_damaged_file_is_named(store: Path, told: Told) -> None:
    assert told("check")[0] == Ending.WELL
    victim = min(store.glob("tbl=statements/day=*/*.parquet"))
    victim.write_bytes(victim.read_bytes()[:-10])
    ending, _, err = told("check")
    assert (ending, victim.name in err) == (Ending.FINDINGS, True)
