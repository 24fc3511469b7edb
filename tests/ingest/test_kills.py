"""An ingest that is killed leaves no trace; the same again gives the rows of an undisturbed run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_runs import DATA, rows, take

from aurorascope import Store
from aurorascope.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

COPIES = 400  # of the small log, each a minute later: about 2 MB, some 100 ms of work after the start-up


def big_log(path: Path) -> None:
    with path.open("wb") as file:
        for copy in range(COPIES):
            day, hour = 1 + copy // 24, copy % 24
            file.write(DATA.replace(b"2026-11-19 03:", f"2026-11-{day:02d} {hour:02d}:".encode()))


def start(store: Path, log: Path) -> subprocess.Popen[bytes]:
    named = f"{str(log)!r}, store={str(store)!r}, cluster='c', instance='i'"
    code = f"from aurorascope import ingest; ingest({named})"
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL, start_new_session=True)


def kill_at(process: subprocess.Popen[bytes], seconds: float, *, everything: bool) -> None:
    """Kill the parent, or it and its workers, after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.002)
    if everything:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)  # the group is the one that was started for this run
    else:
        process.kill()
    process.wait()


class Watcher(threading.Thread):
    """Counts the rows of a store again and again; every count must be one of those allowed."""

    def __init__(self, store: Path) -> None:
        super().__init__(daemon=True)
        self.store = store
        self.seen: Counter[tuple[int, int]] = Counter()
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            try:
                store = Store.open(self.store)
            except StoreError:
                time.sleep(0.01)
                continue
            query = "select (select count(*) from statements) s, (select count(*) from entries) e"
            row = store.snapshot().query(query).to_pylist()[0]
            self.seen[row["s"], row["e"]] += 1
            time.sleep(0.01)


def prove(tmp_path: Path, kills: int, seed: int, say: Callable[[str], None]) -> None:
    log = tmp_path / "postgresql.log"
    big_log(log)
    began = time.monotonic()
    take(tmp_path / "undisturbed", log)
    length = time.monotonic() - began
    expected = rows(tmp_path / "undisturbed")
    chance = random.Random(seed)
    survived = 0
    watcher = Watcher(tmp_path / "killed")
    watcher.start()
    for number in range(kills):
        process = start(tmp_path / "killed", log)
        kill_at(process, chance.uniform(0, 1.2 * length), everything=bool(number % 2))
        survived += process.returncode == 0
    take(tmp_path / "killed", log)
    watcher.done.set()
    watcher.join()
    assert rows(tmp_path / "killed") == expected
    whole = (len(expected["statements"]), len(expected["entries"]))
    assert set(watcher.seen) <= {(0, 0), whole}, "a reader saw half a run"
    say(f"{kills} kills of ingest, {survived} runs ended before; then the rows of an undisturbed run")
    say(f"a reader beside it looked {sum(watcher.seen.values())} times: {watcher.seen[0, 0]} empty, "
        f"{watcher.seen[whole]} whole, 0 anything else")  # fmt: skip


def test_a_killed_ingest_leaves_no_trace(tmp_path: Path) -> None:
    prove(tmp_path, 4, seed=7, say=lambda _: None)


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_200_kills_of_ingest_leave_no_trace(tmp_path: Path, proved: Callable[[str], None]) -> None:
    prove(tmp_path, 200, seed=11, say=proved)


def test_workers_end_and_clean_up_when_their_parent_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "postgresql.log"
    big_log(log)
    process = start(tmp_path / "store", log)
    kill_at(process, 0.9, everything=False)
    assert ends(process.pid), "a worker outlived its parent"


@pytest.mark.parametrize("forked", [False, True])
def test_a_killed_worker_ends_the_run_and_the_other_cleans_up(tmp_path: Path, *, forked: bool) -> None:
    log = tmp_path / "postgresql.log"
    big_log(log)
    store = tmp_path / "store"
    code = f"from aurorascope import ingest; ingest({str(log)!r}, store={str(store)!r}, workers=2)"
    command = [sys.executable, "-c", code]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    worker = child_of(process.pid)
    second = child_of(worker)
    os.kill(second if forked else worker, signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    assert "a worker process ended before its work was done" in said
    assert process.returncode == 1
    assert ends(process.pid), "a worker outlived its parent"
    assert Store.open(store).version() == 0
    others = {path.name.split("-")[2] for path in store.rglob("*.parquet")} - {"1" if forked else "0"}
    assert not others, "what a killed worker wrote is left to `check`; the other removes its own"


def child_of(pid: int) -> int:
    """Wait for a process to have a child, and return it."""
    while True:
        if children := Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            return int(children[0])
        time.sleep(0.002)


def ends(group: int) -> bool:
    """Wait until a process group has no process left."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_two_writers_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    log = tmp_path / "postgresql.log"
    big_log(log)
    take(tmp_path / "one", log)
    both = [start(tmp_path / "two", log) for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert rows(tmp_path / "two") == rows(tmp_path / "one")
