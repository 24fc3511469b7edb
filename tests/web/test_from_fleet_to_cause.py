"""From the Fleet page to a planted cause in at most four clicks; on quiet days nothing is called large.

The incident lab plants, the fake AWS shows, the collectors collect, and a reader who knows nothing clicks: on
what a finding says, or on a cluster, over the peak of a chart, on 'What is different here?', on a row.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from clicking import Reader
from fake_aws.aws import FakeAws

sys.path.insert(0, str(Path(__file__).parents[1] / "collect"))

from lab import lab
from lab.causes import CAUSES
from lab.truth import Truth
from lab.world import LabWorld
from running import account_of, surround

from aurorascope.aws.access import Access
from aurorascope.catalog import load_collectors
from aurorascope.collect.fleet import Choice, Fleet
from aurorascope.collect.run import Orders, collect
from aurorascope.insight.differences import differences
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter
from aurorascope.store.store import Store
from aurorascope.web.site import Site
from aurorascope.web.versions import Versions

if TYPE_CHECKING:
    from aurorascope.model.page import Page

MOST_CLICKS = 4
LOADED = ("performance_insights", "cloudwatch_logs")
SOURCES = {"topology", "rds_events", "cloudtrail", "cloudwatch_metrics", "alarms", *LOADED}
Signs = set[tuple[str, ...]]
# what a finding or a row must say, all the words of one line of these, to be the cause
SIGNS: dict[str, Callable[[Truth], Signs]] = {
    "connection_storm": lambda truth: {
        ("new connections a second", truth.instance),
        ("connected from", truth.numbers["user"]),
        # where neither log nor audit say who connects, that they do is all that anybody can know
        ("DatabaseConnections", truth.instance),
    },
    "deadlock_cycle": lambda truth: {(" deadlocks on ", truth.cluster), ("ERROR 40P01",)},
    "failover_cold_cache": lambda truth: {
        ("failover", truth.numbers["promoted"]),
        ("was cold for", truth.numbers["promoted"]),
    },
    "serverless_ceiling": lambda truth: {("at its ceiling of", truth.cluster)},
    "out_of_memory": lambda truth: {("out of memory", truth.instance)},
    "vacuum_debt": lambda truth: {("could not remove", truth.cluster), ("undo grew to", truth.cluster)},
}


def signs_of(truth: Truth) -> Signs:
    """What names the cause: its own words, else the families of statements that it is about."""
    if truth.cause in SIGNS:
        return SIGNS[truth.cause](truth)
    return {(str(one["fingerprint"]),) for one in truth.statements}


def collected(world: LabWorld, path: Path, begin_s: float, now_s: int, sources: Sequence[str] = ()) -> Store:
    """Collect one cluster: that which was struck, else the first."""
    truth = world.run.truth
    first = world.stage.fleet.clusters[0]
    store = Store.create(path / "store")
    orders = Orders(
        Fleet(choices=(Choice(Access(), clusters=(truth.cluster or first.name,)),), tier="vital"),
        [one for one in load_collectors() if one.name in (sources or SOURCES)],
        since=datetime.fromtimestamp(begin_s, UTC),
        now=datetime.fromtimestamp(now_s, UTC),
    )
    with FakeAws(world, now_s) as fake, pytest.MonkeyPatch.context() as patched:
        surround(patched, fake, path, world.account, truth.region or first.region)
        # on a crowded machine a request may time out; the next run takes in what is missing
        assert any(collect(store, orders, account_of).outcome == "complete" for _ in range(3))
    return store


def struck(seed: int, cause: str, path: Path, before_s: int) -> tuple[Store, Truth]:
    """Collect a day with a cause, from so long before it."""
    world = LabWorld(lab.run(seed, cause, 1, "full" if cause == "serverless_ceiling" else "small"))
    truth, clock = world.run.truth, world.stage.clock
    now_s = int(min(max(truth.end_s, truth.begin_s + 1800) + 600, clock.end_s))
    return collected(world, path, max(truth.begin_s - before_s, clock.start_s), now_s), truth


def names(row: dict[str, Any], column: str, signs: Signs) -> bool:
    said = " ".join((row["_link"].get(column, ""), *map(str, row["_text"].values())))
    return any(all(word in said for word in words) for words in signs)


def way(site: Site, truth: Truth) -> tuple[list[str], Reader] | None:
    """The clicks that lead from Fleet to the cause: the verdict's, a finding's, else over a chart's peak."""
    signs, fleet = signs_of(truth), Reader(site, "/fleet")
    for row in fleet.rows("clusters"):
        link = row["_link"].get("reason")
        if link and truth.cause != "temp_spill" and names(row, "reason", signs):
            return [f"verdict: {row['_text']['reason'][:80]}"], fleet.click(link)
    for row in fleet.rows("findings"):
        link = row["_link"].get("title")
        # a report reads all of its table on any day: that finding names it, and not why it spills
        usual = truth.cause == "temp_spill" and row["check"] == "missing-index"
        if link and not usual and names(row, "title", signs):
            return [f"finding: {row['_text']['title'][:80]}"], fleet.click(link)
    return by_peak(fleet, truth, signs)


