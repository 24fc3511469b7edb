"""A store of what few fleets have: parallel query, forwarding, blue/green, backtrack, clones, drills, pauses.

Constructed rows, in the words of AWS's documentation; no account of ours has ever shown them.
"""
# ruff: noqa: E501 - rows are read across

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from aurorascope.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

DAY = datetime(2026, 11, 19, tzinfo=UTC)
LABELS = {"account": "111122223333", "region": "eu-central-1", "cluster": "orders", "instance": "orders-1"}
MINUTES = range(0, 360, 2)
# of an instance: name, unit, and what it was in a minute
MEASURED: tuple[tuple[str, str, float, float], ...] = (
    ("Aurora_pq_request_attempted", "Count", 120, 15),
    ("Aurora_pq_request_executed", "Count", 90, 10),
    ("Aurora_pq_request_not_chosen_below_min_rows", "Count", 22, 4),
    ("Aurora_pq_request_not_chosen_few_pages_outside_buffer_pool", "Count", 8, 3),
    ("Aurora_pq_pages_pushed_down", "Count", 480_000, 20_000),
    ("ResultSetCacheHitRatio", "Percent", 61, 5),
    ("AuroraOptimizedReadsCacheHitRatio", "Percent", 88, 4),
    ("DDLLatency", "Milliseconds", 42, 12),
    ("DDLThroughput", "Count/Second", 0.4, 0.1),
    ("ForwardingReplicaDMLLatency", "Milliseconds", 18, 4),
    ("ForwardingReplicaDMLThroughput", "Count/Second", 35, 9),
    ("ForwardingReplicaOpenSessions", "Count", 6, 2),
    ("AuroraDMLRejectedMasterFull", "Count", 0.2, 0.2),
    ("AuroraBinlogReplicaLag", "Seconds", 14, 11),
    ("ClientConnections", "Count", 210, 25),
    ("DatabaseConnectionsCurrentlySessionPinned", "Count", 31, 9),
    ("QueryResponseLatency", "Microseconds", 5200, 900),
    ("BacktrackWindowActual", "Count", 1400, 60),
    ("BacktrackChangeRecordsStored", "Count", 88_000_000, 500_000),
)


def build(path: Path) -> Store:
    """Make the store; the same rows every time."""
    store = Store.create(path)
    with store.writer("seldom", LABELS) as writer:
        for table, rows in rows_of_tables().items():
            writer.write(table, pl.DataFrame(rows, infer_schema_length=None))
        store.commit(writer.close())
    return store


def rows_of_tables() -> dict[str, list[dict[str, Any]]]:
    """The rows of each table."""
    read = {"collector": "cloudwatch_metrics", "series": "metrics", "status": "complete", "instance": None}
    return {
        "metrics": _metrics(),
        "topology": _inventory(),
        "rds_events": _events(),
        "audit": _audit(),
        "coverage": [read | {"covered_from": _at(0), "covered_to": _at(360)}],
    }


def _at(minute: float) -> datetime:
    return DAY + timedelta(minutes=minute)


def _point(
    name: str, unit: str, minute: int, value: float, statistic: str, **labels: str | None
) -> dict[str, Any]:
    return {
        "ts": _at(minute), "namespace": "AWS/RDS", "name": name, "unit": unit, "value": value, "statistic": statistic,
        "dimensions": "{}", "scope": "instance", "period_s": 120, "source": "cloudwatch", "observed_at": _at(minute),
        **LABELS, **labels,
    }  # fmt: skip


def _metrics() -> list[dict[str, Any]]:
    rows = [
        _point(name, unit, minute, usual + wide * ((minute * 7) % 11 - 5) / 5, "Average")
        for name, unit, usual, wide in MEASURED
        for minute in MINUTES
    ]
    alerts = [_point("BacktrackWindowAlert", "Count", minute, 1.0, "Sum") for minute in (40, 42)]
    for minute in MINUTES:
        acu = 0.0 if minute >= 200 else 2.0 + minute // 40
        quiet = {"cluster": "quiet", "instance": "quiet-1"}
        rows.append(_point("ServerlessDatabaseCapacity", "Count", minute, acu, "Average", **quiet))
        rows.append(
            _point("DatabaseConnections", "Count", minute, 0.0 if acu == 0 else 3.0, "Maximum", **quiet)
        )
        rows.append(
            _point("VolumeBytesUsed", "Bytes", minute, 4e10, "Average", cluster="orders-copy", instance=None)
        )
    return rows + alerts


