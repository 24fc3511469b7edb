"""Quick questions are answered first, a few at a time, and a slow one is not passed by for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Lock
from typing import TYPE_CHECKING

from aurorascope.web.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Sequence


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def ask(turns: Turns, kind: str, clock: Clock, took: float) -> None:
    with turns.turn(kind):
        clock.now += took


def order(questions: Sequence[tuple[float, str]]) -> list[str]:
    """Put questions, each at its moment, while the engine is busy; return the order they are answered in."""
    clock = Clock()
    turns = Turns(1, clock)
    ask(turns, "quick", clock, 0.01)
    ask(turns, "slow", clock, 2.0)
    begun, busy, answered = Event(), Event(), []

    def block() -> None:
        with turns.turn("first"):
            begun.set()
            assert busy.wait(timeout=20)

    def put(name: str) -> None:
        with turns.turn(name.partition(" ")[0]):
            answered.append(name)

    with ThreadPoolExecutor(len(questions) + 1) as readers:
        readers.submit(block)
        assert begun.wait(timeout=20)
        start = clock.now
        for count, (moment, name) in enumerate(questions, 1):
            clock.now = start + moment
            readers.submit(put, name)
            while turns.waiting < count:
                Event().wait(0.001)
        busy.set()
    return answered


def test_what_takes_milliseconds_goes_before_what_takes_seconds() -> None:
    assert order([(0, "slow"), (1, "quick a"), (2, "quick b")]) == ["quick a", "quick b", "slow"]


def test_a_slow_question_that_has_waited_goes_before_those_that_come_later() -> None:
    assert order([(0, "slow"), (60, "quick")]) == ["slow", "quick"]


def test_never_more_at_once_than_were_said() -> None:
    turns, lock = Turns(3), Lock()
    running, most = 0, 0
    three = Event()

    def one(_number: int) -> None:
        nonlocal running, most
        with turns.turn("any"):
            with lock:
                running += 1
                most = max(most, running)
                if running == 3:
                    three.set()
            assert three.wait(timeout=20)
            with lock:
                running -= 1

    with ThreadPoolExecutor(12) as readers:
        list(readers.map(one, range(12)))
    assert most == 3


def test_a_question_that_fails_gives_its_turn_on() -> None:
    turns = Turns(1)
    for _ in range(3):
        with suppress(ValueError), turns.turn("any"):
            raise ValueError
    assert turns.waiting == 0


def test_who_has_a_turn_does_not_wait_for_another() -> None:
    turns = Turns(1)
    with turns.turn("a panel"), turns.turn("its view"):
        assert turns.waiting == 0
    with turns.turn("another"):
        assert turns.waiting == 0
