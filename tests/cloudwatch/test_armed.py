"""An alarm is armed when its exact series has points; else it is quiet by right, or can never fire."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from fake_aws.fixtures import StartFake
from fake_aws.static_world import StaticWorld
from fake_aws.world import Points, Series
from fleet40 import NOW, PLACE, fleet

from aurorascope.catalog import rule_dirs
from aurorascope.cloudwatch.armed import Armed, armed
from aurorascope.collect.discovery import _cluster
from aurorascope.model.inventory import Cluster
from aurorascope.rules.expand import Place, expand
from aurorascope.rules.files import read_rules

TIMES = np.arange(NOW - 6 * 3600, NOW, 60)


def role(metric: str, role_name: str, cluster: str = "c00", **more: object) -> tuple[Series, Points]:
    dimensions = (("Role", role_name), ("DBClusterIdentifier", cluster))
    times = TIMES[: len(TIMES) - int(str(more.get("ended_ago", 0))) // 60]
    return Series("AWS/RDS", metric, dimensions, "Percent"), Points(times, np.ones(len(times)))


@pytest.fixture
def verdicts(start_fake: StartFake) -> dict[str, Armed]:
    """What is said of the alarms of the first cluster, of which some series are published."""
    world = fleet(4)
    published = dict(
        [
            role("CPUUtilization", "WRITER"),
            role("EngineUptime", "WRITER"),
            role("DatabaseConnections", "WRITER", ended_ago=4 * 3600),
            (
                Series("AWS/RDS", "CPUUtilization", (("DBInstanceIdentifier", "c00-1"),), "Percent"),
                Points(TIMES, np.ones(len(TIMES))),
            ),
        ]
    )
    told = StaticWorld(places=[PLACE], records=world.records, metrics={PLACE: published})
    client = start_fake(told, NOW).client("cloudwatch", *PLACE)
    clusters = clusters_of(world)
    alarms, _ = expand(read_rules(rule_dirs()), clusters, Place(*PLACE))
    found = armed(client, alarms, clusters, datetime.fromtimestamp(NOW, UTC))
    return {one.alarm.name.removeprefix("aurorascope-"): one for one in found}


def clusters_of(world: StaticWorld) -> list[Cluster]:
    """Read the fleet as the first look of a run does."""
    instances = world.records[PLACE, "DescribeDBInstances"]
    return [
        _cluster(
            dict(one),
            [dict(each) for each in instances if each["DBClusterIdentifier"] == one["DBClusterIdentifier"]],
            {},
        )
        for one in world.records[PLACE, "DescribeDBClusters"]
    ]


def test_a_series_with_points_arms_its_alarm(verdicts: dict[str, Armed]) -> None:
    assert verdicts["c00-writer-cpu"].verdict == "armed"
    assert verdicts["c00-writer-down"].verdict == "armed"


def test_the_same_metric_of_an_instance_does_not(verdicts: dict[str, Armed]) -> None:
    found = verdicts["c00-readers-cpu"]
    assert found.verdict == "never"
    assert found.reason == (
        "CPUUtilization was not seen with exactly DBClusterIdentifier=c00, Role=READER: "
        "this alarm can never fire"
    )


def test_a_series_that_ended_is_no_longer_armed(verdicts: dict[str, Armed]) -> None:
    assert verdicts["c00-writer-connections"].verdict == "never"


def test_silence_by_right_is_named(verdicts: dict[str, Armed]) -> None:
    assert verdicts["c00-writer-load"].verdict == "quiet"
    assert verdicts["c00-writer-load"].reason == "it has points only while sessions are active"
    assert verdicts["c03-writer-cpu"].reason == "the cluster may be paused"
    assert "`aurorascope alerts evaluate`" in verdicts["c00-log-panic"].reason
    assert verdicts["heartbeat"].verdict == "quiet"


def test_a_composite_is_as_good_as_its_alarms(verdicts: dict[str, Armed]) -> None:
    found = verdicts["c00-writer-in-trouble"]
    assert (found.verdict, found.reason) == ("never", "writer-connections can never fire")
