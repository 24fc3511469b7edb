"""The run's own process as its only worker: no process is started, nothing is shared."""

from __future__ import annotations

import os
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from aurorascope.ingest.pool import slot_file

if TYPE_CHECKING:
    from types import TracebackType

    from aurorascope.ingest.tasks import Answer, Setup, Task
    from aurorascope.ingest.worker import Worker

SLOTS = 2


class Alone:
    """Does a task when its answer is asked for."""

    count = 1

    def __init__(self) -> None:
        self.slots = [slot_file() for _ in range(SLOTS)]
        self._tasks: deque[Task] = deque()
        self._worker: Worker | None = None

    def setup(self, setup: Setup) -> None:
        """Make the worker; its engines are loaded here."""
        from aurorascope.ingest.worker import Worker, kinds_of

        self._worker = Worker(replace(setup, worker=0), kinds_of(setup), self.slots)

    @property
    def free(self) -> int | None:
        """One task at a time: what waits would hold memory and gain nothing."""
        return None if self._tasks else 0

    @property
    def working(self) -> bool:
        """True while a task waits."""
        return bool(self._tasks)

    def unpacks(self, path: str) -> bool:  # noqa: ARG002 - the protocol's
        """Tell that the run unpacks streams: there is no other process that could."""
        return False

    def give(self, worker: int, task: Task) -> None:  # noqa: ARG002 - the protocol's
        """Keep a task until its answer is asked for."""
        self._tasks.append(task)

    def answers(self) -> list[Answer]:
        """Do the first task that waits."""
        from aurorascope.ingest.worker import answered

        assert self._worker is not None  # noqa: S101 - setup comes first
        return [answered(self._worker, self._tasks.popleft())]

    def abandon(self) -> list[Answer]:
        """Do nothing more; what was not handed over is removed."""
        self._tasks.clear()
        if self._worker is not None:
            self._worker.abort()
        return []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abandon()
        for slot in self.slots:
            os.close(slot)
