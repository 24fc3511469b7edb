"""A schedule stops, starts and upgrades the clusters that are named, and never one that must not be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_aws.aws import FakeAws
from fake_aws.faults import Fault, Kind
from fake_aws.fixtures import StartFake, start_fake
from fake_aws.small_fleet import NOON, PLACE, arn
from fake_aws.static_world import StaticWorld

from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli
from aurorascope.collect.permissions import OTHERS
from aurorascope.schedule.versions import order

__all__ = ["start_fake"]
Run = Callable[..., tuple[int, dict[str, tuple[str, str]]]]
TAGGED = [{"Key": "aurorascope-schedule", "Value": "office-hours"}]
OFFICE = ("--tag", "aurorascope-schedule=office-hours")


def cluster(name: str, engine: str = "aurora-postgresql", **more: Any) -> dict[str, Any]:
    """Return a cluster that may be stopped, unless `more` forbids it."""
    return {
        "DBClusterIdentifier": name,
        "DBClusterArn": arn("cluster", name),
        "Engine": engine,
        "EngineVersion": "16.4",
        "Status": "available",
        "DBClusterParameterGroup": "plain",
        "PreferredMaintenanceWindow": "sun:02:00-sun:02:30",
        "TagList": TAGGED,
    } | more


FORBIDDEN = {
    "global": ({}, "a member of the global database world"),
    "v1": ({"EngineMode": "serverless"}, "it is Serverless v1"),
    "pq-mode": ({"EngineMode": "parallelquery"}, "parallel query engine mode"),
    "pq-on": (
        {"Engine": "aurora-mysql", "DBClusterParameterGroup": "pq"},
        "its parameter group pq switches parallel query on",
    ),
    "follows": ({"ReplicationSourceIdentifier": "arn:x"}, "it replicates from arn:x"),
    "followed": ({"ReadReplicaIdentifiers": ["arn:y"]}, "arn:y replicates from it"),
    "limitless": ({"ClusterScalabilityType": "limitless"}, "it is a Limitless Database"),
    "green": ({}, "the blue/green deployment to-17 is in hand"),
    "creating": ({"Status": "creating"}, "it is creating"),
}


def world() -> StaticWorld:
    """Return clusters that may be stopped, and one for each reason why not."""
    offered = [
        {"EngineVersion": "16.10", "AutoUpgrade": False, "IsMajorVersionUpgrade": False},
        {"EngineVersion": "16.8", "AutoUpgrade": True, "IsMajorVersionUpgrade": False},
        {"EngineVersion": "17.4", "AutoUpgrade": True, "IsMajorVersionUpgrade": True},
    ]
    records = [
        cluster("dev"),
        cluster("asleep", Status="stopped"),
        cluster("plain-mysql", "aurora-mysql"),
        cluster("production", TagList=[]),
        *(cluster(name) | more for name, (more, _) in FORBIDDEN.items()),
    ]
    member = {"DBClusterArn": arn("cluster", "global"), "IsWriter": True}
    deployment = {
        "BlueGreenDeploymentName": "to-17",
        "Source": arn("cluster", "green"),
        "Status": "AVAILABLE",
    }
    parameter = {"ParameterName": "aurora_parallel_query", "ParameterValue": "ON"}
    group = "DescribeDBClusterParameters"
    return StaticWorld(
        places=[PLACE],
        records={
            (PLACE, "DescribeDBClusters"): records,
            (PLACE, "DescribeGlobalClusters"): [
                {"GlobalClusterIdentifier": "world", "GlobalClusterMembers": [member]}
            ],
            (PLACE, "DescribeBlueGreenDeployments"): [deployment],
            (PLACE, "DescribeDBClusterParameterGroups"): [
                {"DBClusterParameterGroupName": name} for name in ("plain", "pq")
            ],
            (PLACE, "DescribeDBEngineVersions"): [
                {"Engine": "aurora-postgresql", "EngineVersion": "16.4", "ValidUpgradeTarget": offered}
            ],
        },
        children={
            (PLACE, group, "pq"): [parameter],
            (PLACE, group, "plain"): [parameter | {"ParameterValue": "0"}],
        },
    )


@pytest.fixture
def fake(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeAws]:
    """The clusters; whatever a test does, its role is declared to call."""
    fake = start_fake(world(), NOON)
    for name, value in {
        **fake.environment(*PLACE),
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_MAX_ATTEMPTS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    yield fake
    declared = {call.iam_action for call in OTHERS["cluster_scheduler"]}
    assert set(fake.ledger.actions()) <= declared


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `schedule`; return the code, and outcome and reason by cluster."""
    (tmp_path / "config.toml").write_text("")

    def running(*arguments: str) -> tuple[int, dict[str, tuple[str, str]]]:
        command = ["--config", str(tmp_path / "config.toml"), "schedule", *arguments, "--output", "json"]
        code = run_to_exit_code(cli, command)
        out = capfd.readouterr().out
        rows = json.loads(out) if out.strip() else []
        return code, {one["cluster"]: (one["outcome"], one["version"] or one["why"]) for one in rows}

    return running


def status(fake: FakeAws, name: str) -> str:
    found = fake.client("rds", *PLACE).describe_db_clusters(DBClusterIdentifier=name)
    return str(found["DBClusters"][0]["Status"])


