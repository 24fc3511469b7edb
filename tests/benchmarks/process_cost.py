"""What a command costs: wall time, CPU of all its processes, and the memory they hold together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE_EVERY_S = 0.02


class CommandError(Exception):
    """The measured command ended with an error; its last words are the message."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds and bytes; `peak_bytes` is 0 where memory was not measured."""

    wall_s: float
    user_s: float
    system_s: float
    peak_bytes: int = 0

    @property
    def cpu_s(self) -> float:
        """CPU of all processes."""
        return self.user_s + self.system_s


def measure(command: Sequence[str], *, said: Path, memory: bool = False) -> Cost:
    """Run a command; what it says goes to the file `said`. Measuring memory slows it down: a run of its own."""
    # What pip installs is compiled: where Python may not keep what it compiles, each run would do so again.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with said.open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, env=environment
        )
        sampler = _Sampler(process.pid) if memory else None
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = sampler.end() if sampler else 0
    words = said.read_text(errors="replace")[-2000:]
    if process.returncode:
        raise CommandError(f"{' '.join(command)}: exit code {process.returncode}\n{words}")
    return Cost(wall, usage.ru_utime, usage.ru_stime, peak)


class _Sampler:
    """Adds up the proportional set size (shared pages once) of a process and all below it."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._over = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_EVERY_S):
            self._peak = max(self._peak, sum(_proportional_bytes(pid) for pid in _family(self._pid)))

    def end(self) -> int:
        """Stop; return the peak."""
        self._over.set()
        self._thread.join()
        return self._peak


def _family(pid: int) -> list[int]:
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                todo += [int(child) for child in (task / "children").read_text().split()]
        except OSError:  # it ended meanwhile
            continue
    return found


def _proportional_bytes(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:  # it ended meanwhile
        return 0
    return 0
