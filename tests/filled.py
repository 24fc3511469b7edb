"""A store in memory with some hundred rows of every sort, always the same, for tests over all views."""

from __future__ import annotations

import random
from typing import Any

from memory import Memory, at

FAMILIES = {
    "aaaa": ("SELECT * FROM t WHERE id = ?", "select"),
    "bbbb": ("UPDATE t SET x = ? WHERE id = ?", "update"),
    "cccc": ("CREATE TABLE u (id int)", "ddl"),
    "dddd": ("SELECT pg_sleep(?)", None),
}
SPAN_S = 6 * 3600
_TRIED = {"ts": 0.0, "rule": "writer-cpu", "threshold": 90.0, "firings": 2, "alarm_s": 600, "nights": 1}
ALERTS: dict[str, dict[str, object]] = {
    "alert_rules": {"ts": 0.0, "rule": "writer-cpu", "title": "CPU", "cases": 2, "reason": "Because."},
    "alert_replays": {**_TRIED, "replay_verdict": "replayed", "flaps": 0, "incidents": 1, "warned": 1},
    "alert_tried": {**_TRIED, "factor": 1.0, "flaps": 0, "warned": 1},
    "alert_hours": {"ts": 0.0, "rule": "writer-cpu", "worst": 95.0, "threshold": 90.0, "alarm_s": 600},
    "alarms": {"ts": 60.0, "name": "aurorascope-shop-writer-cpu", "previous": "OK", "state": "ALARM"},
}
_MINUTE = {"ts": 60.0, "period_s": 60, "aas": 1.5}
CLUSTER = (
    '{"Engine":"aurora-postgresql","EngineVersion":"16.9","Status":"available","BackupRetentionPeriod":7,'
    '"GlobalClusterIdentifier":"world","StorageType":"aurora","CloneGroupId":"g","BacktrackWindow":60,'
    '"PreferredMaintenanceWindow":"sun:05:00-sun:05:30",'
    '"ServerlessV2ScalingConfiguration":{"MinCapacity":0.5,"MaxCapacity":8.0}}'
)
INSTANCE = (
    '{"DBInstanceClass":"db.r6g.large","AvailabilityZone":"a","PromotionTier":1,'
    '"InstanceCreateTime":"2026-11-01T00:00:00Z"}'
)
COLLECTED: dict[str, list[dict[str, object]]] = {
    "db_load": [
        {**_MINUTE, "dimension": "total", "key_id": "total", "label": "total"},
        {**_MINUTE, "dimension": "wait", "key_id": "CPU", "label": "CPU"},
        {**_MINUTE, "dimension": "tokenized_sql", "key_id": "k", "label": "SELECT", "fingerprint": "aaaa"},
        {**_MINUTE, "dimension": "tokenized_sql", "key_id": "k", "label": "SELECT", "fingerprint": "aaaa",
         "by_dimension": "wait", "by_key_id": "CPU", "period_s": 300},
    ],
    "sql_stats": [
        {"ts": 60.0, "period_s": 60, "tokenized_id": "k", "fingerprint": "aaaa", "query_id": 7, "calls": 4,
         "total_time_us": 900, "rows": 4, "origin": "pg_stat_statements", "anew": False},
        {"ts": 120.0, "period_s": 60, "tokenized_id": "k", "query_id": 7, "calls": 3, "total_time_us": 900},
    ],
    "lock_trees": [
        {"ts": 120.0 + 60 * minute, "instance": "one", "tree_id": "0", "path": f"0.{pid}", "pid": pid, "blocked_by": held,
         "root_pid": root, "depth": depth, "wait_us": None if root is None else 30_000_000 + minute * 60_000_000,
         "state": "idle in transaction" if root is None else "active", "fingerprint": "bbbb", "user_name": "app",
         "sql": "UPDATE t SET x = 1"}
        for minute in range(3)
        for pid, held, root, depth in ((900, [], None, 0), (901, [900], 900, 1), (902, [901], 900, 2))
    ],
    "pooler_stats": [
        {"ts": 60.0, "source": "s1", "queries_per_s": 5, "transactions_per_s": 4, "received_per_s": 100,
         "sent_per_s": 200, "query_us": 50, "transaction_us": 60, "pool_wait_us": 7},
    ],
    "table_stats": [
        {"ts": 60.0, "period_s": 60, "relation": "public.t", "database_name": "shop", "tuples_inserted": 5,
         "tuples_dead": 2, "tuples_live": 8, "seq_tuples": 40, "anew": False},
    ],
    "rds_events": [
        {"ts": 600.0, "source_type": "db-cluster", "source_id": "local",
         "message": "Started same AZ failover to DB instance: two"},
        {"ts": 660.0, "source_type": "db-cluster", "source_id": "local",
         "message": "Completed failover to DB instance: two"},
        {"ts": 900.0, "source_type": "db-cluster", "source_id": "local",
         "message": "Global switchover to DB cluster local in Region eu-west-1 started."},
    ],
    "roles": [
        {"role": "writer", "instance": "two", "valid_from": 660.0},
        {"role": "reader", "instance": "one", "valid_from": 660.0},
    ],
    "topology": [
        {"resource_type": "cluster", "resource_id": "cluster-1", "instance": None, "resource_name": "local",
         "valid_from": 0.0, "attributes": CLUSTER, "readings": '{"LatestRestorableTime":"2026-11-19T08:55:00Z"}'},
        *(
            {"resource_type": "instance", "resource_id": f"db-{name}", "resource_name": name,
             "instance": name, "valid_from": 0.0, "attributes": INSTANCE, "readings": "{}"}
            for name in ("one", "two")
        ),
        {"resource_type": "snapshot", "resource_id": "s", "resource_name": "s", "instance": None,
         "valid_from": 0.0, "attributes": '{"SnapshotType":"automated"}', "readings": "{}"},
        {"resource_type": "proxy", "resource_id": "p", "resource_name": "p", "instance": None,
         "valid_from": 0.0, "attributes": '{"EngineFamily":"POSTGRESQL"}', "readings": "{}"},
        {"resource_type": "endpoint", "resource_id": "e", "resource_name": "e", "instance": None,
         "valid_from": 0.0, "attributes": '{"EndpointType":"READER","Endpoint":"e"}', "readings": "{}"},
    ],
    "metrics": [
        {"ts": 60.0 * minute, "name": name, "statistic": "Average", "scope": "instance",
         "instance": instance, "period_s": 60, "unit": "Percent", "value": 99.0, "namespace": "AWS/RDS",
         "dimensions": "{}", "source": "cloudwatch"}
        for minute in range(90) for instance in ("one", "two")
        for name in (
            "BufferCacheHitRatio", "CPUUtilization", "DBLoad", "general.numVCPUs", "AuroraReplicaLag"
        )
        if (instance, name) != ("two", "AuroraReplicaLag")
    ] + [
        {"ts": 60.0, "name": name, "statistic": statistic, "scope": scope, "period_s": 60, "value": 1e9,
         "namespace": "AWS/RDS", "dimensions": "{}", "source": "cloudwatch"}
        for name, statistic, scope in (
            ("AuroraGlobalDBRPOLag", "Maximum", "global"), ("VolumeBytesUsed", "Average", "cluster"),
        )
    ] + [
        {"ts": 60.0 * minute, "name": name, "statistic": statistic, "scope": scope, "instance": instance,
         "period_s": 60, "unit": "Count", "value": float(minute % 60 + start), "namespace": "AWS/RDS",
         "dimensions": "{}", "source": "cloudwatch"}
        for minute in range(90)
        for name, statistic, scope, instance, start in (
            ("EngineUptime", "Minimum", "instance", "one", 40),
            ("ServerlessDatabaseCapacity", "Average", "instance", "one", 0),
            ("FreeableMemory", "Minimum", "instance", "one", 100),
            ("DatabaseConnections", "Maximum", "instance", "one", 3),
            ("MaximumUsedTransactionIDs", "Maximum", "instance", "one", 100),
            ("AuroraGlobalDBRPOLag", "Maximum", "global", None, 20),
            ("VolumeBytesUsed", "Average", "cluster", None, 1000),
            ("VolumeReadIOPs", "Sum", "cluster", None, 1000),
            ("TotalBackupStorageBilled", "Average", "cluster", None, 1000),
        )
    ],
    "tags": [{"resource_id": "c", "tag_key": "stage", "tag_value": "prod", "instance": None, "valid_from": 0.0}],
    "findings": [
        {"ts": 60.0, "check": "exposure", "subject": "s", "severity": "watch", "title": "t", "evidence": "[]"}
    ],
    "parameters": [
        {"parameter_group": "cluster g", "parameter": "work_mem", "parameter_value": "4096", "valid_from": 0.0}
    ],
    "processes": [{"ts": 60.0, "instance": "one", "pid": 7, "name": "postgres: app", "cpu_pct": 1.5, "rss_kb": 9}],
    "changes": [{"ts": 300.0, "resource": "deployment", "attribute": "annotation", "new": "release 1",
                 "source": "annotation"}],
}  # fmt: skip
"""What collectors bring, a row or two of each table that a view reads."""
USERS = ("app", "batch", None, "rdsadmin", "o'brien", 'a"b')
DATABASES = ("shop", "books", None)
HOSTS = ("10.0.0.1", "2001:db8::1", "[local]", None)
APPLICATIONS = ("web", "psql", None, "x'; DROP TABLE statements; --")


