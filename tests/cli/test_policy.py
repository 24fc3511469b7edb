"""Policies are least: what is declared, split by role, nothing that writes for a collector."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aurorascope.catalog import load_collectors
from aurorascope.cli.endings import Ending, run_to_exit_code
from aurorascope.cli.main import cli
from aurorascope.cli.policy import ROLES


def printed(capfd: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run_to_exit_code(cli, ["policy", *arguments]) == Ending.WELL
    return json.loads(capfd.readouterr().out)  # type: ignore[no-any-return]


def actions(document: dict[str, Any]) -> set[str]:
    return {action for statement in document["Statement"] for action in statement["Action"]}


READS = (
    "Describe",
    "Get",
    "List",
    "Lookup",
    "Filter",
    "StartQuery",
    "Download",
    "Decrypt",
    "GenerateDataKey",
)


def test_a_collector_may_only_read(capfd: pytest.CaptureFixture[str]) -> None:
    allowed = actions(printed(capfd))
    assert allowed
    assert [it for it in allowed if not it.partition(":")[2].startswith(READS)] == []
    assert all("*" not in it for it in allowed)


def test_a_policy_for_one_collector_holds_what_it_declares_and_what_the_run_needs(
    capfd: pytest.CaptureFixture[str],
) -> None:
    found = actions(printed(capfd, "--only", "rds_events"))
    assert found == {
        "rds:DescribeDBClusters", "rds:DescribeDBInstances", "rds:DescribeEvents",
        "rds:DescribeGlobalClusters", "sts:GetCallerIdentity",
    }  # fmt: skip


def test_an_alarm_pusher_writes_under_our_own_prefix_only(capfd: pytest.CaptureFixture[str]) -> None:
    document = printed(capfd, "--role", "alarm_pusher", "--account", "111122223333")
    for statement in document["Statement"]:
        writes = [
            it
            for it in statement["Action"]
            if it.partition(":")[2].startswith(("PutM", "PutC", "PutL", "Delete"))
        ]
        own = {"StringEquals": {"cloudwatch:namespace": "Aurorascope"}}  # metrics have no resource
        assert (
            not writes
            or statement["Resource"].rpartition(":")[2] == "aurorascope-*"
            or (writes, statement.get("Condition")) == (["cloudwatch:PutMetricData"], own)
        )
        assert "{" not in statement["Resource"]
        passed = "iam:PassRole" in statement["Action"]
        assert not passed or statement["Resource"] == "arn:aws:iam::111122223333:role/aurorascope-logs*"


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_policy_that_iam_would_take(capfd: pytest.CaptureFixture[str], role: str) -> None:
    document = printed(capfd, "--role", role)
    assert document["Version"] == "2012-10-17"
    assert len({it["Sid"] for it in document["Statement"]}) == len(document["Statement"]) > 0
    assert len(json.dumps(document, separators=(",", ":"))) < 6144


def test_a_key_of_ones_own_is_used_through_rds_only(capfd: pytest.CaptureFixture[str]) -> None:
    key = "arn:aws:kms:eu-west-1:111122223333:key/x"
    document = printed(capfd, "--kms-key", key)
    own = [it for it in document["Statement"] if it["Resource"] == key]
    assert own[0]["Condition"] == {"StringLike": {"kms:ViaService": "rds.*.amazonaws.com"}}


def test_no_opt_in_collector_is_in_the_policy_unless_it_is_switched_on(
    capfd: pytest.CaptureFixture[str],
) -> None:
    found = actions(printed(capfd))
    for collector in load_collectors():
        assert collector.opt_in or {call.iam_action for call in collector.calls} <= found
