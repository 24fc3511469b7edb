"""Runs at a steady beat until told to stop: the beat is the clock's, so that long runs do not shift it."""

from __future__ import annotations

import json
import os
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass
class Beat:
    """A schedule: every so many seconds of the clock's own day, the first at once."""

    every: timedelta

    def next_after(self, now: datetime) -> datetime:
        """Return the next moment that is a whole number of intervals since 1970."""
        seconds = self.every.total_seconds()
        return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, UTC)


def repeat(beat: Beat, once: Callable[[datetime], None], stop: threading.Event) -> None:
    """Call `once(next beat)` now and at every beat until `stop` is set; missed beats are left out."""
    while not stop.is_set():
        following = beat.next_after(datetime.now(UTC))
        once(following)
        while not stop.is_set():
            left = (following - datetime.now(UTC)).total_seconds()
            if left <= 0:
                break
            stop.wait(min(left, 60.0))  # a clock that is set, or a machine that slept, moves the beat


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Set `stop` on SIGTERM and SIGINT: what was read is committed and the run ends; twice ends at once."""

    def end(number: int, _: object) -> None:
        if stop.is_set():
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        stop.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def write_health(path: Path, said: dict[str, object]) -> None:
    """Write the health file so that a reader sees the old or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(json.dumps({**said, "pid": os.getpid(), "written": time.time()}, indent=2) + "\n")
    half.replace(path)
