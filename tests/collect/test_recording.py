"""A recording tells nothing of whose it is, and gives a replay what the account gave the collectors."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fake_aws.aws import FakeAws
from fake_aws.small_fleet import ACCOUNT, NOON, PLACE, event
from running import rows

from aurorascope.aws.scrub import scrub
from aurorascope.aws.tape import Tape, read_tape, write_tape
from aurorascope.catalog import load_collectors
from aurorascope.collect.fleet import Fleet
from aurorascope.collect.recording import record, replay
from aurorascope.collect.run import Orders
from aurorascope.model.errors import BadRequestError
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

CANARY = "zebrafish"
RECORDED = ("topology", "parameters", "rds_events", "cloudwatch_metrics")
NO_PAST = {"cloudwatch_metrics": {"past_days": 0}}


@pytest.fixture
def private(fake: FakeAws) -> FakeAws:
    """The small fleet with something private in every place that AWS has for it."""
    world: Any = fake.world
    for record_ in world.records[PLACE, "DescribeDBClusters"]:
        record_ |= {
            "MasterUsername": f"{CANARY}-master",
            "DatabaseName": f"{CANARY}db",
            "Endpoint": f"{CANARY}.cluster-abc.eu-west-1.rds.amazonaws.com",
            "KmsKeyId": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/{CANARY}",
            "TagList": [{"Key": f"{CANARY}-team", "Value": f"{CANARY} & sons"}],
            "DBClusterParameterGroup": f"{CANARY}-group",
            "EngineVersion": "16.4",
        }
    for record_ in world.records[PLACE, "DescribeDBInstances"]:
        record_["Endpoint"] = {"Address": f"{CANARY}.abc.rds.amazonaws.com", "Port": 5432}
    world.records[PLACE, "DescribeEvents"] += [
        event(20, f"Reset the password of {CANARY} by {CANARY.upper()}.")
    ]
    world.children[PLACE, "DescribeDBClusterParameters", f"{CANARY}-group"] = [
        {"ParameterName": "pgaudit.role", "ParameterValue": CANARY, "Source": "user"},
        {"ParameterName": "log_min_duration_statement", "ParameterValue": "500", "Source": "user"},
    ]
    return fake


def orders(fleet: Fleet | None = None) -> Orders:
    collectors = [it for it in load_collectors() if it.name in RECORDED]
    return Orders(fleet or Fleet(options=NO_PAST), collectors, now=datetime.fromtimestamp(NOON, UTC))


def text_of(tape: Tape, path: Path) -> str:
    write_tape(tape, path)
    return gzip.decompress(path.read_bytes()).decode()


@pytest.mark.usefixtures("private")
def test_no_canary_survives_a_recording(tmp_path: Path) -> None:
    tape, summary = record(orders())
    assert summary.clusters == 2
    text = text_of(tape, tmp_path / "r.jsonl.gz")
    assert CANARY not in text.lower()
    assert re.search(r"\d{12}", text.replace("000000000001", "")) is None
    for secret in (ACCOUNT, "orders", "idle-1", "db-ORDERSONE"):
        assert secret not in text
    for kept in ("16.4", "CPUUtilization", "aurora-postgresql", "Completed failover to DB instance"):
        assert kept in text


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize(
    ("kind", "stays", "goes"),
    [
        ("names", "orders-1", ACCOUNT),
        ("accounts", ACCOUNT, "orders-1"),
        ("tags", f"{CANARY}-team", "orders-1"),
        ("users", f"{CANARY}-master", f"{CANARY}-team"),
    ],
)
def test_what_is_to_be_kept_is_kept_and_nothing_else(
    tmp_path: Path, kind: str, stays: str, goes: str
) -> None:
    tape, _ = record(orders(), [kind])
    text = text_of(tape, tmp_path / "r.jsonl.gz")
    assert stays in text
    assert goes not in text


def test_a_replay_gives_the_rows_that_the_account_gave(private: FakeAws, tmp_path: Path) -> None:
    tape, live = record(orders(), ["names", "accounts", "tags", "messages"])
    write_tape(tape, tmp_path / "r.jsonl.gz")
    calls = len(private.ledger.entries)
    store = Store.create(tmp_path / "replayed")
    summary = replay(tmp_path / "r.jsonl.gz", store, load_collectors())
    assert summary.outcome == live.outcome == "complete"
    assert [(it.collector, it.rows) for it in summary.results] == [
        (it.collector, it.rows) for it in live.results
    ]
    assert len(private.ledger.entries) == calls
    assert rows(store, "select count(*) from metrics where name = 'CPUUtilization'")[0][0] == 720
    assert rows(store, "select distinct cluster from rds_events") == [("orders",)]


@pytest.mark.usefixtures("private")
def test_a_scrubbed_recording_replays_whole(tmp_path: Path) -> None:
    tape, _ = record(orders())
    write_tape(tape, tmp_path / "r.jsonl.gz")
    store = Store.create(tmp_path / "replayed")
    summary = replay(tmp_path / "r.jsonl.gz", store, load_collectors())
    assert [it.reasons for it in summary.results if it.reasons] == []
    assert rows(store, "select count(*) from topology where resource_type = 'instance'") == [(3,)]
    assert rows(store, "select count(distinct instance) from metrics where instance is not null") == [(2,)]
    found = rows(store, "select account, region from metrics limit 1")
    assert found == [("000000000001", "eu-west-1")]


@pytest.mark.usefixtures("private")
def test_what_is_not_recorded_is_a_gap_that_is_named(tmp_path: Path) -> None:
    tape, _ = record(orders())
    tape.entries = [it for it in tape.entries if it["operation"] != "DescribeEvents"]
    write_tape(tape, tmp_path / "r.jsonl.gz")
    store = Store.create(tmp_path / "replayed")
    summary = replay(tmp_path / "r.jsonl.gz", store, load_collectors())
    assert summary.outcome == "partial"
    assert any("is not in the recording" in reason for it in summary.results for reason in it.reasons)


@pytest.mark.usefixtures("private")
def test_the_same_text_becomes_the_same_other_text_in_every_order() -> None:
    tape, _ = record(orders())
    names = {
        record_["DBInstanceIdentifier"]
        for entry in tape.entries
        if entry["operation"] == "DescribeDBInstances"
        for record_ in entry["answer"]["DBInstances"]
    }
    members = {
        member["DBInstanceIdentifier"]
        for entry in tape.entries
        if entry["operation"] == "DescribeDBClusters"
        for record_ in entry["answer"]["DBClusters"]
        for member in record_["DBClusterMembers"]
    }
    assert names == members
    assert len(names) == 3


def test_a_file_that_is_no_recording_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    for data in (b"", b"nonsense", gzip.compress(b"{}\n"), gzip.compress(json.dumps({"a": 1}).encode())):
        path.write_bytes(data)
        with pytest.raises(BadRequestError, match="no recording of aurorascope"):
            read_tape(path)


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(BadRequestError, match="--keep nmaes: known kinds are accounts"):
        scrub(Tape(), ["nmaes"])