def test_what_may_be_stopped_is_stopped_and_nothing_else(fake: FakeAws, run: Run) -> None:
    code, told = run("stop", *OFFICE)
    assert code == Ending.PARTIAL
    assert {name for name, (outcome, _) in told.items() if outcome == "done"} == {"dev", "plain-mysql"}
    assert told["asleep"] == ("nothing to do", "it is stopped")
    assert "production" not in told
    stopped = {call.parameters["DBClusterIdentifier"] for call in fake.ledger.calls("rds", "StopDBCluster")}
    assert stopped == {"dev", "plain-mysql"}
    assert status(fake, "dev") == "stopping"


def test_each_reason_not_to_stop_is_said(fake: FakeAws, run: Run) -> None:
    _, told = run("stop", "--cluster", "*", "--dry-run")
    for name, (_, why) in FORBIDDEN.items():
        assert told[name][0] == "refused", name
        assert why in told[name][1]
    assert told["dev"][0] == "to do"
    assert fake.ledger.calls("rds", "StopDBCluster") == []


def test_what_cannot_be_known_forbids(fake: FakeAws, run: Run) -> None:
    for operation in (
        "DescribeGlobalClusters",
        "DescribeBlueGreenDeployments",
        "DescribeDBClusterParameters",
    ):
        fake.faults.rules.append(Fault(Kind.DENIED, "rds", operation))
    _, told = run("stop", "--cluster", "dev", "--cluster", "plain-mysql")
    assert {outcome for outcome, _ in told.values()} == {"refused"}
    for said in ("global databases are unknown", "blue/green deployments are unknown"):
        assert said in told["dev"][1]
    assert "whether it uses parallel query is unknown" in told["plain-mysql"][1]
    assert fake.ledger.calls("rds", "StopDBCluster") == []


def test_what_is_stopped_is_started_and_what_runs_is_left_alone(fake: FakeAws, run: Run) -> None:
    assert run("start", "--cluster", "asleep", "--cluster", "dev") == (
        Ending.WELL,
        {"asleep": ("done", ""), "dev": ("nothing to do", "it is available")},
    )
    assert status(fake, "asleep") == "starting"


def test_an_upgrade_waits_for_the_window_and_is_never_a_major_one(fake: FakeAws, run: Run) -> None:
    assert run("upgrade", "--cluster", "dev")[1] == {"dev": ("done", "16.8")}
    [call] = fake.ledger.calls("rds", "ModifyDBCluster")
    assert call.parameters == {
        "DBClusterIdentifier": "dev",
        "EngineVersion": "16.8",
        "AllowMajorVersionUpgrade": False,
        "ApplyImmediately": False,
    }
    assert run("upgrade", "--cluster", "dev")[1] == {"dev": ("nothing to do", "16.8 is pending already")}
    assert run("upgrade", "--cluster", "production", "--to", "latest")[1] == {"production": ("done", "16.10")}


def test_a_version_is_not_changed_where_an_order_must_be_kept(fake: FakeAws, run: Run) -> None:
    names = ["global", "v1", "green", "followed", "asleep"]
    code, told = run("upgrade", *(word for name in names for word in ("--cluster", name)))
    assert (code, {outcome for outcome, _ in told.values()}, set(told)) == (
        Ending.PARTIAL,
        {"refused"},
        {*names},
    )
    assert fake.ledger.calls("rds", "ModifyDBCluster") == []


def test_a_stop_whose_answer_was_lost_is_done(
    fake: FakeAws, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "3")
    fake.faults.rules.append(Fault(Kind.CUT, "rds", "StopDBCluster", nth=frozenset({1})))
    assert run("stop", "--cluster", "dev") == (Ending.WELL, {"dev": ("done", "")})


def test_a_denial_is_said_and_stops_no_other(fake: FakeAws, run: Run) -> None:
    fake.faults.rules.append(Fault(Kind.DENIED, "rds", "StopDBCluster", nth=frozenset({1})))
    code, told = run("stop", "--cluster", "dev", "--cluster", "production")
    assert code == Ending.PARTIAL
    assert told["dev"] == ("failed", told["dev"][1])
    assert "rds:StopDBCluster" in told["dev"][1]
    assert told["production"][0] == "done"


@pytest.mark.usefixtures("fake")
def test_nobody_is_meant_by_default_and_a_wrong_name_is_an_error(run: Run) -> None:
    assert run("stop") == (Ending.USAGE, {})
    assert run("stop", "--cluster", "prodction") == (Ending.USAGE, {})
    assert run("stop", "--tag", "aurorascope-schedule") == (Ending.USAGE, {})


def test_versions_are_numbers_not_texts() -> None:
    assert order("16.10") > order("16.9")
    assert order("8.0.mysql_aurora.3.10.0") > order("8.0.mysql_aurora.3.09.2")


def test_a_role_may_touch_tagged_clusters_only() -> None:
    changing = [
        call for call in OTHERS["cluster_scheduler"] if not call.operation.startswith(("Describe", "Get"))
    ]
    assert {call.operation for call in changing} == {"StopDBCluster", "StartDBCluster", "ModifyDBCluster"}
    assert {call.conditions for call in changing} == {
        (("StringLike", "aws:ResourceTag/aurorascope-schedule", "*"),)
    }
