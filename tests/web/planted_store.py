"""A store made without a log: one planted day, and hostile text in every field that a log fills."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import polars as pl

sys.path.insert(0, str(Path(__file__).parent))  # tests of other rooms load this file by its path

from planted_events import analyze, checkpoint, connection, deadlock, lock_wait, plan, temp_file, vacuum
from planted_lines import (
    DAY,
    FAMILIES,
    HOSTILE,
    LABELS,
    SOURCE,
    at,
    error,
    family,
    hostile_entry,
    hostile_family,
    hostile_statement,
    noise,
    statement,
)

from aurorascope.store.store import Store

__all__ = ["DAY", "HOSTILE", "LABELS", "build", "frames"]


def build(path: Path) -> Store:
    """Make the store; the same rows every time."""
    store = Store.create(path)
    with store.writer("planted", LABELS) as writer:
        for table, frame in frames().items():
            writer.write(table, frame)
        store.commit(writer.close())
    return store


def frames() -> dict[str, pl.DataFrame]:
    """One frame a table."""
    statements = [statement(number) for number in range(2_400)]
    hostile = [hostile_statement(number, text) for number, text in enumerate(HOSTILE)]
    entries = [error(number) for number in range(60)]
    entries += [hostile_entry(number, text) for number, text in enumerate(HOSTILE)]
    entries += [noise(number) for number in range(20)]
    return {
        "statements": _frame(statements + hostile),
        "entries": _frame(entries),
        "fingerprints": _frame(
            [family(*one[:3]) for one in FAMILIES] + [hostile_family(n, t) for n, t in enumerate(HOSTILE)]
        ),
        "coverage": _frame([_coverage()]),
        "log_settings": _frame(
            [_setting("log_min_duration_statement", "100ms"), _setting("log_temp_files", "0")]
        ),
        "temp_files": _frame([temp_file(number) for number in range(30)]),
        "connections": _frame([connection(number) for number in range(80)]),
        "lock_waits": _frame([row for number in range(6) for row in lock_wait(number)]),
        "deadlocks": _frame([deadlock(number) for number in range(2)]),
        "checkpoints": _frame([row for number in range(12) for row in checkpoint(number)]),
        "vacuums": _frame([vacuum(number) for number in range(15)]),
        "analyzes": _frame([analyze(number) for number in range(9)]),
        "plans": _frame([plan(number) for number in range(4)]),
        **_collected(),
    }


def _collected() -> dict[str, pl.DataFrame]:
    """What a collector would have brought of the same day: a failover, an hour of load, metrics, notes."""
    noon, minutes = 12 * 3600, range(60)
    told = {"source_type": "db-cluster", "source_id": "shop"}
    keys = (
        ("wait", "CPU", None, None),
        ("wait", HOSTILE[0], None, None),
        ("tokenized_sql", "K1", FAMILIES[0][0], None),
        ("tokenized_sql", "K1", FAMILIES[0][0], "wait"),
        ("tokenized_sql", "other", None, None),
        ("user", "app", None, None),
    )
    load = [
        {"ts": at(noon + 60 * minute), "period_s": 60, "dimension": dimension, "key_id": key, "label": key,
         "fingerprint": family, "by_dimension": by, "by_key_id": "CPU" if by else None, "aas": 1.0 + minute}
        for minute in minutes
        for dimension, key, family, by in keys
    ]  # fmt: skip
    names = (
        "BufferCacheHitRatio", "CPUUtilization", "AuroraReplicaLag", "general.numVCPUs", "DBLoad",
        "FreeableMemory", "DatabaseConnections", "MaximumUsedTransactionIDs", "ServerlessDatabaseCapacity",
        "VolumeBytesUsed", "AuroraGlobalDBRPOLag", "EngineUptime", "ReadIOPS",
    )  # fmt: skip
    metrics = [
        {"ts": at(noon + 60 * minute), "namespace": "AWS/RDS", "name": name, "unit": "None", "value": 90.0,
         "dimensions": '{"DBInstanceIdentifier":"shop-1"}', "scope": "instance", "statistic": statistic,
         "period_s": 60, "source": "cloudwatch", "observed_at": at(noon)}
        for minute in minutes
        for name in names
        for statistic in ("Average", "Maximum")
    ]  # fmt: skip
    return {
        "db_load": _frame(load),
        "metrics": _frame(metrics),
        **_inventory(),
        "processes": _frame([
            {"ts": at(noon), "pid": 4242, "name": f"postgres: app shop {HOSTILE[0]}", "cpu_pct": 3.5,
             "rss_kb": 90_000}
        ]),
        "roles": _frame([{"role": "writer", "valid_from": at(0), "known_by": "poll"}]),
        "rds_events": _frame([
            {"ts": at(noon + 1800), "message": "Started same AZ failover to DB instance: shop-1", **told},
            {"ts": at(noon + 1860), "message": "Completed failover to DB instance: shop-1", **told},
        ]),
        "changes": _frame([
            {"ts": at(noon + 600), "resource": "deployment", "attribute": "annotation", "new": text,
             "source": "annotation", "actor": "ana"}
            for text in HOSTILE
        ]),
    }  # fmt: skip


def _inventory() -> dict[str, pl.DataFrame]:
    """A cluster of one instance, its endpoint, snapshot and tag; hostile names among them."""
    described = {
        "cluster": """{"Engine":"aurora-postgresql","EngineVersion":"16.9","Status":"available",
            "StorageType":"aurora","GlobalClusterIdentifier":"world","DBClusterParameterGroup":"shop",
            "PreferredMaintenanceWindow":"sun:05:00-sun:05:30",
            "ServerlessV2ScalingConfiguration":{"MinCapacity":0.5,"MaxCapacity":8.0}}""",
        "instance": '{"DBInstanceClass":"db.r6g.large","AvailabilityZone":"a","PromotionTier":1}',
        "endpoint": '{"EndpointType":"READER","Endpoint":"shop.ro"}',
        "snapshot": '{"SnapshotType":"manual","DBClusterIdentifier":"shop","Restore":["all"]}',
    }
    held = {"valid_from": at(0), "known_by": "poll"}
    force = {"parameter_group": "cluster shop", "parameter": "rds.force_ssl", "parameter_value": "1"}
    return {
        "topology": _frame([
            {"resource_type": kind, "resource_id": kind, "attributes": attributes, "readings": "{}", **held,
             "resource_name": HOSTILE[1] if kind == "snapshot" else "shop-1"}
            for kind, attributes in described.items()
        ]),
        "tags": _frame([{"resource_id": "c", "tag_key": "stage", "tag_value": HOSTILE[0], **held}]),
        "parameters": _frame([force | held]),
    }  # fmt: skip


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)


def _coverage() -> dict[str, Any]:
    return {
        "run": "planted",
        "source": SOURCE,
        "path": "planted.log",
        "log_kind": "postgresql",
        "route": "file",
        "format": "stderr",
        "prefix": "%t:%r:%u@%d:[%p]:",
        "covered_from": at(0),
        "covered_to": at(86_399),
        "bytes": 1_000_000,
        "entries": 2_500,
        "unparsed_entries": 0,
        "truncated": False,
        "status": "complete",
    }


def _setting(name: str, value: str) -> dict[str, Any]:
    return {"setting": name, "value": value, "valid_from": at(0), "known_by": "log"}
