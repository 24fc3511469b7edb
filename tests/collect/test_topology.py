"""What there is and how it changed: roles through a failover, states with their time, refusals named."""

from __future__ import annotations

from typing import Any

import pytest
from fake_aws.aws import FakeAws
from fake_aws.faults import Fault, Kind
from fake_aws.small_fleet import PLACE, arn, event
from running import Run, rows

from aurorascope.aws.access import Access
from aurorascope.collect.fleet import Choice, Fleet
from aurorascope.store.store import Store


def records(fake: FakeAws, operation: str) -> list[dict[str, Any]]:
    return fake.world.records.setdefault((PLACE, operation), [])  # type: ignore[attr-defined, no-any-return]


def fail_over(fake: FakeAws) -> None:
    cluster = next(it for it in records(fake, "DescribeDBClusters") if it["DBClusterIdentifier"] == "orders")
    for member in cluster["DBClusterMembers"]:
        member["IsClusterWriter"] = not member["IsClusterWriter"]


def test_clusters_and_instances_have_a_row_with_what_aws_says(run: Run, store: Store) -> None:
    assert run("topology").results[0].reasons == []
    assert rows(
        store,
        "select resource_type, resource_name, parent_id, cluster, instance, attributes->>'$.Engine' as e "
        "from topology where resource_type in ('cluster', 'instance') order by all",
    ) == [
        ("cluster", "idle", None, "idle", None, "aurora-postgresql"),
        ("cluster", "orders", None, "orders", None, "aurora-postgresql"),
        ("instance", "idle-1", "idle", "idle", "idle-1", "aurora-postgresql"),
        ("instance", "orders-1", "orders", "orders", "orders-1", "aurora-postgresql"),
        ("instance", "orders-2", "orders", "orders", "orders-2", "aurora-postgresql"),
    ]
    assert rows(
        store, "select resource_id like '%cluster:orders', tag_value from tags where cluster = 'orders'"
    ) == [(True, "orders")]


def test_nothing_changes_while_nothing_does(run: Run, store: Store, fake: FakeAws) -> None:
    run("topology")
    before = rows(store, "select count(*) from topology"), rows(store, "select count(*) from changes")
    fake.clock.advance(3700)
    run("topology")
    assert (
        rows(store, "select count(*) from topology"),
        rows(store, "select count(*) from changes"),
    ) == before


def test_the_writer_follows_a_failover_from_the_moment_that_the_event_says(
    run: Run, store: Store, fake: FakeAws
) -> None:
    run("topology")
    fake.clock.advance(300)
    fail_over(fake)
    records(fake, "DescribeEvents").append(event(-2, "Completed failover to DB instance: orders-2"))
    run("topology")
    assert rows(
        store,
        "select instance, role, strftime(valid_from, '%H:%M') as f, strftime(valid_to, '%H:%M') as t, "
        "known_by from roles where cluster = 'orders' order by instance, valid_from",
    ) == [
        ("orders-1", "writer", "12:00", "12:02", "poll"),
        ("orders-1", "reader", "12:02", None, "event"),
        ("orders-2", "reader", "12:00", "12:02", "poll"),
        ("orders-2", "writer", "12:02", None, "event"),
    ]
    assert rows(
        store, "select resource, old, new, source from changes where attribute = 'role' order by 1"
    ) == [
        ("role of orders-1", "writer", "reader", "event"),
        ("role of orders-2", "reader", "writer", "event"),
    ]


def test_an_instance_that_is_gone_has_an_end(run: Run, store: Store, fake: FakeAws) -> None:
    run("topology")
    fake.clock.advance(300)
    listed = records(fake, "DescribeDBInstances")
    listed[:] = [it for it in listed if it["DBInstanceIdentifier"] != "orders-2"]
    run("topology")
    gone = "select strftime(valid_to, '%H:%M') from topology where resource_name = 'orders-2'"
    assert rows(store, gone) == [("12:05",)]
    assert ("instance orders-2", "true", "false") in rows(
        store, "select resource, old, new from changes where attribute = 'exists'"
    )


def test_what_is_not_chosen_any_more_is_not_called_gone(run: Run, store: Store, fake: FakeAws) -> None:
    run("topology")
    fake.clock.advance(300)
    run("topology", fleet=Fleet((Choice(Access(), clusters=("orders",)),)))
    assert rows(store, "select count(*) from topology where valid_to is not null") == [(0,)]


def test_a_public_snapshot_is_known_as_such(run: Run, store: Store, fake: FakeAws) -> None:
    snapshot = {
        "DBClusterSnapshotIdentifier": "before",
        "DBClusterIdentifier": "orders",
        "SnapshotType": "manual",
        "DBClusterSnapshotArn": arn("cluster-snapshot", "before"),
        "Engine": "aurora-postgresql",
        "Status": "available",
        "PercentProgress": 100,
    }
    records(fake, "DescribeDBClusterSnapshots").append(snapshot)
    fake.world.children[PLACE, "DescribeDBClusterSnapshotAttributes", "before"] = [  # type: ignore[attr-defined]
        {"DBClusterSnapshotIdentifier": "before",
         "DBClusterSnapshotAttributes": [{"AttributeName": "restore", "AttributeValues": ["all"]}]}
    ]  # fmt: skip
    run("topology")
    assert rows(
        store,
        "select cluster, attributes->>'$.Restore', readings->>'$.PercentProgress' from topology "
        "where resource_type = 'snapshot'",
    ) == [("orders", '["all"]', "100")]


