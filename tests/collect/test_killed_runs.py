"""`kill -9` at any moment of a collecting process loses nothing and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import PLACE, cpu, small_fleet
from fake_aws.world import Points
from running import rows

from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

ROOT = Path(__file__).parents[2]
SETTLED = "ts > now() - interval 2 hours and ts < now() - interval 10 minutes"
COLLECTORS = ("topology", "rds_events", "cloudwatch_metrics")


@pytest.fixture
def now_fake(start_fake: StartFake) -> FakeAws:
    """The small fleet with a day of metrics up to now, and a hundred events."""
    now = int(time.time())
    world = small_fleet()
    times = np.arange(now - 86_400, now + 3600)[::60] // 60 * 60
    for name in ("orders-1", "orders-2"):
        world.metrics[PLACE][cpu(name)] = Points(times, (times // 60 % 10).astype(float))
    template = world.records[PLACE, "DescribeEvents"][1]
    world.records[PLACE, "DescribeEvents"] = [
        {**template, "Message": f"event {n}", "Date": datetime.now(UTC) - timedelta(minutes=n + 1)}
        for n in range(100)
    ]
    return start_fake(world, now)


def collecting(fake: FakeAws, folder: Path, store: str) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("AURORASCOPE_", "AWS_"))}
    environment |= {**fake.environment(*PLACE), "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder)}
    only = [word for name in COLLECTORS for word in ("--only", name)]
    command = [sys.executable, "-m", "aurorascope.cli", "collect", "--store", store, *only]
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def kill_and_go_on(fake: FakeAws, folder: Path, kills: int, seed: int) -> int:
    """Kill so many runs at any moment, then let one end; return how many were killed while they ran."""
    chance = random.Random(seed)
    began = time.monotonic()
    assert collecting(fake, folder, "whole").wait() == 0
    length = time.monotonic() - began
    killed = 0
    for _ in range(kills):
        with collecting(fake, folder, "killed") as process:
            time.sleep(chance.uniform(0.3, 1.0) * length)
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
    assert collecting(fake, folder, "killed").wait() == 0
    assert collecting(fake, folder, "whole").wait() == 0
    return killed


def same(folder: Path) -> tuple[int, int]:
    """Say that both stores hold the same; return the points and events."""
    killed, whole = Store.open(folder / "killed"), Store.open(folder / "whole")
    for query in (
        "select message, ts from rds_events order by all",
        "select resource_type, resource_name, valid_to from topology order by all",
        "select cluster, instance, role from roles order by all",
        f"select name, instance, statistic, ts, value from metrics where {SETTLED} order by all",
    ):
        assert rows(killed, query) == rows(whole, query)
        assert len(set(rows(killed, query))) == len(rows(killed, query))
    counts = rows(killed, "select (select count(*) from metrics), (select count(*) from rds_events)")
    return counts[0][0], counts[0][1]


@pytest.mark.proof
def test_killed_runs_lose_nothing_and_double_nothing(now_fake: FakeAws, tmp_path: Path) -> None:
    assert kill_and_go_on(now_fake, tmp_path, 3, seed=1) > 0
    points, events = same(tmp_path)
    assert points > 0
    assert events == 100


@pytest.mark.proof
def test_kill_60_collecting_runs(now_fake: FakeAws, tmp_path: Path, proved: Callable[[str], None]) -> None:
    killed = kill_and_go_on(now_fake, tmp_path, 60, seed=2)
    points, events = same(tmp_path)
    proved(f"60 runs, {killed} of them killed while they ran, then one to its end")
    proved(f"{points:,} points and {events} events, each once, the same as without a kill")


def test_two_collectors_of_one_store_at_once_double_nothing(now_fake: FakeAws, tmp_path: Path) -> None:
    assert collecting(now_fake, tmp_path, "whole").wait() == 0
    for _ in range(2):
        both = [collecting(now_fake, tmp_path, "killed") for _ in range(2)]
        assert [process.wait() for process in both] == [0, 0]
    assert same(tmp_path)[1] == 100
