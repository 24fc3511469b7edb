"""What the pages of Aurora's own parts claim, and what they leave unknown."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from memory import Memory, at

from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter
from aurorascope.rules.facts import volume_limit

HOUR = 3600
DAY = Filter(begin=at(0), end=at(24 * HOUR))


def points(
    name: str, values: list[float], *, every: int = 60, begin: int = 0, **more: object
) -> list[dict[str, Any]]:
    """A series of one metric, a point every so many seconds."""
    row = {"scope": "instance", "statistic": "Average", "dimensions": "{}", "source": "cloudwatch", **more}
    return [
        {**row, "ts": float(begin + every * place), "name": name, "period_s": every, "value": value}
        for place, value in enumerate(values)
    ]


def cluster(memory: Memory, label: str = "local", **attributes: object) -> Memory:
    said = {"Engine": "aurora-postgresql", "EngineVersion": "16.4", "StorageType": "aurora", **attributes}
    return memory.add(
        "topology",
        {
            "resource_type": "cluster",
            "resource_id": label,
            "resource_name": label,
            "cluster": label,
            "instance": None,
            "readings": "{}",
        }
        | {"valid_from": -60.0, "attributes": json.dumps(said)},
    )


def server(memory: Memory, kind: str, name: str = "a") -> Memory:
    return memory.add(
        "topology",
        {
            "resource_type": "instance",
            "resource_id": name,
            "resource_name": name,
            "instance": name,
            "readings": "{}",
        }
        | {"valid_from": -60.0, "attributes": json.dumps({"DBInstanceClass": kind})},
    )


def one(memory: Memory, view: str, **params: Any) -> dict[str, Any]:
    (row,) = run_view(memory, view, DAY, **params).to_pylist()
    return dict(row)


VERSIONS = {
    "postgresql": ("14.20", "15.12", "15.13", "16.8", "16.10", "17.4", "17.5", "18.1"),
    "mysql": tuple(f"8.0.mysql_aurora.{own}" for own in ("2.12.1", "3.09.1", "3.10.0", "4.00.0")),
}


def test_the_limit_of_a_volume_is_the_one_that_the_alarms_know(memory: Memory) -> None:
    known = {version: engine for engine, versions in VERSIONS.items() for version in versions}
    for version, engine in known.items():
        cluster(memory, label=version, Engine=f"aurora-{engine}", EngineVersion=version)
        memory.add("metrics", *points("VolumeBytesUsed", [1e9] * 2, scope="cluster", cluster=version))
    rows = run_view(memory, "volume_growth", DAY).to_pylist()
    assert {row["engine_version"]: row["limit_bytes"] for row in rows} == {
        version: volume_limit(engine, version) for version, engine in known.items()
    }


def test_growth_is_fitted_from_where_the_volume_shrank_last(memory: Memory) -> None:
    grown = [100e9 + hour * 1e9 for hour in range(10)] + [50e9 + hour * 2e9 for hour in range(12)]
    memory.add("metrics", *points("VolumeBytesUsed", grown, every=HOUR, scope="cluster"))
    row = one(cluster(memory), "volume_growth")
    assert row["growth_day"] == pytest.approx(48e9)
    assert (row["shrinks"], row["fitted_hours"]) == (1, 11)
    assert row["days_left"] == pytest.approx((128 * 2**40 - 72e9) / 48e9)


def test_six_hours_are_too_few_to_say_when_a_volume_is_full(memory: Memory) -> None:
    memory.add("metrics", *points("VolumeBytesUsed", [1e9, 2e9, 3e9], every=HOUR, scope="cluster"))
    row = one(cluster(memory), "volume_growth")
    assert (row["growth_day"], row["days_left"]) == (None, None)
    assert row["remark"].startswith("unknown")


def bill(memory: Memory) -> dict[str, Any]:
    return one(memory, "costs", by=("cluster",))


def test_a_bill_is_hours_storage_and_requests_under_both_storage_types(memory: Memory) -> None:
    server(cluster(memory), "db.r6g.xlarge")
    memory.add("metrics", *points("VolumeBytesUsed", [100 * 2**30], scope="cluster"))
    memory.add("metrics", *points("VolumeReadIOPs", [1e6] * 24, every=HOUR, scope="cluster", statistic="Sum"))
    row = bill(memory)
    hours, storage, requests = 730 * 0.52, 100 * 0.10, 730 * 0.20
    assert row["standard_usd"] == row["month_usd"] == pytest.approx(hours + storage + requests)
    assert row["optimized_usd"] == pytest.approx(1.3 * hours + 100 * 0.225)
    assert row["share_io"] == pytest.approx(requests / (hours + storage + requests))
    assert row["remark"].startswith("I/O-Optimized would be cheaper by")


def test_a_class_without_a_price_makes_the_bill_unknown_and_is_named(memory: Memory) -> None:
    server(server(cluster(memory), "db.r6g.large", "a"), "db.z9.large", "b")
    row = bill(memory)
    assert row["month_usd"] is None
    assert row["remark"] == "unknown: no price for 1 x db.z9.large"
    named = one(
        memory, "costs", by=("cluster",), prices='{"db.z9.large": 1.0, "large.r6g": 0.5, "iopt_compute": 1.3}'
    )
    assert named["month_usd"] == pytest.approx(730 * 1.5)


def serverless(memory: Memory, capacity: list[float]) -> Memory:
    cluster(memory, ServerlessV2ScalingConfiguration={"MinCapacity": 1.0, "MaxCapacity": 4.0})
    return memory.add("metrics", *points("ServerlessDatabaseCapacity", capacity, instance="a"))


def test_what_a_ceiling_hid_is_unknown_under_a_higher_one_and_known_under_a_lower(memory: Memory) -> None:
    serverless(memory, [2.0] * 50 + [4.0] * 10)
    tried = {
        (row["tried_least_acu"], row["tried_most_acu"]): row
        for row in run_view(memory, "serverless_replay", DAY).to_pylist()
    }
    assert tried[1.0, 4.0]["acu_hours"] == pytest.approx((50 * 2 + 10 * 4) / 60)
    assert (tried[1.0, 8.0]["acu_hours"], tried[1.0, 8.0]["unknown_minutes"]) == (None, 10)
    assert tried[1.0, 8.0]["remark"].startswith("unknown for 10 minutes")
    assert tried[1.0, 2.0]["acu_hours"] == pytest.approx(2.0)
    assert tried[1.0, 2.0]["cut_minutes"] == 10
    assert tried[4.0, 4.0]["acu_hours"] == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("least", "connected", "says"),
    [
        (1.0, [0.0] * 60, "cannot pause"),
        (0.0, [3.0] * 60, "connections were open all the time"),
        (0.0, [0.0] * 60, "unknown: connections were open in only 0 minutes"),
    ],
)
def test_why_a_pause_did_not_happen_is_told_as_far_as_it_is_known(
    memory: Memory, least: float, connected: list[float], says: str
) -> None:
    cluster(memory, ServerlessV2ScalingConfiguration={"MinCapacity": least, "MaxCapacity": 4.0})
    memory.add("metrics", *points("ServerlessDatabaseCapacity", [1.0] * 60, instance="a"))
    memory.add("metrics", *points("DatabaseConnections", connected, instance="a", statistic="Maximum"))
    assert one(memory, "serverless_instances")["pausing"].startswith(says)


def test_a_restart_leaves_a_cache_cold_until_the_last_point_below(memory: Memory) -> None:
    uptime = [1e6 + 60 * minute for minute in range(60)] + [10.0 + 60 * minute for minute in range(60)]
    hits = [99.0] * 60 + [60.0] * 20 + [98.5] * 40
    memory.add("metrics", *points("EngineUptime", uptime, instance="a", statistic="Minimum"))
    memory.add("metrics", *points("BufferCacheHitRatio", hits, instance="a"))
    memory.add("metrics", *points("ReadIOPS", [1.0] * 60 + [100.0] * 20 + [1.0] * 40, instance="a"))
    row = one(memory, "cache_warmings")
    assert (row["happening"], row["cache"]) == ("restart", "cold, then warm again")
    assert (row["hit_before"], row["hit_lowest"]) == (99.0, 60.0)
    assert row["warm_minutes"] == pytest.approx(20, abs=1)
    assert row["read_blocks"] == 20 * 100 * 60


def test_a_cache_that_nobody_measured_before_is_unknown_not_warm(memory: Memory) -> None:
    memory.add("metrics", *points("EngineUptime", [500.0, 5.0], instance="a", statistic="Minimum"))
    memory.add("metrics", *points("BufferCacheHitRatio", [99.0] * 9, begin=120, instance="a"))
    row = one(memory, "cache_warmings")
    assert (row["warm_minutes"], row["cache"]) == (None, "unknown: no BufferCacheHitRatio from before")


def test_a_debt_tells_hours_left_and_what_is_not_in_use_is_none(memory: Memory) -> None:
    ages = [2e9 + 1e6 * minute / 60 for minute in range(121)]
    memory.add("metrics", *points("MaximumUsedTransactionIDs", ages, instance="a", statistic="Maximum"))
    memory.add(
        "metrics", *points("OldestReplicationSlotLag", [-1.0] * 121, instance="a", statistic="Maximum")
    )
    xid, slot = run_view(memory, "debt", DAY).to_pylist()
    assert xid["growth_hour"] == pytest.approx(1e6)
    assert xid["hours_left"] == pytest.approx((2_144_483_648 - 2.002e9) / 1e6)
    assert (slot["last_value"], slot["hours_left"], slot["remark"]) == (None, None, "not in use")


@pytest.mark.parametrize(
    ("minutes", "lag_ms", "says"),
    [
        (1440, 500.0, "in compliance"),
        (600, 500.0, "unknown: less than nine tenths"),
        (600, 90_000.0, "out of compliance"),
    ],
)
def test_a_day_is_in_compliance_only_where_it_was_measured(
    memory: Memory, minutes: int, lag_ms: float, says: str
) -> None:
    begin = -3 * HOUR  # midnight
    rpo = points("AuroraGlobalDBRPOLag", [lag_ms] * minutes, begin=begin, scope="global", statistic="Maximum")
    (row,) = run_view(memory.add("metrics", *rpo), "global_days", DAY, objective_ms=60_000).to_pylist()
    assert row["compliance"].startswith(says)
    assert row["measured_minutes"] == minutes


def test_a_switchover_takes_from_its_begin_to_the_promotion(memory: Memory) -> None:
    told = {"source_type": "db-cluster", "source_id": "east"}
    memory.add(
        "rds_events",
        {"ts": 60.0, "message": "Global switchover to DB cluster east in Region us-east-1 started.", **told},
        {
            "ts": 100.0,
            "message": "Old primary DB cluster west in Region us-west-2 successfully shut down.",
            **told,
        },
        {
            "ts": 150.0,
            "message": "New primary DB cluster east in Region us-east-1 was successfully promoted.",
            **told,
        },
        {
            "ts": 180.0,
            "message": "Global switchover to DB cluster east in Region us-east-1 finished.",
            **told,
        },
    )
    row = one(memory, "global_drills")
    assert (row["drill"], row["promoted"], row["promoted_region"]) == ("switchover", "east", "us-east-1")
    assert (row["rto_us"], row["outcome"]) == (90_000_000, "completed")


def test_the_next_maintenance_window_and_what_is_forced_stand_on_the_calendar(memory: Memory) -> None:
    cluster(memory, PreferredMaintenanceWindow="thu:05:00-thu:05:30")
    action = {"Action": "system-update", "ForcedApplyDate": "2026-12-02T00:00:00+00:00"}
    memory.add(
        "topology",
        {
            "resource_type": "pending_maintenance",
            "resource_id": "p",
            "resource_name": "local",
            "instance": None,
        }
        | {
            "valid_from": 0.0,
            "readings": "{}",
            "attributes": json.dumps({"PendingMaintenanceActionDetails": [action]}),
        },
    )
    asked = Filter(begin=at(0), end=datetime(2026, 11, 19, 6, tzinfo=UTC))  # a Thursday, after the window
    rows = run_view(memory, "maintenance_calendar", asked).to_pylist()
    assert [(row["due_at"], row["how"]) for row in rows] == [
        (datetime(2026, 11, 26, 5, tzinfo=UTC), "may"),
        (datetime(2026, 12, 2, tzinfo=UTC), "forced"),
    ]


def test_a_cluster_without_logs_has_unknown_errors_and_its_busiest_instance_counts(memory: Memory) -> None:
    cluster(memory)
    for name, load in (("a", 8.0), ("b", 0.0)):
        memory.add(
            "metrics",
            *points("DBLoad", [load], instance=name),
            *points("general.numVCPUs", [2.0], instance=name),
        )
    row = one(memory, "fleet")
    assert (row["errors"], row["deadlocks"]) == (None, None)
    assert (row["share_vcpus"], row["verdict"]) == (4.0, None)


def test_a_public_snapshot_and_a_stale_moment_are_said(memory: Memory) -> None:
    memory.add(
        "topology",
        {
            "resource_type": "cluster",
            "resource_id": "c",
            "resource_name": "local",
            "instance": None,
            "valid_from": 0.0,
        }
        | {
            "attributes": '{"BackupRetentionPeriod":1}',
            "readings": '{"LatestRestorableTime":"2026-11-19T03:00:00Z"}',
        },
        {
            "resource_type": "snapshot",
            "resource_id": "s",
            "resource_name": "s",
            "instance": None,
            "valid_from": 0.0,
        }
        | {
            "attributes": '{"DBClusterIdentifier":"local","SnapshotType":"manual","Restore":["all"]}',
            "readings": "{}",
        },
    )
    memory.add(
        "coverage", {"collector": "topology", "status": "complete", "covered_from": 0.0, "covered_to": 3600.0}
    )
    row = one(memory, "backup_windows")
    assert (row["public_snapshots"], row["stale_us"]) == (1, 3_600_000_000)
    assert "a snapshot is public" in row["remark"]
    assert one(memory, "snapshot_list")["remark"].startswith("public")


def test_a_store_with_nothing_in_it_is_never_ok(memory: Memory) -> None:
    assert {row["verdict"] for row in run_view(memory, "verdicts", Filter()).to_pylist()} == {"unknown"}
