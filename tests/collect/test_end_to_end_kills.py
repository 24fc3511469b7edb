"""kill -9 of a run at any point, then a run to the end: the rows of a run that nobody disturbed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from busy_hour import NOON, busy_hour, everything
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import PLACE
from running import rows, surround

from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

HERE = Path(__file__).parent
Row = tuple[object, ...]
MOMENTS = (NOON - 900, NOON - 60)


@pytest.fixture
def fake(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeAws:
    fake = start_fake(busy_hour(), NOON)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    return fake


def started(store: Path, moment: int) -> subprocess.Popen[str]:
    """Start a run in a process of its own."""
    paths = [str(HERE), str(HERE.parent), str(HERE.parents[1])]
    command = [sys.executable, str(HERE / "collect_once.py"), str(store), str(moment), "1"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def to_the_end(store: Path, moment: int) -> float:
    """Run to the end; return the seconds that took."""
    began = time.monotonic()
    process = started(store, moment)
    assert process.communicate()[0].strip() == "complete"
    return time.monotonic() - began


def undisturbed(
    fake: FakeAws, path: Path, moments: Sequence[int]
) -> tuple[dict[str, list[tuple[object, ...]]], float]:
    """Return what runs bring that nobody disturbs, and how long one takes."""
    Store.create(path)
    seconds = 0.0
    for moment in moments:
        fake.clock.set(moment)
        seconds = to_the_end(path, moment)
    return everything(Store.open(path)), seconds


def killed_then_finished(
    fake: FakeAws, path: Path, moments: Sequence[int], kills: int, longest: float, chance: random.Random
) -> tuple[int, int]:
    """Kill so many runs, then let one end at each moment; return how many were hit, and had made calls."""
    Store.create(path)
    hit = amid = 0
    for number, moment in enumerate(moments):
        fake.clock.set(moment)
        for _ in range(kills // len(moments) + (number < kills % len(moments))):
            before = len(fake.ledger.entries)
            process = started(path, moment)
            try:
                process.wait(chance.uniform(0.3, 1.0) * longest)
            except subprocess.TimeoutExpired:
                process.kill()
                hit += 1
            process.communicate()
            amid += len(fake.ledger.entries) > before
        to_the_end(path, moment)
    return hit, amid


def check(
    fake: FakeAws, tmp_path: Path, moments: Sequence[int], stores: int, kills: int, say: Callable[[str], None]
) -> None:
    """Compare stores whose runs were killed with the one whose runs were not."""
    expected, seconds = undisturbed(fake, tmp_path / "undisturbed", moments)
    assert all(expected.values())
    chance = random.Random(8)
    hit = amid = 0
    for number in range(stores):
        path = tmp_path / f"killed-{number}"
        one = killed_then_finished(fake, path, moments, kills, seconds, chance)
        hit, amid = hit + one[0], amid + one[1]
        store = Store.open(path)
        assert everything(store) == expected
        assert rows(store, "select count(*) from coverage where status = 'failed'") == [(0,)]
    assert hit > 0
    total = sum(map(len, expected.values()))
    say(
        f"kill -9 of {hit} runs of all collectors ({amid} of {stores * kills} had "
        f"made calls) in {stores} stores: "
        f"after runs to the end each holds the {total:,} rows of runs that nobody disturbed, each once"
    )


def test_a_run_that_was_killed_loses_nothing_and_brings_nothing_twice(fake: FakeAws, tmp_path: Path) -> None:
    check(fake, tmp_path, MOMENTS[:1], 1, 2, print)


@pytest.mark.proof
def test_kill_100_runs_of_collect(fake: FakeAws, tmp_path: Path, proved: Callable[[str], None]) -> None:
    check(fake, tmp_path, MOMENTS, 10, 10, proved)
