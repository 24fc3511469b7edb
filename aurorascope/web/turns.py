"""Whose question the engine answers next: the quick ones first, and nobody waits for ever.

Twenty viewers ask two hundred questions in the same second. Side by side each of them would end last; a few
at a time, what takes milliseconds first, and everybody has a first chart at once. What a question will take
is known from the last times it was put. It is let in by the moment it came plus a multiple of what it takes,
so a long one that has waited goes before a short one that came later. A turn is for the question and for
drawing its answer: twenty charts that are drawn side by side would all be late too.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import heappop, heappush
from threading import Event, Lock, local
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

PATIENCE = 20.0  # a question goes before those that came later by less than so many times what it takes
UNKNOWN_S = 0.05
NEWEST_COUNTS = 0.3
MOST_KINDS = 4096


@dataclass
class Turns:
    """Lets `at_once` questions in at a time; threads may share it."""

    at_once: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    clock: Callable[[], float] = time.perf_counter
    _running: int = 0
    _came: int = 0
    _waiting: list[tuple[float, int, Event]] = field(default_factory=list)
    _took: dict[Hashable, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _mine: local = field(default_factory=local)

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return len(self._waiting)

    @contextmanager
    def turn(self, kind: Hashable) -> Iterator[None]:
        """Wait for a turn, and remember how long this kind took; who has a turn does not wait for another."""
        if getattr(self._mine, "turn", False):
            yield
            return
        self._enter(kind)
        self._mine.turn = True
        began = self.clock()
        try:
            yield
        finally:
            self._mine.turn = False
            self._leave(kind, self.clock() - began)

    def _enter(self, kind: Hashable) -> None:
        with self._lock:
            if self._running < self.at_once:
                self._running += 1
                return
            let_in = Event()
            self._came += 1
            due = self.clock() + PATIENCE * self._took.get(kind, UNKNOWN_S)
            heappush(self._waiting, (due, self._came, let_in))
        let_in.wait()

    def _leave(self, kind: Hashable, took: float) -> None:
        with self._lock:
            if len(self._took) >= MOST_KINDS:
                self._took.clear()
            known = self._took.get(kind, took)
            self._took[kind] = known + NEWEST_COUNTS * (took - known)
            if self._waiting:
                heappop(self._waiting)[2].set()  # the turn is handed over: nobody can slip in between
            else:
                self._running -= 1


TURNS = Turns()
