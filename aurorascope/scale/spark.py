"""Spark as the executor of a run: splits go to its executors, files are written there, answers come back.

The driver reads what executors cannot see (standard input, logs that were taken out of an archive or an
envelope into a file of its own) and does the small things: open ends, coverage, the run's row. What parses a
block is the function that the pool runs; there is no second parser.
"""

from __future__ import annotations

import pickle
import sys
import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from aurorascope.ingest.alone import Alone
from aurorascope.ingest.reading import BLOCK
from aurorascope.ingest.split import Doing, done
from aurorascope.ingest.tasks import ParseBlock, ReadRange, ReadStream
from aurorascope.scale.session import attempts_of, is_local, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from aurorascope.ingest.tasks import Answer, Setup, Task

WAVES = 3  # jobs of which one may be waited for while the others keep the executors busy
AHEAD = 1024  # blocks of which answers may be on their way: what each left open lies in the driver's memory
SPLIT_BLOCKS = 64  # of a split at most: each writes files of its own, and a lost one is done again
EVEN = 4  # splits for each executor: none waits long for the last
STREAM_WEIGHT = 24  # blocks that a compressed file counts for where nobody knows its size


class SparkExecutor:
    """Runs tasks on a SparkContext that somebody else began and ends."""

    count = 1

    def __init__(self, context: Any, *, side_by_side: int | None = None) -> None:
        """`side_by_side` is how many splits the cluster does at a time [as Spark says]."""
        self._context = context
        self._parallel = max(1, side_by_side or int(context.defaultParallelism))
        self._attempts = attempts_of(context)
        self._local = is_local(context)
        self._own = Alone()
        self.slots = self._own.slots
        self._doing: Doing | None = None
        self._queue: deque[Task] = deque()
        self._weight = 0
        self._waves: deque[Future[list[bytes]]] = deque()
        self._packed: deque[bytes] = deque()  # answers of a wave that ended, by split
        self._threads = ThreadPoolExecutor(WAVES, thread_name_prefix="wave")
        self._most = max(self._parallel, AHEAD // WAVES)
        self._group = ""

    def setup(self, setup: Setup) -> None:
        """Keep what every split is told."""
        self._own.setup(setup)
        self._group = f"aurorascope {setup.run}"
        self._doing = Doing(setup)

    @property
    def free(self) -> int | None:
        """Take tasks until there are enough for a wave."""
        return 0 if self._weight < self._most and self._own.free is not None else None

    @property
    def working(self) -> bool:
        """True while an answer is to come."""
        return bool(self._queue or self._waves or self._packed or self._own.working)

    def unpacks(self, path: str) -> bool:
        """Tell that executors unpack what they can open: all but standard input."""
        return path != "-"

    def give(self, worker: int, task: Task) -> None:
        """Keep a task for the next wave, or for the driver itself."""
        if not self._for_executors(task):
            self._own.give(worker, task)
            return
        if isinstance(task, ReadRange | ReadStream) and "://" not in task.path:
            task = replace(task, path=str(Path(task.path).absolute()))  # an executor stands elsewhere
        self._queue.append(task)
        self._weight += _weight(task)

    def answers(self) -> list[Answer]:
        """Do what is the driver's, or send a wave, or hand over the answers of a split, the oldest first."""
        if self._own.working:
            return self._own.answers()
        if self._queue and len(self._waves) < WAVES:
            self._send()
            if len(self._waves) < WAVES:
                return []
        if not self._packed and self._waves:
            self._packed.extend(self._waves.popleft().result())
        return _unpacked(self._packed.popleft()) if self._packed else []

    def abandon(self) -> list[Answer]:
        """End the jobs; return what the finished ones said."""
        self._queue.clear()
        self._own.abandon()
        if self._waves:
            self._context.cancelJobGroup(self._group)
        while self._waves:
            wave = self._waves.popleft()
            if wave.exception() is None:
                self._packed.extend(wave.result())
        found = [answer for packed in self._packed for answer in _unpacked(packed)]
        self._packed.clear()
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abandon()
        self._threads.shutdown()
        self._own.__exit__(kind, error, trace)

    def _for_executors(self, task: Task) -> bool:
        if isinstance(task, ReadRange):
            return task.slot < 0 and (self._local or not task.near)
        return isinstance(task, ReadStream) or (isinstance(task, ParseBlock) and not task.provisional)

    def _send(self) -> None:
        """Begin a job for what is queued."""
        splits = cut_into_splits(list(self._queue), self._parallel)
        self._queue.clear()
        self._weight = 0
        self._waves.append(self._threads.submit(self._job, splits))

    def _job(self, splits: Sequence[Sequence[Task]]) -> list[bytes]:
        """Run a wave; every split is a task of Spark's."""
        assert self._doing is not None  # noqa: S101 - setup comes first
        self._context.setJobGroup(self._group, "aurorascope ingest", interruptOnCancel=True)
        attempt: Callable[[Sequence[Task]], bytes] = partial(_attempt, self._doing, self._attempts)
        try:
            return list(self._context.parallelize(splits, len(splits)).map(attempt).collect())
        except Exception as error:
            raise reason_of(error) from error


def _attempt(doing: Doing, attempts: int, tasks: Sequence[Task]) -> bytes:
    """Do a split on an executor; a scheduler that is not Spark does it once.

    The answers hold bytes of the log that stay open; packed, a third of it lies in the driver's memory.
    """
    pyspark = sys.modules.get("pyspark")
    context = pyspark.TaskContext.get() if pyspark else None
    answers = done(doing, tasks, last=context is None or context.attemptNumber() + 1 >= attempts)
    return zlib.compress(pickle.dumps(answers), 1)


def _unpacked(packed: bytes) -> list[Answer]:
    found: list[Answer] = pickle.loads(zlib.decompress(packed))  # noqa: S301 - our own executors wrote it
    return found


def cut_into_splits(tasks: Sequence[Task], parallel: int) -> list[list[Task]]:
    """Put neighbouring tasks together: as few splits as keep so many executors evenly busy.

    A split writes its own files of every table and day, so few large ones are better than many small ones.
    """
    whole = sum(map(_weight, tasks))
    share = min(SPLIT_BLOCKS, max(1, whole // (parallel * EVEN)))
    splits: list[list[Task]] = []
    room = 0
    for task in tasks:
        if room <= 0:
            splits.append([])
            room = share
        splits[-1].append(task)
        room -= _weight(task)
    return splits


def _weight(task: Task) -> int:
    """Return how many blocks a task is, about."""
    if isinstance(task, ReadStream):
        return STREAM_WEIGHT
    size = len(task.block.data) if isinstance(task, ParseBlock) else BLOCK
    return max(1, size // BLOCK)
