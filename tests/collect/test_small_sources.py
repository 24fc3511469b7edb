"""Enhanced Monitoring, CloudTrail, alarms: each brings what there is once, and says what it missed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import NOON, PLACE, WHEN, small_fleet
from fake_aws.static_world import StaticWorld
from fake_aws.world import LogEvents
from running import Run, rows, surround

from aurorascope.collect.fleet import Fleet
from aurorascope.store.store import Store

BRIEF = Fleet(options={"enhanced_monitoring": {"back_hours": 2}})


def os_event(at: int) -> str:
    return json.dumps(
        {
            "engine": "Aurora",
            "instanceID": "orders-1",
            "timestamp": "2026-03-14T11:00:00Z",
            "uptime": "1454 days, 19:06:48",
            "numVCPUs": 2,
            "cpuUtilization": {"total": at % 60, "user": 1.5},
            "memory": {"free": 1000, "total": 2000},
            "network": [{"interface": "eth0", "rx": 10.5, "tx": 3}],
            "diskIO": [
                {"readLatency": 0.5, "writeIOsPS": 12},
                {"device": "rdstemp", "await": 0.6, "util": 1.0},
            ],
            "fileSys": [{"name": "rdsfilesys", "mountPoint": "/rdsdbdata", "usedPercent": 11.5}],
            "processList": [
                {"name": "postgres: app shop", "id": 4711, "parentID": 1, "cpuUsedPc": 9.5, "rss": 100,
                 "vss": 900, "vmlimit": 0, "memoryUsedPc": 0.5},
                {"name": "OS processes", "id": 0, "cpuUsedPc": 0.1, "vmlimit": "unlimited"},
            ],
        }
    )  # fmt: skip


@pytest.fixture
def world() -> StaticWorld:
    """The small fleet with an operating system that speaks every fifteen seconds, and one foreign word."""
    world = small_fleet()
    for record in world.records[PLACE, "DescribeDBInstances"]:
        if record["DBInstanceIdentifier"] == "orders-1":
            record["MonitoringInterval"] = 15
    times = np.arange(NOON - 3600, NOON + 3600, 15)
    messages = [os_event(at) for at in times.tolist()]
    messages[4] = "not JSON"
    world.streams[PLACE, "RDSOSMetrics"] = {
        "db-ORDERSONE": LogEvents(times * 1000, times * 1000 + 5000, messages)
    }
    return world


@pytest.fixture
def fake(
    world: StaticWorld, start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> FakeAws:
    fake = start_fake(world, NOON)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    return fake


def test_a_minute_of_the_operating_system_is_the_mean_and_the_most_of_its_events(
    run: Run, store: Store
) -> None:
    run("enhanced_monitoring", fleet=BRIEF)
    found = rows(
        store,
        "select statistic, unit, min(value), max(value), count(*) from metrics "
        "where name = 'cpuUtilization.total' and ts > timestamptz '2026-03-14 11:05Z' "
        "group by all order by 1",
    )
    assert found == [
        ("Average", "Percent", 22.5, 22.5, 52),
        ("Maximum", "Percent", 45.0, 45.0, 52),
        ("SampleCount", "Count", 4.0, 4.0, 52),
    ]


def test_a_disk_without_a_device_is_auroras_storage(run: Run, store: Store) -> None:
    run("enhanced_monitoring", fleet=BRIEF)
    found = rows(
        store,
        "select distinct name, scope, json_extract_string(dimensions, '$.device') from metrics "
        "where name like 'diskIO%' order by all",
    )
    assert found == [
        ("diskIO.await", "device", "rdstemp"),
        ("diskIO.readLatency", "device", "auroraStorage"),
        ("diskIO.util", "device", "rdstemp"),
        ("diskIO.writeIOsPS", "device", "auroraStorage"),
    ]


def test_processes_are_kept_by_the_minute_and_a_limit_may_be_a_word(run: Run, store: Store) -> None:
    run("enhanced_monitoring", fleet=BRIEF)
    found = rows(store, "select distinct pid, name, cpu_pct, rss_kb, vm_limit from processes order by pid")
    assert found == [
        (0, "OS processes", 0.1, None, "unlimited"),
        (4711, "postgres: app shop", 9.5, 100, "0"),
    ]


def test_what_is_no_json_is_counted_and_the_span_says_so(run: Run, store: Store, fake: FakeAws) -> None:
    run("enhanced_monitoring", fleet=BRIEF)
    spans = rows(
        store, "select distinct status, reason from coverage where collector = 'enhanced_monitoring'"
    )
    assert ("partial", "1 events are not JSON as it is known") in spans
    before = rows(store, "select count(*), count(distinct (ts, name, statistic, dimensions)) from metrics")
    run("enhanced_monitoring", fleet=BRIEF)
    assert (
        rows(store, "select count(*), count(distinct (ts, name, statistic, dimensions)) from metrics")
        == before
    )
    fake.clock.advance(600)
    run("enhanced_monitoring", fleet=BRIEF)
    again = rows(store, "select count(*), count(distinct (ts, name, statistic, dimensions)) from metrics")[0]
    assert again[0] == again[1] > before[0][0]


def changed(hours: float, **more: Any) -> dict[str, Any]:
    return {
        "EventId": f"e{hours}",
        "EventName": "ModifyDBCluster",
        "EventTime": WHEN - timedelta(hours=hours),
        "EventSource": "rds.amazonaws.com",
        "ReadOnly": "false",
        "Username": "ops",
        "Resources": [{"ResourceType": "AWS::RDS::DBCluster", "ResourceName": "orders"}],
        **more,
    }


def test_a_change_has_its_actor_and_no_password(run: Run, store: Store, world: StaticWorld) -> None:
    record = {
        "userIdentity": {"arn": "arn:aws:sts::111122223333:assumed-role/deploy/jane"},
        "requestParameters": {"dBClusterIdentifier": "orders", "masterUserPassword": "hunter2", "port": 5433},
    }
    world.trails[PLACE] = [
        changed(3, CloudTrailEvent=json.dumps(record)),
        changed(2, CloudTrailEvent=json.dumps({**record, "errorCode": "AccessDenied"})),
        changed(1, ReadOnly="true", CloudTrailEvent="{}"),
        changed(0.5, CloudTrailEvent="{broken"),
    ]
    run("cloudtrail")
    run("cloudtrail")
    found = rows(
        store,
        'select cluster, resource, attribute, "new", actor from changes '
        "where source = 'cloudtrail' order by ts",
    )
    parameters = '{"dBClusterIdentifier": "orders", "masterUserPassword": "***", "port": 5433}'
    assert found == [
        ("orders", "orders", "ModifyDBCluster", parameters, "assumed-role/deploy/jane"),
        (
            "orders",
            "orders",
            "ModifyDBCluster (refused: AccessDenied)",
            parameters,
            "assumed-role/deploy/jane",
        ),
        ("orders", "orders", "ModifyDBCluster", "{}", "ops"),
    ]


def test_an_alarms_change_of_state_is_there_once(run: Run, store: Store, world: StaticWorld) -> None:
    data = {
        "version": "1.0",
        "oldState": {"stateValue": "OK"},
        "newState": {"stateValue": "ALARM", "stateReason": "Threshold Crossed: 1 datapoint"},
    }
    world.alarm_story[PLACE] = [
        {
            "AlarmName": "lag", "AlarmType": "MetricAlarm", "Timestamp": WHEN - timedelta(hours=4),
            "HistoryItemType": "StateUpdate", "HistorySummary": "Alarm updated from OK to ALARM",
            "HistoryData": json.dumps(data),
        }
    ]  # fmt: skip
    run("alarms")
    run("alarms")
    found = rows(store, "select name, previous, state, reason from alarms")
    assert found == [("lag", "OK", "ALARM", "Threshold Crossed: 1 datapoint")]
