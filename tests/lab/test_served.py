"""What the lab makes, the fake shows through real boto3 clients without breaking one of AWS's models."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
from fake_aws.fixtures import StartFake

from lab.world import LabWorld

LISTINGS = (
    "describe_db_clusters", "describe_db_instances", "describe_global_clusters", "describe_db_cluster_endpoints", "describe_db_cluster_snapshots",
    "describe_db_cluster_automated_backups", "describe_db_cluster_parameter_groups", "describe_db_parameter_groups", "describe_pending_maintenance_actions",
    "describe_db_major_engine_versions", "describe_db_engine_versions", "describe_certificates",
)  # fmt: skip
SECONDARY_ONLY = {
    "AuroraGlobalDBRPOLag",
    "AuroraGlobalDBProgressLag",
    "AuroraGlobalDBReplicationLag",
    "AuroraGlobalDBReplicatedWriteIO",
    "AuroraGlobalDBDataTransferBytes",
}


@pytest.mark.parametrize("cause", ["quiet", "failover_cold_cache"])
def test_every_describe_call_is_answered_in_every_region(
    cause: str, ran: Callable[..., LabWorld], start_fake: StartFake
) -> None:
    world = ran(3, cause)
    fake = start_fake(world, world.stage.clock.end_s)
    for region in world.regions(world.account):
        rds = fake.client("rds", world.account, region)
        for listing in LISTINGS:
            getattr(rds, listing)()
        for cluster in rds.describe_db_clusters()["DBClusters"]:
            values = {
                one["ParameterName"]: one.get("ParameterValue")
                for one in rds.describe_db_cluster_parameters(
                    DBClusterParameterGroupName=cluster["DBClusterParameterGroup"]
                )["Parameters"]
            }
            assert {"log_min_duration_statement", "long_query_time"} & set(values)
        assert rds.describe_events(Duration=1440)["Events"]


def test_metrics_have_aws_dimension_sets(ran: Callable[..., LabWorld]) -> None:
    world = ran(3)
    fleet = world.stage.fleet
    away = {cluster.region for cluster in fleet.clusters if cluster.secondary_of}
    for region in fleet.regions():
        series = world.series(world.account, region)
        assert len(set(series)) == len(series)
        sets: dict[str, set[frozenset[str]]] = {}
        for one in series:
            sets.setdefault(one.name, set()).add(frozenset(name for name, _ in one.dimensions))
        assert sets["VolumeReadIOPs"] >= {
            frozenset({"DbClusterIdentifier", "EngineName"}),
            frozenset({"EngineName"}),
        }
        assert sets["CPUUtilization"] == {
            frozenset(one)
            for one in (
                {"DBInstanceIdentifier"},
                {"DBClusterIdentifier"},
                {"DBClusterIdentifier", "Role"},
                {"DatabaseClass"},
                {"EngineName"},
                set(),
            )
        }
        assert sets["DBLoad"] == {
            frozenset(one)
            for one in ({"DBInstanceIdentifier"}, {"DBClusterIdentifier"}, {"DBClusterIdentifier", "Role"})
        }
        assert (set(sets) >= SECONDARY_ONLY) == (region in away)
        assert "ReplicaLag" not in sets


def test_a_role_follows_the_failover(ran: Callable[..., LabWorld]) -> None:
    world = ran(3, "failover_cold_cache")
    truth, clock = world.run.truth, world.stage.clock
    writer = next(
        one
        for one in world.series(world.account, truth.region)
        if one.name == "DatabaseConnections"
        and set(one.dimensions) == {("DBClusterIdentifier", truth.cluster), ("Role", "WRITER")}
    )
    points = world.points(world.account, truth.region, writer, clock.start_s, clock.end_s)
    values = dict(zip(points.times.tolist(), points.average.tolist(), strict=True))
    for moment, name in ((truth.begin_s - 600, truth.instance), (truth.end_s, truth.numbers["promoted"])):
        minute = clock.minute(moment)
        assert (
            values[int(clock.times[minute])]
            == world.instance_metrics(name).value("DatabaseConnections")[minute]
        )


def test_points_asked_for_in_pieces_are_the_points_asked_for_at_once(ran: Callable[..., LabWorld]) -> None:
    world = ran(3)
    clock = world.stage.clock
    region = world.regions(world.account)[0]
    for series in world.series(world.account, region)[::25]:
        whole = world.points(world.account, region, series, clock.start_s, clock.end_s)
        middle = clock.start_s + 43_200
        parts = [
            world.points(world.account, region, series, clock.start_s, middle),
            world.points(world.account, region, series, middle, clock.end_s),
        ]
        assert np.array_equal(np.concatenate([part.average for part in parts]), whole.average)


def test_get_metric_data_says_what_the_simulation_counted(
    ran: Callable[..., LabWorld], start_fake: StartFake
) -> None:
    world = ran(3)
    clock = world.stage.clock
    fake = start_fake(world, clock.end_s + 3600)
    name, track = next(iter(world.tracks.items()))
    answer = fake.client("cloudwatch", world.account, track.instance.region).get_metric_data(
        MetricDataQueries=[{"Id": "a", "MetricStat": {"Metric": {"Namespace": "AWS/RDS", "MetricName": "DBLoad", "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": name}]}, "Period": 60, "Stat": "Average"}}],
        StartTime=datetime.fromtimestamp(clock.start_s, UTC), EndTime=datetime.fromtimestamp(clock.start_s + 3600, UTC), ScanBy="TimestampAscending",
    )  # fmt: skip
    values = answer["MetricDataResults"][0]["Values"]
    load = track.samples[:60].sum((1, 2)) / 60
    assert values == pytest.approx(load[load > 0].tolist())


def test_a_paused_instance_shows_three_metrics(ran: Callable[..., LabWorld]) -> None:
    world = next(
        world
        for world in (ran(seed) for seed in (1, 7, 3))
        if any(track.paused.any() for track in world.tracks.values())
    )
    name, track = next((name, track) for name, track in world.tracks.items() if track.paused.any())
    minute = int(np.flatnonzero(track.paused)[5])
    shown = {
        metric
        for metric, held in world.instance_metrics(name).held.items()
        if not np.isnan(held.values[minute])
    }
    assert shown == {"CPUUtilization", "ACUUtilization", "ServerlessDatabaseCapacity"}
    assert all(world.instance_metrics(name).value(metric)[minute] == 0 for metric in shown)
    assert world.paused(world.account, track.instance.region, name, int(track.clock.times[minute]))
