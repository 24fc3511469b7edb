"""Secondary Regions of a global database are found by themselves; a place that refuses stops no other."""

from __future__ import annotations

import copy

import pytest
from fake_aws.aws import FakeAws
from fake_aws.faults import Fault, Kind
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import ACCOUNT, NOON, PLACE, REGION, cpu, small_fleet
from fake_aws.world import Series
from running import Run, rows, runner, surround

from aurorascope.aws.access import Access
from aurorascope.catalog import load_collectors
from aurorascope.collect.fleet import Choice, Fleet
from aurorascope.store.store import Store

AWAY = "us-east-1"
AWAY_PLACE = (ACCOUNT, AWAY)
NO_PAST = {"cloudwatch_metrics": {"past_days": 0}}


@pytest.fixture
def two_regions(
    start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> FakeAws:
    """`orders` is the primary of a global database whose secondary, with its lag, is in another Region."""
    world = small_fleet()
    world.places.append(AWAY_PLACE)
    clusters = copy.deepcopy(world.records[PLACE, "DescribeDBClusters"])[:1]
    instances = copy.deepcopy(world.records[PLACE, "DescribeDBInstances"])[:1]
    away_arn = f"arn:aws:rds:{AWAY}:{ACCOUNT}:cluster:orders-away"
    clusters[0] |= {
        "DBClusterIdentifier": "orders-away",
        "DBClusterArn": away_arn,
        "DBClusterMembers": [
            {"DBInstanceIdentifier": "away-1", "IsClusterWriter": False, "PromotionTier": 1}
        ],
        "TagList": [],
    }
    other = {**copy.deepcopy(clusters[0]), "DBClusterIdentifier": "not-ours", "DBClusterArn": f"{away_arn}x"}
    instances[0] |= {"DBInstanceIdentifier": "away-1", "DBClusterIdentifier": "orders-away"}
    world.records[AWAY_PLACE, "DescribeDBClusters"] = [*clusters, other | {"DBClusterMembers": []}]
    world.records[AWAY_PLACE, "DescribeDBInstances"] = instances
    primary = world.records[PLACE, "DescribeDBClusters"][0]["DBClusterArn"]
    record = {
        "GlobalClusterIdentifier": "orders-global",
        "GlobalClusterResourceId": "cluster-0000000000000000",
        "Status": "available",
        "Engine": "aurora-postgresql",
        "GlobalClusterMembers": [
            {"DBClusterArn": primary, "Readers": [away_arn], "IsWriter": True},
            {"DBClusterArn": away_arn, "Readers": [], "IsWriter": False},
        ],
    }
    for place in (PLACE, AWAY_PLACE):
        world.records[place, "DescribeGlobalClusters"] = [copy.deepcopy(record)]
    lag = Series("AWS/RDS", "AuroraGlobalDBRPOLag", (("DBClusterIdentifier", "orders-away"),), "Milliseconds")
    world.metrics[AWAY_PLACE] = {lag: world.metrics[PLACE][cpu("orders-1")]}
    fake = start_fake(world, NOON)
    surround(monkeypatch, fake, tmp_path_factory.mktemp("aws"), *PLACE)
    return fake


FLEET = Fleet((Choice(Access(), (REGION,), clusters=("orders",)),), options=NO_PAST)


def test_the_secondary_region_is_collected_without_being_named(two_regions: FakeAws, store: Store) -> None:
    summary = runner(two_regions, store)("topology", "cloudwatch_metrics", fleet=FLEET)
    assert summary.outcome == "complete"
    assert rows(
        store, "select distinct region, cluster from topology where resource_type = 'cluster' order by all"
    ) == [
        (REGION, "orders"),
        (AWAY, "orders-away"),
    ]
    assert rows(
        store, "select region, cluster, scope, name from metrics where name like 'AuroraGlobal%' group by all"
    ) == [(AWAY, "orders-away", "global", "AuroraGlobalDBRPOLag")]
    assert rows(store, "select role from roles where instance = 'away-1'") == [("reader",)]


def test_a_region_that_refuses_leaves_the_other_whole(two_regions: FakeAws, store: Store) -> None:
    run = runner(two_regions, store)
    run("rds_events", fleet=FLEET)
    two_regions.clock.advance(300)
    two_regions.faults.rules.append(Fault(Kind.DENIED, "rds", "DescribeDBClusters", region=AWAY))
    summary = run("rds_events", fleet=FLEET)
    assert {it.region: it.outcome for it in summary.results} == {REGION: "complete", AWAY: "failed"}
    failed = rows(
        store, "select region, reason like '%rds:DescribeDBClusters%' from coverage where status = 'failed'"
    )
    assert failed == [(AWAY, True)]


def test_no_collector_that_runs_by_itself_wakes_a_paused_instance(run: Run, fake: FakeAws) -> None:
    run(collectors=[it for it in load_collectors() if not it.opt_in])
    assert fake.woken(*PLACE) == []