@pytest.mark.parametrize("operation", ["DescribeDBProxies", "DescribeDBClusterEndpoints"])
def test_a_listing_that_is_denied_stops_no_other(
    run: Run, store: Store, fake: FakeAws, operation: str
) -> None:
    fake.faults.rules.append(Fault(Kind.DENIED, "rds", operation))
    summary = run("topology")
    assert summary.outcome == "partial"
    assert f"rds:{operation}" in " ".join(summary.results[0].reasons)
    assert rows(store, "select count(*) from topology where resource_type = 'cluster'") == [(2,)]
    assert rows(store, "select count(*) > 0 from coverage where status = 'failed'") == [(True,)]


@pytest.mark.parametrize("operation", ["DescribeDBProxies", "DescribeDBClusterSnapshots"])
@pytest.mark.parametrize("first", [True, False])
def test_a_look_that_is_not_refused_closes_those_that_were(
    run: Run, store: Store, fake: FakeAws, operation: str, first: bool
) -> None:
    if not first:
        run("topology")
        fake.clock.advance(3700)
    fake.faults.rules.append(Fault(Kind.DENIED, "rds", operation))
    for _ in range(2):
        run("topology")
        fake.clock.advance(300)
    fake.faults.clear()
    assert run("topology").outcome == "complete"
    assert rows(store, "select series from coverage where status <> 'complete'") == []


def test_a_failover_whose_moment_nobody_says_leaves_no_gap_that_stays(
    run: Run, store: Store, fake: FakeAws
) -> None:
    run("topology")
    fake.clock.advance(300)
    fail_over(fake)
    fake.faults.rules.append(Fault(Kind.DENIED, "rds", "DescribeEvents"))
    assert run("topology").outcome == "partial"
    fake.clock.advance(300)
    run("topology")
    assert rows(store, "select series from coverage where status <> 'complete'") == []
    writers = rows(store, "select instance, known_by from roles where role = 'writer' and valid_to is null")
    assert ("orders-2", "poll") in writers


def test_versions_say_what_they_can_be_upgraded_to_and_quotas_how_much_is_used(
    run: Run, store: Store, fake: FakeAws
) -> None:
    for record in records(fake, "DescribeDBClusters"):
        record["EngineVersion"] = "16.4"
    for version, status in (("16.4", "deprecated"), ("15.2", "available")):
        target = {"Engine": "aurora-postgresql", "EngineVersion": "16.9", "IsMajorVersionUpgrade": False}
        records(fake, "DescribeDBEngineVersions").append({
            "Engine": "aurora-postgresql", "EngineVersion": version, "Status": status,
            "ValidUpgradeTarget": [target],
        })  # fmt: skip
    quota = {"AccountQuotaName": "DBClusters", "Used": 2, "Max": 40}
    records(fake, "DescribeAccountAttributes").append(quota)
    run("topology")
    fake.clock.advance(86_400)
    quota["Used"] = 39
    run("topology")
    assert rows(
        store,
        "select resource_name, attributes->>'$.Status', "
        "attributes->>'$.ValidUpgradeTarget[0].EngineVersion' from topology "
        "where resource_type = 'engine_version'",
    ) == [("16.4", "deprecated", "16.9")]
    assert rows(
        store,
        "select resource_name, attributes->>'$.Max', readings->>'$.Used' from topology "
        "where resource_type = 'quota'",
    ) == [("DBClusters", "40", "39")]
    assert rows(store, "select count(*) from changes where attribute like '%Used%'") == [(0,)]


def test_parameters_that_matter_are_kept_and_say_what_the_logs_leave_out(
    run: Run, store: Store, fake: FakeAws
) -> None:
    for record in records(fake, "DescribeDBClusters"):
        record["DBClusterParameterGroup"] = "of-all"
    parameters = [
        {"ParameterName": name, "ParameterValue": value, "Source": source, "ApplyType": "dynamic"}
        for name, value, source in (
            ("log_min_duration_statement", "500", "user"),
            ("max_connections", "LEAST({DBInstanceClassMemory/9531392},5000)", "system"),
            ("cursor_tuple_fraction", "0.1", "engine-default"),
        )
    ]
    fake.world.children[PLACE, "DescribeDBClusterParameters", "of-all"] = parameters  # type: ignore[attr-defined]
    run("parameters")
    assert rows(store, "select parameter_group, parameter from parameters order by 2") == [
        ("cluster of-all", "log_min_duration_statement"),
        ("cluster of-all", "max_connections"),
    ]
    assert rows(store, "select instance, setting, value, known_by from log_settings order by 1") == [
        (name, "log_min_duration_statement", "500", "api") for name in ("idle-1", "orders-1", "orders-2")
    ]
    parameters[0]["ParameterValue"] = "100"
    fake.clock.advance(3700)
    run("parameters")
    assert rows(store, "select resource, old, new from changes where attribute = 'parameter_value'") == [
        ("parameter log_min_duration_statement of cluster of-all", "500", "100")
    ]
