"""The same logs by one process, by the pool, and by a Spark whose Python workers are killed: equal, row for row."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from mixed_logs import ROOT, written
from stored_rows import contents, positions, versions

from aurorascope import Store, ingest
from aurorascope.ingest.alone import Alone
from aurorascope.model.errors import OutsideError
from aurorascope.scale.session import spark_context
from aurorascope.scale.spark import SparkExecutor
from aurorascope.store.check import check

pytestmark = [
    pytest.mark.proof,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # py4j leaves sockets open
]

BYTES = int(os.environ.get("AURORASCOPE_PROOF_BYTES", str(2 * 10**9)))
MADE = ROOT / "bench-data" / "mixed"
KILLS = max(3, BYTES // 10**8)
SETTINGS = {
    "spark.master": "local[4,100]",
    "spark.driver.memory": "1g",
    "spark.python.worker.reuse": "true",
    "spark.speculation": "true",
    "spark.speculation.interval": "200ms",
    "spark.speculation.multiplier": "1.2",
    "spark.speculation.quantile": "0.3",
}
WORKER = re.compile(r"pyspark[./](?:daemon|worker)")


class Killer(threading.Thread):
    """Ends Python workers of this process's own Spark in the middle of their work, `most` of them.

    One that is chosen dies when it has worked for so long that it has read blocks and written files; to count
    in seconds of the clock would, on a busy machine, kill all before they have done anything.
    """

    def __init__(self, seed: int, *, most: int, cpu: float) -> None:
        super().__init__(daemon=True)
        self.chance = random.Random(seed)
        self.most = most
        self.cpu = cpu
        self.killed = 0
        self.done = threading.Event()

    def run(self) -> None:
        due = self.chance.uniform(0, self.cpu)
        before: dict[int, float] = {}
        while self.killed < self.most and not self.done.wait(0.05):
            now = {pid: worked(pid) for pid in descendants(os.getpid()) if is_worker(pid)}
            busy = [pid for pid, cpu in now.items() if cpu - before.setdefault(pid, cpu) > due]
            if busy:
                chosen = self.chance.choice(busy)
                with suppress(ProcessLookupError):  # it has ended by itself
                    os.kill(chosen, signal.SIGKILL)
                    self.killed += 1
                due = self.chance.uniform(0, self.cpu)
                before = now


def worked(pid: int) -> float:
    """Return the CPU seconds of a process."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process started, and those that they started."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # it has ended
            for child in (task / "children").read_text().split():
                yield int(child)
                yield from descendants(int(child))


def is_worker(pid: int) -> bool:
    """Tell whether a process is one that Spark's daemon forked for tasks, and not the daemon itself."""
    try:
        said = Path(f"/proc/{pid}/cmdline").read_text()
        parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
        return bool(WORKER.search(said) and WORKER.search(Path(f"/proc/{parent}/cmdline").read_text()))
    except OSError:
        return False


@contextmanager
def killing(*, most: int, cpu: float) -> Iterator[Killer]:
    killer = Killer(9, most=most, cpu=cpu)
    killer.start()
    try:
        yield killer
    finally:
        killer.done.set()
        killer.join()


def cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def tasks_of(context: Any) -> tuple[int, int]:
    """Return how many tasks the jobs of a context had, and how many doings of one failed."""
    said = [context.statusTracker().getStageInfo(stage) for stage in range(10_000)]
    return sum(one.numTasks for one in said if one), sum(one.numFailedTasks for one in said if one)


@pytest.mark.timeout(14400)
def test_three_executors_make_the_same_store(tmp_path: Path, proved: Callable[[str], None]) -> None:
    kinds = written(MADE / str(BYTES), BYTES)
    logs = [str(MADE / str(BYTES))]
    said = ", ".join(f"{kind} {size / 1e6:,.0f}" for kind, size in kinds.items())
    proved(f"{sum(kinds.values()) / 1e6:,.0f} MB of logs as they lie there (MB: {said})")
    began = cpu_seconds()
    ingest(logs, store=tmp_path / "one", executor=Alone)
    one = contents(tmp_path / "one")
    proved(f"one process: {sum(it.rows for it in one.values()):,} rows in {len(one)} tables")
    ingest(logs, store=tmp_path / "pool", workers=2)
    pool = contents(tmp_path / "pool")
    with spark_context(SETTINGS) as context, killing(most=KILLS, cpu=4.0) as killer:
        ingest(logs, store=tmp_path / "spark", executor=lambda: SparkExecutor(context))
        tasks, failed = tasks_of(context)
        version = context.version
    spark = contents(tmp_path / "spark")
    assert killer.killed > 0
    assert failed > 0
    for table, content in one.items():
        proved(f"  {table:20} {content.rows:>10,} rows  {content.high:x}{content.low:x}")
    assert pool == one
    proved("the pool: the same rows in every table (the sums of the rows' 128-bit digests are equal)")
    assert spark == one
    proved(
        f"Spark {version}, {SETTINGS['spark.master']}, speculation on: the same rows in every table; "
        f"{killer.killed} Python workers killed with SIGKILL, {tasks} tasks, {failed} "
        "doings of one failed and were done again"
    )
    assert positions(tmp_path / "pool") == positions(tmp_path / "one") == positions(tmp_path / "spark")
    assert versions(tmp_path / "spark") == versions(tmp_path / "one") == 2
    proved(
        f"positions of {len(positions(tmp_path / 'one')):,} marks are equal; each store has one commit of rows"
    )
    left = check(Store.open(tmp_path / "spark"))
    assert not left.problems
    proved(f"store check of Spark's: no problem; {left.unnamed_files} files of lost doings are in no version")
    assert ingest(logs, store=tmp_path / "spark").entries == 0
    proved("the same logs again, by the pool, into the store that Spark made: nothing new")
    proved(f"{cpu_seconds() - began:,.0f} CPU seconds for all (workers that were killed are not counted)")


def test_a_task_that_may_not_be_tried_again_ends_the_run(
    tmp_path: Path, proved: Callable[[str], None]
) -> None:
    written(MADE / str(5 * 10**7), 5 * 10**7)
    logs = [str(MADE / str(5 * 10**7))]
    settings = SETTINGS | {"spark.master": "local[2,1]"}
    with spark_context(settings) as context, killing(most=1, cpu=0.2):
        with pytest.raises(OutsideError, match="nothing was committed") as refusal:
            ingest(logs, store=tmp_path / "store", executor=lambda: SparkExecutor(context))
        assert Store.open(tmp_path / "store").version() == 0
        proved(f"a task that may not be tried again is killed: {str(refusal.value)[:200]}")
        taken = ingest(logs, store=tmp_path / "store", executor=lambda: SparkExecutor(context))
    proved(f"the same again, undisturbed: {taken.entries:,} entries in one commit")