def by_peak(fleet: Reader, truth: Truth, signs: Signs) -> tuple[list[str], Reader] | None:
    """The way over the peak of a chart, which asks no check."""
    row = next(row for row in fleet.rows("clusters") if row["cluster"] == truth.cluster)
    for name, brushed in fleet.click(row["_link"]["cluster"]).brushes():
        different = brushed.different()
        for panel, column in (("large", "load_key"), ("keys", "load_key"), ("metrics", "metric")):
            for found in different.rows(panel):
                link = found["_link"].get(column)
                if link and names(found, column, signs):
                    last = found["_text"][column][:60]
                    return [truth.cluster, f"peak of {name}", "what is different", last], different.click(
                        link
                    )
    return None


def large(store: Store, minutes: int, begin: datetime, end: datetime) -> list[str]:
    """What is called large in any window of so many minutes against the one before it."""
    snapshot, width, found = store.snapshot(), timedelta(minutes=minutes), []
    windows = [begin + width * number for number in range((end - begin) // width)]
    rows = [
        run_view(snapshot, "amounts_by_key", Filter(one, one + width), top=20_000).to_pylist()
        for one in windows
    ]
    for number in range(1, len(windows)):
        told = differences(rows[number], rows[number - 1], width.total_seconds())
        found += [
            f"{windows[number]:%H:%M} {row['dimension']} {row['load_key'][:60]}: {row['change']}"
            for row in told
            if row["standing"] == "large"
        ]
    assert any(row["measure"] == "load" for row in rows[-1]), "there was something to compare"
    return found


def test_a_chain_of_locks_is_reached_from_the_fleet_by_clicks_alone(
    tmp_path: Path, pages: tuple[Page, ...]
) -> None:
    store, truth = struck(1, "lock_chain", tmp_path, 1800)
    site = Site(pages, Versions(store))
    for found in (
        way(site, truth),
        by_peak(Reader(site, "/fleet"), truth, signs_of(truth)),
    ):
        assert found is not None
        assert found[1].clicks <= MOST_CLICKS
    assert found[1].request["path"] == f"/queries/{truth.statements[0]['fingerprint']}"


def test_nothing_is_called_large_on_a_quiet_morning(tmp_path: Path) -> None:
    world = LabWorld(lab.run(1, lab.QUIET, 1, "small"))
    begin_s = world.stage.clock.start_s + 9 * 3600
    store = collected(world, tmp_path, begin_s, begin_s + 2 * 3600, LOADED)
    begin = datetime.fromtimestamp(begin_s, UTC)
    assert large(store, 30, begin, begin + timedelta(hours=2)) == []


@pytest.mark.proof
def test_every_planted_cause_is_at_most_four_clicks_from_the_fleet(
    proved: Callable[[str], None], tmp_path: Path, pages: tuple[Page, ...]
) -> None:
    for cause in sorted(CAUSES):
        for seed in (301, 302):
            store, truth = struck(seed, cause, tmp_path / f"{cause}-{seed}", 3 * 3600)
            found = way(Site(pages, Versions(store)), truth)
            assert found is not None, f"{cause} of seed {seed}"
            assert found[1].clicks <= MOST_CLICKS
            proved(f"{cause}, seed {seed}: {found[1].clicks} clicks: {' > '.join(found[0])}")


@pytest.mark.proof
def test_nothing_is_called_large_on_quiet_days(proved: Callable[[str], None], tmp_path: Path) -> None:
    told, windows, differing = [], 0, 0
    for seed in range(311, 317):
        world = LabWorld(lab.run(seed, lab.QUIET, 1, "small"))
        begin_s = world.stage.clock.start_s + 8 * 3600
        store = collected(world, tmp_path / str(seed), begin_s, begin_s + 8 * 3600, LOADED)
        begin = datetime.fromtimestamp(begin_s, UTC)
        for minutes in (15, 30, 60):
            found = large(store, minutes, begin, begin + timedelta(hours=8))
            told += [f"seed {seed}, {minutes} minutes: {one}" for one in found]
            differing += len({one.partition(" ")[0] for one in found})
            windows += 8 * 60 // minutes - 1
    for one in told:
        proved(one)
    proved(
        f"{differing} of {windows} windows on 6 quiet days were said to differ by much from the one before"
    )
    assert differing <= windows / 50