def _inventory() -> list[dict[str, Any]]:
    mysql = {
        "Engine": "aurora-mysql", "EngineVersion": "8.0.mysql_aurora.3.08.0", "Status": "available", "CloneGroupId": "g-1",
        "ClusterCreateTime": "2026-03-01T08:00:00Z", "BacktrackWindow": 86_400, "LocalWriteForwardingStatus": "enabled",
        "GlobalWriteForwardingStatus": "disabled", "ReplicationSourceIdentifier": "arn:aws:rds:eu-central-1:111122223333:db:old",
        "GlobalClusterIdentifier": "world",
    }  # fmt: skip
    copy = mysql | {"ClusterCreateTime": "2026-11-02T08:00:00Z", "BacktrackWindow": 0}
    quiet = {
        "Engine": "aurora-postgresql", "EngineVersion": "16.9", "Status": "available",
        "ServerlessV2ScalingConfiguration": {"MinCapacity": 0, "MaxCapacity": 8, "SecondsUntilAutoPause": 600},
    }  # fmt: skip
    kinds: list[tuple[str, str, dict[str, Any], dict[str, str | None]]] = [
        ("cluster", "orders", mysql, {"instance": None}),
        ("cluster", "orders-copy", copy, {"cluster": "orders-copy", "instance": None}),
        ("cluster", "quiet", quiet, {"cluster": "quiet", "instance": None}),
        ("instance", "orders-1", {"DBInstanceClass": "db.r6g.2xlarge", "PromotionTier": 1}, {}),
        (
            "instance",
            "quiet-1",
            {"DBInstanceClass": "db.serverless", "PromotionTier": 1},
            {"cluster": "quiet", "instance": "quiet-1"},
        ),
        (
            "blue_green_deployment",
            "orders-to-84",
            {"Source": "orders", "Target": "orders-green", "Status": "AVAILABLE", "StatusDetails": "lag 0 s"},
            {"instance": None},
        ),
        (
            "backtrack",
            "b-1",
            {"BacktrackRequestCreationTime": "2026-11-18T21:10:00Z", "Status": "COMPLETED"},
            {"instance": None},
        ),
        (
            "proxy",
            "orders-proxy",
            {
                "EngineFamily": "MYSQL",
                "IdleClientTimeout": 1800,
                "RequireTLS": "false",
                "Status": "available",
            },
            {"instance": None},
        ),
        (
            "proxy_target",
            "orders-1",
            {
                "DBProxyName": "orders-proxy",
                "Role": "READ_WRITE",
                "TargetHealth": {"State": "UNAVAILABLE", "Reason": "PENDING_PROXY_CAPACITY"},
            },
            {},
        ),
    ]
    return [
        {"resource_type": kind, "resource_id": f"{kind}-{name}", "resource_name": name, "attributes": json.dumps(said),
         "readings": "{}", "valid_from": _at(0), "known_by": "poll", **LABELS, **labels}
        for kind, name, said, labels in kinds
    ]  # fmt: skip


def _events() -> list[dict[str, Any]]:
    told = (
        (60, "db-cluster", "orders", "Global switchover to DB cluster orders-west in Region eu-west-1 started."),
        (61.5, "db-cluster", "orders", "New primary DB cluster orders-west in Region eu-west-1 was successfully promoted."),
        (64, "db-cluster", "orders", "Global switchover to DB cluster orders-west in Region eu-west-1 finished."),
        (200, "db-instance", "quiet-1", "The instance was paused because of inactivity."),
        (330, "db-instance", "quiet-1", "The instance was resumed."),
    )  # fmt: skip
    return [
        {"ts": _at(minute), "source_type": kind, "source_id": name, "message": message}
        for minute, kind, name, message in told
    ]


def _audit() -> list[dict[str, Any]]:
    did = (
        ("ana", "DDL", "DROP TABLE", "orders_2019", "DROP TABLE orders_2019", "ok"),
        ("app", "CONNECT", "CONNECT", "", "", "ok"),
        ("mallory", "CONNECT", "FAILED_CONNECT", "", "", "1045"),
        ("app", "READ", "QUERY", "customers", "SELECT * FROM customers WHERE id = 7", "ok"),
    )
    return [
        {"ts": _at(10 * number), "actor": actor, "class": sort, "operation": operation, "object": thing or None,
         "statement": statement or None, "outcome": outcome, "source": "00000000000000bb", "offset": 100 * number}
        for number, (actor, sort, operation, thing, statement, outcome) in enumerate(did)
    ]  # fmt: skip
