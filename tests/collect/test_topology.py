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
