"""Runs of all collectors while AWS fails in every way, one way a run and then all together, each checked.

A chain is one store over an hour, a run a minute. What an undisturbed chain has read and this one has not
must lie in a gap that `coverage` names; nothing may be there that the other has not. At the end, without
faults, both hold the same rows.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from busy_hour import BEGIN, NOON, busy_hour, everything
from fake_aws.aws import FakeAws
from fake_aws.faults import Kind
from fake_aws.small_fleet import PLACE
from running import rows, runner, surround
from small_lab import reading

from aurorascope.catalog import load_collectors
from aurorascope.store.store import Store

RUNS = 50  # of a chain
STEP_S = 60
SETTLED_S = {
    "cloudwatch_logs": 10, "rds_events": 10, "performance_insights": 180, "performance_insights_sql": 660,
    "performance_insights_counters": 180, "enhanced_monitoring": 210, "cloudwatch_metrics": 300,
}  # fmt: skip
"""Seconds until a row can be read: what is younger may not be published, or its period not be over."""

ALONE = (
    Kind.THROTTLED, Kind.INTERNAL, Kind.CUT, Kind.CUT_MIDWAY, Kind.EXPIRED, Kind.DENIED, Kind.SKEWED,
    Kind.PARTIAL, Kind.POINT_ERROR, Kind.DUPLICATED, Kind.EMPTY_PAGE,
)  # fmt: skip
DELETED, TOGETHER = "instance deleted mid-run", "all together"
WAYS = (*ALONE, DELETED, TOGETHER)
DENIED = ("GetMetricData", "DescribeEvents", "FilterLogEvents", "GetResourceMetrics", "GetLogEvents")
Row = tuple[object, ...]
GAPS = (
    "select collector, series, instance, epoch(covered_from) as a, epoch(covered_to) as b, status "
    "from coverage where collector is not null"
)


@dataclass
class Told:
    """What a chain saw; `wrong` says what should not be."""

    runs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    ways: Counter[str] = field(default_factory=Counter)
    struck: int = 0
    missing: int = 0
    gaps: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Told) -> None:
        """Add another chain's."""
        self.runs += other.runs
        self.outcomes += other.outcomes
        self.ways += other.ways
        self.struck += other.struck
        self.missing += other.missing
        self.gaps += other.gaps
        self.wrong += other.wrong


def moments(runs: int) -> list[int]:
    """Return the moments of a chain's runs."""
    return [BEGIN + 300 + STEP_S * number for number in range(runs)]


def undisturbed(folder: Path, runs: int) -> dict[str, list[Row]]:
    """Return what a chain reads that nothing disturbs."""
    with FakeAws(busy_hour(), BEGIN) as fake, pytest.MonkeyPatch.context() as patch:
        surround(patch, fake, folder, *PLACE)
        store = Store.create(folder / "undisturbed")
        run = runner(fake, store)
        for moment in (moments(runs)[0], moments(runs)[-1], NOON):
            fake.clock.set(moment)
            assert run(collectors=_collectors(), fleet=reading(1.5)).outcome == "complete"
        return everything(store)


def _collectors() -> list[object]:
    return [it for it in load_collectors() if not it.opt_in]


def chain(seed: int, runs: int, folder: Path, expected: dict[str, list[Row]]) -> Told:
    """Make a chain of runs, each with its faults."""
    told, chance = Told(), random.Random(seed)
    with FakeAws(busy_hour(), BEGIN, seed=seed) as fake, pytest.MonkeyPatch.context() as patch:
        surround(patch, fake, folder, *PLACE)
        store = Store.create(folder / f"chain-{seed}")
        run = runner(fake, store)
        for number, moment in enumerate(moments(runs)):
            fake.clock.set(moment)
            way = WAYS[(number + seed) % len(WAYS)]
            if number:  # how far back a log or a metric is read is said by the first look at it
                _break(fake, way, chance, moment)
            summary = run(collectors=_collectors(), fleet=reading(1.5))
            told.runs += 1
            told.outcomes[summary.outcome] += 1
            told.ways[str(way)] += 1
            told.struck += sum(rule.struck for rule in fake.faults.rules)
            crashes = [it for result in summary.results for it in result.reasons if " failed at " in it]
            told.wrong += [f"seed {seed}, run {number}, {way}: {it}" for it in crashes]
            gone = "orders-2" if way in {DELETED, TOGETHER} else ""
            fake.faults.clear()
            if not any(it.account.isdigit() for it in summary.results):
                continue  # whose account it is was not to be known: the run says so, nothing is written
            for problem in _unnamed(store, expected, moment, gone, told):
                told.wrong.append(f"seed {seed}, run {number}, {way}: {problem}")
        fake.clock.set(NOON)
        if run(collectors=_collectors(), fleet=reading(1.5)).outcome != "complete":
            told.wrong.append(f"seed {seed}: not complete without faults")
        found = everything(store)
        told.wrong += [
            f"seed {seed}: {name} differs in the end" for name in found if found[name] != expected[name]
        ]
        told.wrong += [f"seed {seed}: the fake: {it}" for it in fake.defects]
    return told


def _break(fake: FakeAws, way: Kind | str, chance: random.Random, moment: int) -> None:
    for kind in ALONE if way == TOGETHER else (way,) if isinstance(way, Kind) else ():
        share = 0.05 if way == TOGETHER else chance.choice([0.1, 0.4, 1.0])
        if kind is Kind.EMPTY_PAGE:  # always would be a log without an end
            share = min(share, 0.4)
        if kind is Kind.DENIED and way != TOGETHER:
            action = chance.choice(
                ["GetMetricData", "DescribeEvents", "FilterLogEvents", "GetResourceMetrics"]
            )
            fake.faults.add(kind, "*", action)
        elif kind is Kind.EXPIRED and way != TOGETHER:
            fake.faults.add(kind, nth=range(chance.randint(3, 25), 1000))
        else:
            fake.faults.add(kind, probability=share)
    if way in {DELETED, TOGETHER}:
        fake.faults.delete_instance(*PLACE, "orders-2", moment - 1, after_calls=chance.randint(2, 20))


def _unnamed(
    store: Store, expected: dict[str, list[Row]], moment: int, gone: str, told: Told
) -> Iterator[str]:
    """Yield what is missing without a name, and what is there and should not be."""
    gaps = [row for row in rows(store, GAPS) if row[5] in {"failed", "partial"}]
    told.gaps += len(gaps)
    for collector, found in everything(store).items():
        until = moment - SETTLED_S[collector]
        wanted = Counter(row for row in expected[collector] if row[1] < until)  # type: ignore[operator]
        there = Counter(row for row in found if row[1] < until)  # type: ignore[operator]
        more = there - wanted
        if more:
            yield f"{collector} has what there is not, or has it twice: {next(iter(more))}"
        for row in wanted - there:
            told.missing += 1
            if not (gone and row[0] == gone) and not _is_named(gaps, collector, row):
                yield f"{collector} lacks {row}, and no gap says so"
                break


def _is_named(gaps: list[Row], collector: str, row: Row) -> bool:
    at = row[1]
    return any(
        gap[0] == collector and gap[2] in {row[0], None, ""} and gap[3] - 300 <= at < gap[4]  # type: ignore[operator] -- a period begins before it
        for gap in gaps
    )
