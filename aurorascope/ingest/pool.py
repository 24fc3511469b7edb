"""The worker processes and the slots through which they get the bytes of streams."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe, wait
from typing import TYPE_CHECKING, Self

from aurorascope.ingest.tasks import InSlot

if TYPE_CHECKING:
    from types import TracebackType

    from aurorascope.ingest.tasks import Answer, Setup, Task

LETTER = 16 << 10  # bytes of a task that the connection takes without waiting for its reader
DEPTH = 2  # tasks a worker has at a time, so that it never waits for the parent


class WorkerDied(RuntimeError):  # noqa: N818 - it says what happened
    """A worker ended by itself: it was killed, or the machine ran out of memory."""


@dataclass
class Pool:
    """Workers started as processes of their own, each with a connection."""

    count: int
    slots: list[int] = field(default_factory=list)
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _connections: list[Connection] = field(default_factory=list)
    _busy: list[int] = field(default_factory=list)
    _given: list[int] = field(default_factory=list)
    _letters: list[int] = field(default_factory=list)

    def start(self) -> Self:
        """Start the processes; they load their engines while the caller goes on."""
        self.slots = [slot_file() for _ in range(self.count * DEPTH + 1)]
        self._letters = [slot_file() for _ in range(self.count * DEPTH)]
        shared = (*self.slots, *self._letters)
        for _ in range(self.count):
            ours, theirs = Pipe()
            command = [
                sys.executable,
                "-m",
                "aurorascope.ingest.worker",
                str(theirs.fileno()),
                *map(str, shared),
            ]
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command, pass_fds=(theirs.fileno(), *shared), stdin=subprocess.DEVNULL
            )
            theirs.close()
            self._processes.append(process)
            self._connections.append(ours)
            self._busy.append(0)
            self._given.append(0)
        return self

    def setup(self, setups: list[Setup]) -> None:
        """Tell each worker where it writes."""
        for connection, setup in zip(self._connections, setups, strict=True):
            self._send(connection, setup)

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
                    found.append(connection.recv())
                except (EOFError, ConnectionError):
                    raise WorkerDied(DIED) from None
                self._busy[number] -= 1
        return found

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
            try:
                if kind is None:
                    connection.send(None)
            except (BrokenPipeError, ConnectionError):
                pass  # it has gone already
            connection.close()
        for process in self._processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for slot in (*self.slots, *self._letters):
            os.close(slot)


DIED = (
    "a worker process ended before its work was done (killed, or out of memory): "
    "nothing was committed, run again"
)


def slot_file() -> int:
    """Return a file that has no name: memory where the system offers it, else a temporary file."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("aurorascope-slot")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
