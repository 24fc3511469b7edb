"""On a log whose truth is known, the views say the truth; what is costly to make is made once."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

from aurorascope.ingest.run import ingest
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter
from aurorascope.store.relations import KEPT
from aurorascope.store.store import Store

if TYPE_CHECKING:
    from aurorascope.store.snapshot import Snapshot

GENERATE = Path(__file__).parents[1] / "benchmarks" / "generate.py"
EVERYTHING = Filter(show_noise=True)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("generated")
    made = folder / "postgresql.log"
    command = [sys.executable, str(GENERATE), "--bytes", "2MB", "--seed", "5", "--out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    ingest([str(made)], store=folder / "store")
    truth: dict[str, Any] = json.loads((folder / "postgresql.log.truth.json").read_text())
    return folder / "store", truth


@pytest.fixture
def snapshot(log: tuple[Path, dict[str, Any]]) -> Snapshot:
    return Store.open(log[0]).snapshot()


@pytest.fixture
def truth(log: tuple[Path, dict[str, Any]]) -> dict[str, Any]:
    return log[1]


def test_the_totals_are_the_truth(snapshot: Snapshot, truth: dict[str, Any]) -> None:
    [total] = run_view(snapshot, "totals", EVERYTHING).to_pylist()
    assert total["entries"] == truth["entries"]
    assert total["calls"] == truth["statements"]["calls"]
    assert total["sum_us"] == truth["statements"]["duration_us"]
    severities = truth["entries_by_severity"]
    assert total["errors"] == severities["ERROR"] + severities["FATAL"] + severities.get("PANIC", 0)


def test_each_entry_of_the_log_is_one_row_of_log_entries(snapshot: Snapshot, truth: dict[str, Any]) -> None:
    found = run_view(snapshot, "entries_by_severity", EVERYTHING).to_pylist()
    assert {row["severity"]: row["entries"] for row in found} == truth["entries_by_severity"]
    twice = 'SELECT source, "offset" FROM log_entries GROUP BY ALL HAVING count(*) > 1'
    assert snapshot.query(twice).num_rows == 0


def test_each_phase_and_each_hour_has_its_time(snapshot: Snapshot, truth: dict[str, Any]) -> None:
    phases = run_view(snapshot, "phases", EVERYTHING).to_pylist()
    assert {row["phase"]: (row["logged"], row["sum_us"]) for row in phases} == {
        phase: (said["lines"], said["duration_us"]) for phase, said in truth["statements"]["by_phase"].items()
    }
    hours = run_view(snapshot, "queries_over_time", EVERYTHING, bucket_us=3_600_000_000).to_pylist()
    assert {f"{row['bucket']:%Y-%m-%dT%H}": row["sum_us"] for row in hours} == {
        hour: said["duration_us"] for hour, said in truth["statements"]["by_hour"].items()
    }


def test_the_families_are_the_shapes_and_share_all_the_time(
    snapshot: Snapshot, truth: dict[str, Any]
) -> None:
    rows = run_view(snapshot, "queries_top", EVERYTHING, top=100_000).to_pylist()
    assert sum(row["calls"] for row in rows) == truth["statements"]["calls"]
    assert sum(row["share"] for row in rows) == pytest.approx(1)
    assert all(
        row["p50_us"] <= row["p95_us"] <= row["p99_us"] <= row["max_us"] for row in rows if row["p50_us"]
    )


def test_episodes_and_sessions_are_made_once_however_many_panels_ask(
    log: tuple[Path, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = Store.open(log[0]).snapshot()
    made: list[str] = []
    cursor = type(snapshot._instance).cursor

    class Counting:
        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self.inner.close()

        def execute(self, sql: str) -> Any:
            made.extend([sql.split()[4]] if sql.startswith("create or replace table kept_") else [])
            return self.inner.execute(sql)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

    monkeypatch.setattr(
        type(snapshot._instance), "cursor", lambda self, schema: Counting(cursor(self, schema))
    )
    panels = [("locks_by_mode", ()), ("sessions_by", ("user",)), ("lock_rows", ()), ("session_lengths", ())]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda panel: run_view(snapshot, panel[0], EVERYTHING, by=panel[1]), panels))
    assert sorted(made) == sorted(f"kept_{name}" for name in KEPT)
    episodes = snapshot.query("SELECT count(*) AS n FROM lock_episodes").to_pylist()[0]["n"]
    assert episodes == sum(done[0].column("lock_waits").to_pylist()) > 0
