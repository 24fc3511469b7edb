"""What runs a run's tasks: the pool's processes, this process alone, or Spark's executors. One protocol.

The run gives tasks and takes answers; which machine parsed a block changes nothing of its rows. So whoever
implements this may do a task twice, as long as one answer of it is handed over, and with it the files that
this one doing wrote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from aurorascope.ingest.tasks import Answer, Setup, Task


class Executor(Protocol):
    """Does tasks; leaving it by an error ends what is under way and removes what was not handed over."""

    count: int  # of workers that are told apart; Finish goes to each of them
    slots: list[int]  # open files through which the run hands over bytes of streams

    def setup(self, setup: Setup) -> None:
        """Tell the workers where they write; before any task."""

    @property
    def free(self) -> int | None:
        """The worker to give the next task to; None while all have enough to do."""

    @property
    def working(self) -> bool:
        """True while an answer is to come."""

    def unpacks(self, path: str) -> bool:
        """Tell whether a worker reads this file itself, from begin to end, where its blocks follow in order.

        Else the run unpacks it and hands it over in slots, so that several workers parse one archive.
        """

    def give(self, worker: int, task: Task) -> None:
        """Give a worker a task; never waits."""

    def answers(self) -> list[Answer]:
        """Return the answers that are there, after waiting where nothing else is to be done; maybe none."""

    def abandon(self) -> list[Answer]:
        """Give no more tasks; return what is still said of those that were given: it may name files."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all that was started."""


if TYPE_CHECKING:
    Starter = Callable[[], Executor]
