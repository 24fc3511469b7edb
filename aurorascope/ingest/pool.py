"""The worker processes and the slots through which they get the bytes of streams.

On Linux one process loads the engines and becomes all the workers by forking, before any of them has worked:
what each would load alone is a tenth of the work for a log of 200 MB. Elsewhere a fork is not safe behind the
system's own libraries, so each worker is started.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, Pipe, wait
from typing import TYPE_CHECKING, Self

from aurorascope.ingest.tasks import Abandon, Forked, InSlot

if TYPE_CHECKING:
    from types import TracebackType

    from aurorascope.ingest.tasks import Answer, Setup, Task

LETTER = 16 << 10  # bytes of a task that the connection takes without waiting for its reader
DEPTH = 2  # tasks a worker has at a time, so that it never waits for the parent
PATIENCE = 20.0  # seconds for a worker to end before it is killed
FORKS = sys.platform == "linux"
# What a worker's engines find in their environment, unless the user set it. The processes are the
# parallelism; an allocator's own thread would not survive a fork; and a block's arrays, some MB each, come
# and go with each block: given back to the system and fetched again they take a tenth of a run. What was of
# no use for ten seconds, such as the room of one huge entry, is given back.
ENGINES = {
    "POLARS_MAX_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "_RJEM_MALLOC_CONF": "background_thread:false,dirty_decay_ms:10000,muzzy_decay_ms:10000",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
}


class WorkerDied(RuntimeError):  # noqa: N818 - it says what happened
    """A worker ended by itself: it was killed, or the machine ran out of memory."""


@dataclass
class Pool:
    """Workers as processes of their own, each with a connection."""

    count: int
    slots: list[int] = field(default_factory=list)
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _forked: list[int] = field(default_factory=list)
    _connections: list[Connection] = field(default_factory=list)
    _busy: list[int] = field(default_factory=list)
    _given: list[int] = field(default_factory=list)
    _letters: list[int] = field(default_factory=list)

    def start(self) -> Self:
        """Start the processes; they load their engines while the caller goes on."""
        self.slots = [slot_file() for _ in range(self.count * DEPTH + 1)]
        self._letters = [slot_file() for _ in range(self.count * DEPTH)]
        pairs = [Pipe() for _ in range(self.count)]
        self._connections = [ours for ours, _ in pairs]
        self._busy = [0] * self.count
        self._given = [0] * self.count
        theirs = [connection for _, connection in pairs]
        for group in [theirs] if FORKS else [[one] for one in theirs]:
            self._launch(group)
        return self

    def _launch(self, connections: list[Connection]) -> None:
        """Start a process that becomes a worker for each of these connections."""
        shared = (*self.slots, *self._letters)
        ends = [connection.fileno() for connection in connections]
        command = [sys.executable, "-m", "aurorascope.ingest.worker_process", ",".join(map(str, ends))]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [*command, *map(str, shared)],
            pass_fds=(*ends, *shared),
            stdin=subprocess.DEVNULL,
            env={**ENGINES, **os.environ},
        )
        for connection in connections:
            connection.close()
        self._processes.append(process)

    def setup(self, setup: Setup) -> None:
        """Tell each worker where it writes, under a number of its own."""
        for number, connection in enumerate(self._connections):
            self._send(connection, replace(setup, worker=number))

    def unpacks(self, path: str) -> bool:  # noqa: ARG002 - the protocol's
        """Tell that the parent unpacks: then one archive keeps all workers busy."""
        return False

    @property
    def free(self) -> int | None:
        """The worker with the least to do, if any can take a task."""
        least = min(range(self.count), key=self._busy.__getitem__)
        return least if self._busy[least] < DEPTH else None

    @property
    def working(self) -> bool:
        """True while an answer is to come."""
        return any(self._busy)

    def give(self, worker: int, task: Task) -> None:
        """Give a worker a task. Never waits: a worker that waits to be heard would wait for ever.

        A large task goes by a slot of its own; a worker has at most DEPTH tasks, so the slot of the task
        before the last is free again.
        """
        letter = pickle.dumps(task)
        if len(letter) > LETTER:
            place = worker * DEPTH + self._given[worker] % DEPTH
            os.ftruncate(self._letters[place], 0)
            os.pwrite(self._letters[place], letter, 0)
            self._send(self._connections[worker], InSlot(len(self.slots) + place, len(letter)))
        else:
            self._send(self._connections[worker], task)
        self._given[worker] += 1
        self._busy[worker] += 1

    def answers(self) -> list[Answer]:
        """Wait for answers and return those that are there."""
        waiting = [connection for connection, busy in zip(self._connections, self._busy, strict=True) if busy]
        found: list[Answer] = []
        ready = wait(waiting)
        for number, connection in enumerate(self._connections):
            if connection in ready:
                try:
                    answer = connection.recv()
                except (EOFError, ConnectionError):
                    if found:  # what another says may name its files; this one is as dead at the next call
                        continue
                    raise WorkerDied(DIED) from None
                if isinstance(answer, Forked):
                    self._forked.append(answer.pid)
                    continue
                found.append(answer)
                self._busy[number] -= 1
        return found

    def abandon(self) -> list[Answer]:
        """Give no more tasks; return what the workers still say of those they have, as it may name files."""
        found = []
        deadline = time.monotonic() + PATIENCE
        for connection in self._connections:
            with suppress(ConnectionError):  # it has gone already
                connection.send(Abandon())
        for connection in self._connections:
            with suppress(EOFError, ConnectionError):
                while wait([connection], max(0.0, deadline - time.monotonic())):
                    found.append(connection.recv())
        return [answer for answer in found if not isinstance(answer, Forked)]

    def _send(self, connection: Connection, message: object) -> None:
        try:
            connection.send(message)
        except (BrokenPipeError, ConnectionError):
            raise WorkerDied(DIED) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for connection in self._connections:
            with suppress(ConnectionError):  # it has gone already
                connection.send(None if kind is None else Abandon())
        deadline = time.monotonic() + PATIENCE
        if not all(_ended(connection, deadline) for connection in self._connections):
            for pid in self._forked:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            try:
                process.wait(timeout=max(1.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for slot in (*self.slots, *self._letters):
            os.close(slot)


DIED = (
    "a worker process ended before its work was done (killed, or out of memory): "
    "nothing was committed, run again"
)


def _ended(connection: Connection, deadline: float) -> bool:
    """Tell whether the worker closed its side in time; what it still says is of no use any more."""
    while wait([connection], max(0.0, deadline - time.monotonic())):
        try:
            if not os.read(connection.fileno(), 1 << 20):
                return True
        except ConnectionError:
            return True
    return False


def slot_file() -> int:
    """Return a file that has no name: memory where the system offers it, else a temporary file."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("aurorascope-slot")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