def filled(seed: int = 7, rows: int = 150) -> Memory:
    """Make the store; the same seed makes the same rows."""
    dice = random.Random(seed)
    memory = Memory()
    families = [
        {"fingerprint": key, "engine": "postgresql", "normalized_sql": sql, "statement_kind": kind}
        for key, (sql, kind) in FAMILIES.items()
    ]
    memory.add("fingerprints", *families, *families)
    statements = [_statement(dice) for _ in range(4 * rows)]
    for number, row in enumerate(statements[::10]):  # what MySQL's slow log says beyond a duration
        row |= {"rows_examined": number * 997, "rows_sent": number % 7, "lock_us": number}
        row["errno"] = 1317 if number % 5 == 0 else 0
    memory.add("statements", *statements)
    memory.add("entries", *(_entry(dice) for _ in range(2 * rows)))
    memory.add("lock_waits", *(row for _ in range(rows // 5) for row in _wait(dice)))
    memory.add("deadlocks", *(_deadlock(dice) for _ in range(rows // 10)))
    memory.add("temp_files", *(_with(dice, bytes=dice.randint(0, 1 << 33), path="p") for _ in range(rows)))
    memory.add("connections", *(row for _ in range(rows) for row in _connection(dice)))
    memory.add("checkpoints", *(_checkpoint(dice) for _ in range(rows // 3)))
    for table in ("vacuums", "analyzes"):
        memory.add(table, *(_vacuum(dice) for _ in range(rows // 3)))
    memory.add("plans", *(_plan(dice) for _ in range(rows // 3)))
    memory.add("audit", *(_audit(dice) for _ in range(rows // 3)))
    memory.add(
        "server_events",
        *(
            {"ts": _when(dice), "event": dice.choice(["starting", "ready", "reload"]), "instance": "one"}
            for _ in range(5)
        ),
    )
    memory.add(
        "log_settings",
        {"setting": "log_min_duration_statement", "value": "100", "valid_from": 0.0, "known_by": "file"},
    )
    for table, row in ALERTS.items():
        memory.add(table, row)
    for table, rows_of_table in COLLECTED.items():
        memory.add(table, *rows_of_table)
    memory.add("coverage", {"covered_from": 0.0, "covered_to": float(SPAN_S), "bytes": 9, "entries": 3})
    return memory


def _when(dice: random.Random) -> float:
    # whole seconds often: rows of one moment are where paging and bounds go wrong
    return float(dice.randint(0, SPAN_S)) if dice.random() < 0.5 else dice.random() * SPAN_S


def _with(dice: random.Random, **more: object) -> dict[str, Any]:
    pid = dice.randint(1, 20)
    return {
        "ts": _when(dice),
        "instance": dice.choice(["one", "two"]),
        "source": dice.choice(["s1", "s2"]),
        "pid": pid,
        "session_key": f"{pid}@h",
        "user_name": dice.choice(USERS),
        "database_name": dice.choice(DATABASES),
        "client_host": dice.choice(HOSTS),
        "application": dice.choice(APPLICATIONS),
        "fingerprint": dice.choice([*FAMILIES, None]),
        **more,
    }


def _without_family(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "fingerprint"}


def _statement(dice: random.Random) -> dict[str, Any]:
    phase = dice.choice(["statement", "parse", "bind", "execute", "fetch", "plan"])
    return _with(
        dice,
        phase=phase,
        calls=0 if phase in {"parse", "bind", "fetch"} else 1,
        duration_us=dice.choice([None, dice.randint(0, 1000), int(10 ** (dice.random() * 10))]),
        sql=dice.choice(["SELECT 1", "select 'Ünï'", None]),
        parameters=dice.choice(["$1 = 'x'", None]),
        prepared_name="S_1",
    )


def _entry(dice: random.Random) -> dict[str, Any]:
    severity = dice.choice(["LOG", "WARNING", "ERROR", "FATAL"])
    return _with(
        dice,
        severity=severity,
        sqlstate=dice.choice(["23505", "42P01", "57014", None]) if severity != "LOG" else None,
        kind=dice.choice(["error", None]),
        message=dice.choice(
            [
                "canceling statement due to user request",
                "canceling statement due to lock timeout",
                "100% wrong",
            ]
        ),
        error_fingerprint=dice.choice(["e1", "e2", None]),
        noise=dice.choice([True, False, None]),
    )


def _wait(dice: random.Random) -> list[dict[str, Any]]:
    lock = {
        "lock_mode": dice.choice(["ShareLock", "ExclusiveLock"]),
        "object": dice.choice(["transaction 7", "relation 5 of database 1"]),
        "statement": "UPDATE t",
    }
    first = _with(dice, state="waiting", wait_us=1_000_000, holders=[dice.randint(1, 20)], **lock)
    if dice.random() < 0.5:
        return [first]
    return [
        first,
        {**first, "ts": first["ts"] + 2.5, "state": "acquired", "wait_us": 3_500_000, "holders": None},
    ]


def _deadlock(dice: random.Random) -> dict[str, Any]:
    part = {"pid": 1, "lock": "ShareLock on transaction 5", "statement": "UPDATE t", "fingerprint": "bbbb"}
    return _with(dice, participants=[part, part], victim=1, tables=dice.choice([["t"], ["t", "u", "t"], []]))


def _connection(dice: random.Random) -> list[dict[str, Any]]:
    first = _without_family(_with(dice))
    pid = dice.randint(100, 400)
    first |= {"pid": pid, "session_key": f"{pid}@h"}
    event = dice.choice(["authorized", "authorized", "failed"])
    opened = {**first, "event": event, "tls_version": dice.choice(["TLSv1.3", None])}
    opened["failure"] = dice.choice(["password", None]) if event == "failed" else None
    if event == "failed" or dice.random() < 0.3:
        return [opened]
    length = dice.randint(1, 40_000_000_000)
    closed = {**first, "event": "disconnected", "session_us": length, "ts": first["ts"] + length / 1e6}
    return [opened, closed]


def _server(dice: random.Random) -> dict[str, Any]:
    return {"ts": _when(dice), "instance": dice.choice(["one", "two"])}


def _checkpoint(dice: random.Random) -> dict[str, Any]:
    event = dice.choice(["starting", "complete"])
    said = (
        {"cause": dice.choice(["time", "wal", None])}
        if event == "starting"
        else {"total_us": 5, "buffers": 3}
    )
    return {**_server(dice), "event": event, "restartpoint": dice.choice([True, False, None]), **said}


def _vacuum(dice: random.Random) -> dict[str, Any]:
    return {**_server(dice), "relation": dice.choice(["d.s.t", "d.s.u"]), "elapsed_us": 100, "wal_bytes": 7}


def _plan(dice: random.Random) -> dict[str, Any]:
    return _with(
        dice,
        plan_hash=dice.choice(["p1", "p2", None]),
        duration_us=dice.randint(0, 10**7),
        plan="Seq Scan on t",
        format="text",
        sql="SELECT 1",
    )


def _audit(dice: random.Random) -> dict[str, Any]:
    return _with(
        dice, **{"class": dice.choice(["READ", "DDL", None]), "operation": dice.choice(["SELECT", None])}
    )


__all__ = ["SPAN_S", "at", "filled"]
