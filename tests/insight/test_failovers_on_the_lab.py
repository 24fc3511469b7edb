"""Failovers of the incident lab, collected as from AWS: who, how long, how cold, against what was planted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_aws.aws import FakeAws

sys.path.insert(0, str(Path(__file__).parents[1] / "collect"))

from lab import lab
from lab.world import LabWorld
from running import account_of, surround

from aurorascope.aws.access import Access
from aurorascope.catalog import load_collectors
from aurorascope.collect.fleet import Choice, Fleet
from aurorascope.collect.run import Orders, collect
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter
from aurorascope.store.store import Store

CAUSE = "failover_cold_cache"
SOURCES = {"topology", "rds_events", "cloudtrail", "cloudwatch_logs", "cloudwatch_metrics"}
BACK_POINTS = 2.0
STEP_MIN = 1.1  # a minute's point, and the log's whole seconds


def collected(world: LabWorld, tmp_path: Path, now_s: int) -> Store:
    """Collect the struck cluster, from before the failover to `now_s`."""
    store = Store.create(tmp_path / "store")
    truth = world.run.truth
    orders = Orders(
        Fleet(choices=(Choice(Access(), clusters=(truth.cluster,)),), tier="vital"),
        [one for one in load_collectors() if one.name in SOURCES],
        since=datetime.fromtimestamp(truth.begin_s - 2400, UTC),
        now=datetime.fromtimestamp(now_s, UTC),
    )
    with FakeAws(world, now_s) as fake, pytest.MonkeyPatch.context() as patched:
        surround(patched, fake, tmp_path, world.account, truth.region)
        assert collect(store, orders, account_of).outcome == "complete"
    return store


def minutes_cold(world: LabWorld, now_s: int) -> float:
    """Minutes until the simulated ratio was within two points of what the writer had before."""
    truth, clock = world.run.truth, world.stage.clock
    ratios = [
        world.instance_metrics(name).value("BufferCacheHitRatio")
        for name in (truth.instance, truth.numbers["promoted"])
    ]
    usual = np.nanmedian(
        ratios[0][(clock.times >= truth.begin_s - 1860) & (clock.times < truth.begin_s - 60)]
    )
    back_s = truth.begin_s + truth.numbers["outage_s"]
    after = (clock.times >= back_s - 60) & (clock.times < now_s)
    cold = np.flatnonzero(after & (ratios[1] < usual - BACK_POINTS))
    return float(clock.times[cold[-1]] + 60 - back_s) / 60


def measure(seed: int, tmp_path: Path) -> str:
    """Compare one seed's story with its truth."""
    world = LabWorld(lab.run(seed, CAUSE, 1, "small"))
    truth = world.run.truth
    now_s = int(min(truth.begin_s + 3 * 3600, world.stage.clock.end_s))
    [story] = run_view(collected(world, tmp_path, now_s).snapshot(), "failovers", Filter()).to_pylist()
    numbers: dict[str, Any] = truth.numbers
    assert (story["promoted"], story["old_writer"]) == (numbers["promoted"], truth.instance)
    assert story["outcome"] == "completed"
    assert ("asked for by oncall" in story["cause"]) == numbers["asked_for"]
    assert story["outage_us"] is not None
    outage_s = story["outage_us"] / 1e6
    assert outage_s <= numbers["outage_s"]
    # a MySQL that crashes says nothing: then only the promoted instance's own restart is in a log
    assert outage_s >= numbers["outage_s"] - 5.5 or "only how long" in story["outage_known"]
    cold = minutes_cold(world, now_s)
    if story["warm_minutes"] is None:
        assert story["cache"].startswith("still cold")
        assert truth.begin_s + cold * 60 > now_s - 300
    else:
        assert story["warm_minutes"] == pytest.approx(cold, abs=STEP_MIN)
        planted = numbers["minutes_until_2_percent_of_pages_missed"]
        assert planted * 0.5 < story["warm_minutes"] < planted + 2
    return (
        f"seed {seed}: {story['old_writer']} to {story['promoted']}; outage {outage_s:.1f} s of "
        f"{numbers['outage_s']:.1f} s; cold {_minutes(story)} of {cold:.1f} min; {story['cause']}"
    )


def _minutes(story: dict[str, Any]) -> str:
    return story["cache"] if story["warm_minutes"] is None else f"{story['warm_minutes']:.1f} min"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_planted_failover_is_told_as_it_was(seed: int, tmp_path: Path) -> None:
    measure(seed, tmp_path)


@pytest.mark.proof
def test_failovers_of_twenty_seeds_are_told_as_they_were(
    proved: Callable[[str], None], tmp_path: Path
) -> None:
    for seed in range(101, 121):
        proved(measure(seed, tmp_path / str(seed)))
