"""A worker as a process of its own: `python -m aurorascope.ingest.worker_process FD,FD... SLOT...`.

It loads its engines while the parent looks at the sources. It is the worker of the first connection and forks
one for each other, before any engine has a thread of work. When the parent is gone, a worker removes what it
wrote.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import warnings
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from aurorascope.ingest.tasks import Abandon, Forked, InSlot, Setup

if TYPE_CHECKING:
    from aurorascope.ingest.worker import Worker


def serve(connections: list[Connection], slots: list[int]) -> None:
    """Be the worker of the first connection, and fork those of the others; end when all have ended."""
    from aurorascope.ingest.worker import Worker, kinds_of
    from aurorascope.logs.kinds import builtin_folder, load_kinds

    parent, *others = connections
    ours = load_kinds([builtin_folder("postgresql")])  # while the parent looks at the sources
    setup = _heard(parent)
    if not isinstance(setup, Setup):
        return
    kinds = kinds_of(setup) if setup.kind_folders else ours
    gc.freeze()  # what was loaded stays; collecting it again and again is a tenth of a block's time
    gc.enable()
    gc.set_threshold(100_000, 20, 100)
    children = []
    for place, other in enumerate(others):
        child = _fork()
        if child == 0:
            for connection in (parent, *others[place + 1 :]):  # else its end would not be noticed
                connection.close()
            other.send(Forked(os.getpid()))
            setup = _heard(other)
            if isinstance(setup, Setup):
                work(other, Worker(setup, kinds, slots), slots)
            return
        other.close()
        children.append(child)
    work(parent, Worker(setup, kinds, slots), slots)
    parent.close()
    for child in children:
        os.waitpid(child, 0)


def _heard(parent: Connection) -> object:
    """Return what the parent says first; None when the run cannot be (no store, a wrong option)."""
    try:
        return parent.recv()
    except (EOFError, ConnectionError):
        return None


def _fork() -> int:
    with warnings.catch_warnings():
        # Python counts the engines' own threads, which sleep: the pool that works is made at the first query
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def work(parent: Connection, worker: Worker, slots: list[int]) -> None:
    """Answer tasks until the parent says None, abandons the run, or is gone."""
    from aurorascope.ingest.worker import answered

    done = False
    try:
        while True:
            task = parent.recv()
            if isinstance(task, InSlot):
                task = pickle.loads(os.pread(slots[task.slot], task.size, 0))  # noqa: S301 - our parent wrote it
            if task is None:
                done = True
                return
            if isinstance(task, Abandon):
                return
            parent.send(answered(worker, task))
    except (EOFError, ConnectionError):
        return
    finally:
        if not done:
            worker.abort()


def main() -> None:
    """Serve the connections whose file descriptors are the first argument; the rest are slots."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends its workers in order
    gc.disable()  # what is loaded now stays: to look through it again and again is a tenth of the loading
    ends, *slots = sys.argv[1:]
    serve([Connection(int(end)) for end in ends.split(",")], [int(slot) for slot in slots])
    sys.stderr.flush()
    os._exit(0)  # taking the interpreter down takes as long as a small block


if __name__ == "__main__":
    main()
