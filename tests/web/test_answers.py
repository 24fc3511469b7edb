"""Twenty readers with one question cost one query."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pyarrow as pa
import pytest

from aurorascope.web.answers import Answers


class Maker:
    """Counts how often it was asked; answers when it is let."""

    def __init__(self, rows: int = 3) -> None:
        self.table = pa.table({"n": list(range(rows))})
        self.asked = 0
        self.lock = Lock()
        self.go = Event()

    def __call__(self) -> pa.Table:
        with self.lock:
            self.asked += 1
        assert self.go.wait(timeout=20)
        return self.table


def test_one_question_of_twenty_readers_is_asked_once() -> None:
    answers, make = Answers(), Maker()
    with ThreadPoolExecutor(20) as readers:
        found = [readers.submit(answers.get, ("version 1", "totals"), make) for _ in range(20)]
        make.go.set()
        assert all(answer.result() is make.table for answer in found)
    assert make.asked == 1


def test_a_new_version_is_asked_again() -> None:
    answers, make = Answers(), Maker()
    make.go.set()
    for version in (1, 1, 2):
        answers.get((version, "totals"), make)
    assert make.asked == 2


def test_an_error_is_told_and_not_kept() -> None:
    answers = Answers()

    def fail() -> pa.Table:
        raise ValueError("the disk went away")

    with pytest.raises(ValueError, match="went away"):
        answers.get("totals", fail)
    make = Maker()
    make.go.set()
    assert answers.get("totals", make) is make.table


def test_the_answers_longest_unused_go_first() -> None:
    make = Maker(rows=1000)
    make.go.set()
    answers = Answers(most_bytes=3 * make.table.nbytes)
    for question in ("a", "b", "c", "a", "d", "a", "b"):
        answers.get(question, make)
    assert make.asked == 5, "a, b, c, d, and b again: it was the longest unused when d came"
