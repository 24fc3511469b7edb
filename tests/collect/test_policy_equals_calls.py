"""The policy of the collectors is what they call: nothing is lacking, and nothing is there for nobody."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pytest
from busy_hour import busy_hour
from exported_log import messages
from fake_aws.aws import FakeAws
from fake_aws.small_fleet import ACCOUNT, NOON, PLACE, arn
from fake_aws.static_world import StaticWorld, keyed
from fake_aws.world import LogGroup
from running import runner, surround
from small_lab import reading
from stream_objects import json_object

from aurorascope.catalog import load_collectors
from aurorascope.collect.permissions import calls_of, policy
from aurorascope.collect.run import CollectSummary
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

BUCKET = "orders-logs"
PLACES = {"partition": "aws", "account": ACCOUNT, "region": "*", "bucket": BUCKET}


def everything_there_is() -> StaticWorld:
    """Return an hour of a fleet that has one of each thing that a collector asks a call of its own for."""
    world = busy_hour()
    for record in world.records[PLACE, "DescribeDBClusters"]:
        record |= {"BacktrackWindow": 3600, "EngineVersion": "16.4", "DBClusterParameterGroup": "of-all"}
    for record in world.records[PLACE, "DescribeDBInstances"]:
        record["DBParameterGroups"] = [{"DBParameterGroupName": "of-each", "ParameterApplyStatus": "in-sync"}]
    snapshot = {
        "DBClusterSnapshotIdentifier": "before", "DBClusterIdentifier": "orders", "SnapshotType": "manual",
        "DBClusterSnapshotArn": arn("cluster-snapshot", "before"), "Engine": "aurora-postgresql",
    }  # fmt: skip
    world.records |= {
        (PLACE, "DescribeDBClusterSnapshots"): [snapshot],
        (PLACE, "DescribeDBProxies"): [{"DBProxyName": "front", "DBProxyArn": arn("db-proxy", "front")}],
        (PLACE, "DescribeDBClusterParameterGroups"): [{"DBClusterParameterGroupName": "of-all"}],
        (PLACE, "DescribeDBParameterGroups"): [{"DBParameterGroupName": "of-each"}],
    }
    world.children[PLACE, "DescribeDBClusterSnapshotAttributes", "before"] = [
        {"DBClusterSnapshotIdentifier": "before", "DBClusterSnapshotAttributes": []}
    ]
    world.children[PLACE, "DescribeDBProxyTargets", "front"] = [{"TrackedClusterId": "orders"}]
    world.groups[PLACE].append(LogGroup("/aws/rds/proxy/front"))
    world.streams[PLACE, "/aws/rds/proxy/front"] = {}
    load = world.loads[PLACE, "db-ORDERSONE"]
    load.groups["db.blocking_session"] = keyed(
        [{"db.blocking_session.id": "7"}] * len(np.atleast_1d(load.times))
    )
    lines, times = messages(3)
    world.files = {
        (PLACE, "orders-1"): {"error/postgresql.log.2026-03-14-11": (times[0], "\n".join(lines).encode())}
    }
    world.stored[BUCKET] = {
        "stream/a": (NOON - 60, json_object([])),
        "logs/task/orders-1/000000.gz": (NOON - 60, gzip.compress(b"")),
    }
    return world


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FakeAws, dict[str, Any], CollectSummary]]:
    """Every collector, the opt-in ones too, with the rights of the policy alone; a failover in between."""
    world = everything_there_is()
    collectors = load_collectors()
    document = policy(calls_of("collector", collectors), PLACES)
    path = tmp_path_factory.mktemp("policy")
    with FakeAws(world, NOON) as fake, pytest.MonkeyPatch.context() as patch:
        surround(patch, fake, path, *PLACE)
        patch.setenv("AWS_ACCESS_KEY_ID", fake.credentials.user(ACCOUNT, "collector", document))
        fleet = replace(
            reading(
                1.5,
                s3_logs={"bucket": BUCKET, "prefix": "logs/", "logs": ["orders/error"]},
                metric_streams={"bucket": BUCKET, "prefix": "stream/"},
                rds_log_files={"logs": ["orders/postgresql"]},
            ),
            switches={it.name: True for it in collectors},
        )
        run = runner(fake, Store.create(path / "store"))
        run(
            collectors=[it for it in collectors if it.name != "rds_log_files"],
            fleet=replace(fleet, switches={}),
        )
        fail_over(world)
        fake.clock.advance(300)
        summary = run(collectors=collectors, fleet=fleet)
        assert fake.defects == []
        yield fake, document, summary


def fail_over(world: StaticWorld) -> None:
    """Let the reader write: a call of its own asks since when."""
    cluster = next(
        it for it in world.records[PLACE, "DescribeDBClusters"] if it["DBClusterIdentifier"] == "orders"
    )
    for member in cluster["DBClusterMembers"]:
        member["IsClusterWriter"] = not member["IsClusterWriter"]


Ran = tuple[FakeAws, dict[str, Any], CollectSummary]


def test_with_the_policy_alone_nothing_is_denied(ran: Ran) -> None:
    fake, _, summary = ran
    refused = {it.outcome for it in fake.ledger.entries if "Denied" in it.outcome or "Authoriz" in it.outcome}
    assert refused == set()
    assert [(it.collector, it.reasons) for it in summary.results if it.reasons] == []


def test_what_the_policy_allows_is_what_was_called(ran: Ran) -> None:
    fake, document, _ = ran
    allowed = {action for statement in document["Statement"] for action in statement["Action"]}
    assert allowed == fake.ledger.actions()


def test_each_resource_that_the_policy_names_was_called(ran: Ran) -> None:
    fake, document, _ = ran
    called = {(action, it.resource) for it in fake.ledger.entries for action in it.actions}
    idle = [
        (action, statement["Resource"])
        for statement in document["Statement"]
        for action in statement["Action"]
        if not any(of == action and fnmatchcase(on, statement["Resource"]) for of, on in called)
    ]
    assert idle == []
