"""Canaries in what collectors bring: a redacted store keeps none, and no store keeps a password."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import NOON, PLACE, WHEN, arn, event, small_fleet
from fake_aws.static_world import StaticWorld, keyed
from fake_aws.world import Detail, Load, LogEvents, LogGroup
from running import Run, runner, surround
from small_lab import UNBOUND

from aurorascope.collect.fleet import Fleet
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

CANARY, PASSWORD = "canary7391", "correct-horse-9"
STATEMENT = f"SELECT * FROM t WHERE a = '{CANARY}' AND b = E'{CANARY}' -- {CANARY}"
LONG = f"SELECT '{CANARY}' FROM t WHERE note = '" + CANARY * 80 + "'"
SECRET = f"ALTER ROLE app PASSWORD '{PASSWORD}'"
TRAIL = {
    "eventName": "ModifyDBCluster",
    "userIdentity": {"arn": "arn:aws:sts::111122223333:assumed-role/ops/me"},
    "requestParameters": {
        "dBClusterIdentifier": "orders", "masterUserPassword": PASSWORD, "port": 5432,
        "description": f"for {CANARY}", "tags": [{"value": CANARY}],
        "target": f"postgresql://u:{PASSWORD}@h/d",
    },
}  # fmt: skip
PROCESS = {
    "engine": "Aurora", "instanceID": "orders-1", "timestamp": "2026-03-14T11:00:00Z", "numVCPUs": 2,
    "processList": [{"name": f"postgres: app shop 10.0.0.7(1) {CANARY}", "id": 1, "cpuUsedPc": 1.0}],
}  # fmt: skip
FLEET = Fleet(
    options={
        name: {"back_hours": 2, "back_days": 1, "past_days": 0}
        for name in ("enhanced_monitoring", "cloudtrail")
    },
    rates=UNBOUND,
)
NAMES = (
    "rds_events",
    "cloudtrail",
    "enhanced_monitoring",
    "performance_insights_sql",
    "performance_insights_locks",
    "event_logs",
)
TREE = {
    "session_id": 100, "sql": STATEMENT, "note": f"of {CANARY}", "dsn": f"postgresql://u:{PASSWORD}@h/d",
    "blocks": [{"session_id": 101, "wait_ms": 5, "sql": SECRET, "note": CANARY}],
}  # fmt: skip
EVENTS = {
    "/aws/rds/cluster/orders/instance": f"[INFO] Unable to pause database: {CANARY}, password={PASSWORD}",
    "/aws/rds/cluster/orders/iam-db-auth-error": f"user 'app_rw' was refused: {CANARY} has expired",
    "/aws/rds/proxy/front": f"2026-03-14T11:00:00.867Z [WARN] [clientConnection=7] {CANARY} went away.",
}


def _load() -> Load:
    times = np.arange(NOON - 600, NOON, 10)
    texts = [STATEMENT, LONG[:500], SECRET]
    whole = [
        {"db.sql.id": f"S{n}", "db.sql.statement": text, "db.sql.tokenized_id": f"T{n}"}
        for n, text in enumerate(texts)
    ]
    families = [
        {"db.sql_tokenized.id": f"T{n}", "db.sql_tokenized.statement": text} for n, text in enumerate(texts)
    ]
    which = [n % len(texts) for n in range(len(times))]
    wait = {"db.wait_event.name": "CPU", "db.wait_event.type": "CPU"}
    return Load(
        times=times, weight=np.ones(len(times)), step_s=10,
        groups={
            "db.sql": keyed([whole[n] for n in which]),
            "db.sql_tokenized": keyed([families[n] for n in which]),
            "db.wait_event": keyed([wait] * len(times)),
            "db.blocking_session": keyed([{"db.blocking_session.id": "100"}] * len(times)),
        },
    )  # fmt: skip


def planted() -> StaticWorld:
    world = small_fleet()
    for record in world.records[PLACE, "DescribeDBInstances"]:
        record["MonitoringInterval"] = 60
    world.records[PLACE, "DescribeEvents"] = [
        event(30, f"Completed failover to DB instance: orders-1 {CANARY}"),
        event(20, f"The parameter was set to {CANARY}, '{CANARY}'"),
    ]
    world.trails[PLACE] = [
        {
            "EventId": "1", "EventName": "ModifyDBCluster", "EventTime": WHEN,
            "EventSource": "rds.amazonaws.com", "Username": "ops", "Resources": [],
            "CloudTrailEvent": json.dumps(TRAIL),
        }
    ]  # fmt: skip
    minutes = np.arange(NOON - 600, NOON, 60) * 1000
    world.streams[PLACE, "RDSOSMetrics"] = {
        "db-ORDERSONE": LogEvents(minutes, minutes + 5000, [json.dumps(PROCESS)] * len(minutes))
    }
    world.loads = {(PLACE, "db-ORDERSONE"): _load()}
    trees = [Detail("db.lock_snapshot.lock_trees", json.dumps([TREE]))]
    seconds = [str(at) for at in range(NOON - 600, NOON) if at % 15 == 4]
    world.long_values = {
        (PLACE, "db-ORDERSONE"): {
            ("db.sql", "S1"): [Detail("db.sql.statement", LONG)],
            **{("db.lock_snapshot", at): trees for at in seconds},
        }
    }
    for record in world.records[PLACE, "DescribeDBClusters"]:
        record["EnabledCloudwatchLogsExports"] = ["instance", "iam-db-auth-error"]
    world.groups[PLACE] = [LogGroup(name) for name in ("RDSOSMetrics", *EVENTS)]
    moment = np.array([NOON - 300], dtype=np.int64) * 1000
    for name, text in EVENTS.items():
        world.streams[PLACE, name] = {"orders-1": LogEvents(moment, moment + 2000, [text])}
    world.records[PLACE, "DescribeDBProxies"] = [
        {"DBProxyName": "front", "DBProxyArn": arn("db-proxy", "front")}
    ]
    world.children[PLACE, "DescribeDBProxyTargets", "front"] = [
        {"TrackedClusterId": "orders", "RdsResourceId": "orders"}
    ]
    return world


@pytest.fixture
def fake(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeAws:
    fake = start_fake(planted(), NOON)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    return fake


def places(store: Path, what: str) -> set[str]:
    found = set()
    for file in sorted(store.rglob("*")):
        if not file.is_file():
            continue
        if what.encode() in file.read_bytes():
            found.add(f"{file.name}: bytes")
        if file.suffix == ".parquet":
            table = pq.ParquetFile(file).read()
            texts = ((name, str(table[name].to_pylist())) for name in table.column_names)
            found |= {f"{file.parent.parent.name[4:]}.{name}" for name, text in texts if what in text}
    return found


def test_what_collectors_bring_keeps_no_canary(fake: FakeAws, tmp_path: Path) -> None:
    for redacted in (False, True):
        store = Store.create(tmp_path / f"store-{redacted}", redacted=redacted)
        run: Run = runner(fake, store)
        run(*NAMES, fleet=FLEET)
        filled = {
            table: store.snapshot().query(f"select count(*) as n from {table}").to_pylist()[0]["n"]
            for table in (
                "rds_events",
                "changes",
                "processes",
                "db_load",
                "sql_texts",
                "lock_trees",
                "entries",
            )
        }
        assert all(filled.values()), filled
        found = places(Path(store.path), CANARY)
        wanted = {
            "rds_events.message",
            "changes.new",
            "processes.name",
            "sql_texts.sql",
            "db_load.label",
            "lock_trees.sql",
            "lock_trees.said",
            "entries.message",
        }
        assert found == set() if redacted else wanted <= found
        assert places(Path(store.path), PASSWORD) == set()
        said = store.snapshot().query("select message from rds_events order by ts").to_pylist()
        assert said[0]["message"].startswith("Completed failover to DB instance: orders-1 ")
