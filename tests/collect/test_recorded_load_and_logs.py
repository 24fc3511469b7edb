"""Load, statements, lock trees, processes and logs in a recording: nothing private, and all of it replays."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from busy_hour import GROUP, busy_hour, everything
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import NOON, PLACE
from fake_aws.static_world import keyed
from fake_aws.world import Detail, LogEvents, LogGroup
from running import runner, surround
from small_lab import reading

from aurorascope.aws.scrub import all_kinds, scrub
from aurorascope.aws.tape import write_tape
from aurorascope.catalog import load_collectors
from aurorascope.collect.recording import record, replay
from aurorascope.collect.run import Orders
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

CANARY = "zebrafish"


@pytest.fixture
def fake(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeAws:
    """The busy hour with a canary in every text that load, locks, the system and the logs hold."""
    world = busy_hour()
    load = world.loads[PLACE, "db-ORDERSONE"]
    text = f"SELECT secret FROM cards WHERE holder = '{CANARY}'"
    for member in (*load.groups["db.sql"].members, *load.groups["db.sql_tokenized"].members):
        for name in [name for name in member if name.endswith(".statement")]:
            member[name] = text
    rows = len(load.times)
    load.groups["db.user"] = keyed([{"db.user.id": "U", "db.user.name": CANARY}] * rows)
    load.groups["db.host"] = keyed([{"db.host.id": "H", "db.host.name": f"{CANARY}.internal"}] * rows)
    load.groups["db.application"] = keyed([{"db.application.name": f"{CANARY} web"}] * rows)
    load.groups["db.blocking_session"] = keyed([{"db.blocking_session.id": "77"}] * rows)
    details = world.long_values[PLACE, "db-ORDERSONE"]
    tree = [{"session_id": 77, "user": CANARY, "sql": text, "waiters": [{"session_id": 78, "sql": text}]}]
    for at in range(NOON - 3600, NOON, 60):
        details["db.lock_snapshot", str(at)] = [Detail("db.lock_snapshot.lock_trees", json.dumps(tree))]
    stream = world.streams[PLACE, GROUP]["orders-1"]
    lines = [line.replace("items", f"items -- {CANARY}") for line in stream.messages]
    world.streams[PLACE, GROUP]["orders-1"] = LogEvents(stream.timestamp_ms, stream.ingestion_ms, lines)
    for record_ in world.records[PLACE, "DescribeDBClusters"]:
        if record_["DBClusterIdentifier"] == "orders":
            record_["EnabledCloudwatchLogsExports"] = ["postgresql", "instance"]
    group = "/aws/rds/cluster/orders/instance"
    world.groups[PLACE].append(LogGroup(group))
    at = np.array([NOON - 600], np.int64) * 1000
    world.streams[PLACE, group] = {"orders-1": LogEvents(at, at + 1, [f"Unable to pause: {CANARY}"])}
    fake = start_fake(world, NOON)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    return fake


def orders() -> Orders:
    collectors = [it for it in load_collectors() if not it.opt_in]
    return Orders(reading(0.4), collectors, now=datetime.fromtimestamp(NOON, UTC))


def test_load_locks_and_logs_replay_as_they_were_and_leave_nothing_private(
    fake: FakeAws, tmp_path: Path
) -> None:
    tape, summary = record(orders(), all_kinds())
    assert {it.outcome for it in summary.results} == {"complete"}
    write_tape(tape, tmp_path / "kept.jsonl.gz")
    write_tape(scrub(tape), tmp_path / "scrubbed.jsonl.gz")
    text = gzip.decompress((tmp_path / "scrubbed.jsonl.gz").read_bytes()).decode()
    assert CANARY not in text.lower()
    assert {entry["operation"] for entry in tape.entries} >= {
        "GetResourceMetrics", "DescribeDimensionKeys", "GetDimensionKeyDetails", "FilterLogEvents",
        "GetLogEvents",
    }  # fmt: skip
    live, replayed = Store.create(tmp_path / "live"), Store.create(tmp_path / "replayed")
    runner(fake, live)(collectors=orders().collectors, fleet=reading(0.4))
    summary = replay(tmp_path / "kept.jsonl.gz", replayed, load_collectors())
    assert [it.reasons for it in summary.results if it.reasons] == []
    expected = everything(live)
    assert all(expected.values())
    assert everything(replayed) == expected
    trees: Any = "select count(*) as n from lock_trees"
    assert replayed.snapshot().query(trees).to_pylist() == live.snapshot().query(trees).to_pylist()
