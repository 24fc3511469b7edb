"""Kill -9 at any moment of runs and compactions: every read sees whole runs, and in the end each run once."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from committing import ENTRIES, RUNS, STATEMENTS

from aurorascope.store.check import check
from aurorascope.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = Path(__file__).with_name("committing.py")
SOURCES = ("first", "second")
WHOLE = """
select
    (select count(*) from statements) as statements, (select count(*) from entries) as entries,
    (select count(*) from runs) as runs, (select coalesce(sum(duration_us), 0) from statements) as total,
    (select coalesce(sum(calls), 0) from statement_days) as by_day,
    (select coalesce(sum(calls), 0) from statement_hours) as by_hour,
    (select count(*) from rolled_statements) as rolled
"""


class Reader(threading.Thread):
    """Reads snapshots as fast as it can and keeps each that does not hold whole runs."""

    def __init__(self, where: str) -> None:
        super().__init__(daemon=True)
        self.store = Store.open(where)
        self.reads = 0
        self.wrong: list[object] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                seen = self.store.snapshot().query(WHOLE).to_pylist()[0]
            except Exception as error:  # noqa: BLE001 - a read that fails is a finding too
                self.wrong.append(error)
                continue
            self.reads += 1
            if not whole(seen):
                self.wrong.append(seen)


def whole(seen: dict[str, int]) -> bool:
    runs = seen["runs"]
    wanted = (runs * STATEMENTS, runs * ENTRIES, runs * sum(range(STATEMENTS)))
    return (seen["statements"], seen["entries"], seen["total"]) == wanted and (
        seen["by_day"] == seen["by_hour"] == seen["rolled"]
    )


def stop_of(store: Store) -> str:
    """The file that tells the writers of a store to stop; one in a bucket has it beside its cache."""
    return f"{store.place.root}.stop"


def start(store: Store, source: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), store.address, source, stop_of(store)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        raise AssertionError(process.communicate()[1])
    return process


def kill_often(store: Store, source: str, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(kills):
        process = start(store, source)
        assert process.stdout is not None
        for _ in range(chance.randrange(4)):
            process.stdout.readline()
        time.sleep(chance.uniform(0, 0.3))
        assert process.poll() is None, process.communicate()[1]
        process.kill()
        process.communicate()


def prove(store: Store, kills: int) -> str:
    """Kill two writers again and again beside a reader; return what was seen, or fail."""
    reader = Reader(store.address)
    reader.start()
    killers = [
        threading.Thread(target=kill_often, args=(store, source, kills // 2, seed))
        for seed, source in enumerate(SOURCES)
    ]
    for killer in killers:
        killer.start()
    for killer in killers:
        killer.join()
    stop = Path(stop_of(store))
    undisturbed = [start(store, source) for source in SOURCES]
    time.sleep(0.5)
    stop.touch()
    for process in undisturbed:
        assert process.communicate(timeout=60)[1] == ""
        assert process.returncode == 0
    reader.stopped.set()
    reader.join()
    assert reader.wrong == []
    seen = store.snapshot().query(WHOLE).to_pylist()[0]
    positions = sum(store.position(source) or 0 for source in SOURCES)
    assert whole(seen)
    assert seen["runs"] == positions * RUNS
    again = 'select source, "offset" from statements group by all having count(*) <> 20'
    assert store.snapshot().query(again).num_rows == 0
    report = check(store)
    assert report.problems == ()
    return (
        f"{kills} kills -9 of two writers that also compact, {store.version()} versions, {positions} runs: "
        f"each run is there once; {reader.reads} reads beside them, none saw part of a run; "
        f"{report.unnamed_files} files of killed runs and compactions are left for `check` to clear"
    )


def test_killed_runs_and_compactions_leave_whole_runs_each_once(store: Store) -> None:
    assert "each run is there once" in prove(store, 6)


@pytest.mark.proof
@pytest.mark.timeout(1800)
def test_kill_200_times(store: Store, proved: Callable[[str], None]) -> None:
    proved(prove(store, 200))
