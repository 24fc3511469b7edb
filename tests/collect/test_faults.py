"""Whatever goes wrong, alone or together: no crash, no point twice, no gap that coverage does not name."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from fake_aws.aws import FakeAws
from fake_aws.faults import Fault, Kind
from fake_aws.small_fleet import NOON, PLACE, cpu
from fake_aws.world import Points
from running import Run, rows

from aurorascope.collect.fleet import Fleet
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

COLLECTORS = ("topology", "rds_events", "cloudwatch_metrics")
FLEET = Fleet(options={"cloudwatch_metrics": {"past_days": 0}})
STEP = 300
KINDS = (
    Kind.THROTTLED,
    Kind.INTERNAL,
    Kind.CUT,
    Kind.DENIED,
    Kind.PARTIAL,
    Kind.POINT_ERROR,
    Kind.DUPLICATED,
)


def endless_metrics(fake: FakeAws, runs: int) -> None:
    """Let the metrics go on for as long as the runs take."""
    times = np.arange(NOON - 86_400, NOON + STEP * (runs + 4), 60)
    for name in ("orders-1", "orders-2"):
        points = Points(times, (times // 60 % 10).astype(float))
        fake.world.metrics[PLACE][cpu(name)] = points  # type: ignore[attr-defined]


def suffer(run: Run, fake: FakeAws, runs: int, seed: int) -> dict[str, int]:
    """Run with faults by chance, then once without; return how the runs ended."""
    chance = random.Random(seed)
    endless_metrics(fake, runs)
    run(*COLLECTORS, fleet=FLEET)
    outcomes = dict.fromkeys(("complete", "partial", "failed"), 0)
    for _ in range(runs):
        fake.clock.advance(STEP)
        struck = [kind for kind in KINDS if chance.random() < 0.3]
        fake.faults.rules[:] = [Fault(kind, probability=0.15) for kind in struck]
        outcomes[run(*COLLECTORS, fleet=FLEET).outcome] += 1
    fake.faults.rules.clear()
    fake.clock.advance(STEP)
    assert run(*COLLECTORS, fleet=FLEET).outcome == "complete"
    return outcomes


def assert_whole(store: Store) -> int:
    """Say that every minute that coverage calls complete is there, once, and that no minute is unnamed."""
    twice = "select count(*) - count(distinct (name, dimensions, statistic, ts)) from metrics"
    assert rows(store, twice) == [(0,)]
    assert rows(store, "select count(*) - count(distinct (message, ts)) from rds_events") == [(0,)]
    for instance in ("orders-1", "orders-2"):
        spans = rows(
            store,
            "select covered_from, covered_to, status from coverage "
            f"where collector = 'cloudwatch_metrics' and instance = '{instance}' order by covered_from",
        )
        have = {
            row[0]
            for row in rows(
                store, f"select ts from metrics where instance = '{instance}' and statistic = 'Average'"
            )
        }
        reached: datetime | None = None
        for begin, end, status in spans:
            assert reached is None or begin <= reached, f"{instance}: nothing is said of {reached} to {begin}"
            reached = max(end, reached or end)
            if status == "complete":
                minutes = int((end - begin).total_seconds()) // 60
                missing = [m for m in range(minutes) if begin + timedelta(minutes=m) not in have]
                assert missing == [], f"{instance}: {missing} of {begin} to {end}"
        assert reached is not None
        assert reached > datetime.fromtimestamp(NOON, UTC)
    return int(rows(store, "select count(*) from metrics")[0][0])


@pytest.mark.proof
def test_faults_by_chance_leave_no_gap_unnamed(run: Run, store: Store, fake: FakeAws) -> None:
    outcomes = suffer(run, fake, 12, seed=3)
    assert outcomes["complete"] < 12
    assert assert_whole(store) > 0


@pytest.mark.proof  # the faults of test_end_to_end_faults.py, one by one
@pytest.mark.parametrize("kind", KINDS)
def test_each_fault_alone_is_overcome_in_the_next_run(
    run: Run, store: Store, fake: FakeAws, kind: Kind
) -> None:
    endless_metrics(fake, 3)
    run(*COLLECTORS, fleet=FLEET)
    fake.clock.advance(STEP)
    fake.faults.rules.append(Fault(kind, probability=0.5))
    run(*COLLECTORS, fleet=FLEET)
    fake.faults.rules.clear()
    fake.clock.advance(STEP)
    assert run(*COLLECTORS, fleet=FLEET).outcome == "complete"
    assert_whole(store)


@pytest.mark.proof
def test_a_thousand_runs_with_faults(
    run: Run, store: Store, fake: FakeAws, proved: Callable[[str], None]
) -> None:
    outcomes = suffer(run, fake, 1000, seed=4)
    points = assert_whole(store)
    said = ", ".join(f"{count} {name}" for name, count in outcomes.items())
    proved(
        f"1,000 runs with throttles, 500s, cut connections, denials, partial answers, doubled events: {said}"
    )
    proved(f"{points:,} points, none twice; every minute is there or named in coverage with its reason")


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("expired", "its credentials are not accepted"),
        ("skewed", "the clock here is not AWS's"),
        ("deleted", ""),  # what was asked of it before is there; what was not is no one's any more
    ],
)
def test_what_ends_a_run_in_the_middle_is_named_and_made_good_by_the_next(
    run: Run, store: Store, fake: FakeAws, way: str, said: str
) -> None:
    everything = (*COLLECTORS, "performance_insights", "performance_insights_counters")
    options = {name: {"past_days": 0, "back_days": 0.1, "back_hours": 2} for name in everything}
    fleet = Fleet(options=options)
    endless_metrics(fake, 3)
    for record in fake.world.records[PLACE, "DescribeDBInstances"]:  # type: ignore[attr-defined]
        record["PerformanceInsightsEnabled"] = record["DBInstanceIdentifier"] == "orders-1"
    assert run(*everything, fleet=fleet).outcome == "complete"
    fake.clock.advance(STEP)
    if way == "deleted":
        fake.faults.delete_instance(*PLACE, "orders-2", fake.clock.now() - 1, after_calls=4)
    else:
        fake.faults.add(Kind(way), nth=range(5, 10_000))
    summary = run(*everything, fleet=fleet)
    reasons = [reason for it in summary.results for reason in it.reasons]
    assert way == "deleted" or summary.outcome in {"partial", "failed"}
    assert [reason for reason in reasons if not re.search(said, reason)] == []
    assert not [reason for reason in reasons if " failed at " in reason]
    gaps = rows(store, "select collector, series from coverage where status = 'failed'")
    assert way == "deleted" or gaps
    fake.faults.clear()
    fake.clock.advance(STEP)
    assert run(*everything, fleet=fleet).outcome == "complete"
    assert rows(store, "select collector, series, reason from coverage where status = 'failed'") == []
    assert_whole(store)
