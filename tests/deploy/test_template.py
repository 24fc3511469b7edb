"""The template is sound, deploys on a local emulator, and lets the tasks do what is declared and no more."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import click
import pytest
from cfnlint.api import lint
from cfnlint.config import ManualArgs
from stack import ACCOUNT, GIVEN, TEMPLATE, Stack

from aurorascope.cli.main import cli

UNKNOWN_TO_THE_EMULATOR = {"AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::Scheduler::Schedule"}
ROLES = {"collector": "CollectRole", "report": "ReportRole", "cluster_scheduler": "ScheduleRole"}
Clients = Callable[[str], Any]


def test_the_linter_has_nothing_to_say() -> None:
    found = lint(TEMPLATE.read_text(encoding="utf-8"), None, None, ManualArgs(include_checks=["I", "W", "E"]))
    assert [f"{one.rule.id} {one.message} line {one.linenumber}" for one in found] == []


def test_the_policies_in_it_are_those_that_are_declared_today(policies: ModuleType) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert policies.template(text) == text, "run `PYTHONPATH=. python deploy/policies.py`"
    assert text.count("# policy ") == len(ROLES)


def test_it_can_be_given_to_cloudformation_as_it_is() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert len(text.encode()) < 51_200  # a longer one must lie in a bucket
    assert not re.search(r"^[^#\"']*: [&*]\w", text, re.MULTILINE)  # CloudFormation knows no aliases


def test_it_deploys_but_for_what_the_emulator_does_not_know(deployed: dict[str, str]) -> None:
    stack = Stack(GIVEN)
    wanted = {
        name
        for name, one in stack.template["Resources"].items()
        if stack.holds(one.get("Condition")) and one["Type"] not in UNKNOWN_TO_THE_EMULATOR
    }
    assert wanted <= set(deployed)


def test_the_bucket_is_encrypted_private_and_keeps_versions(
    emulator: Clients, deployed: dict[str, str]
) -> None:
    s3, bucket = emulator("s3"), deployed["Bucket"]
    policy = Stack(GIVEN, deployed).properties("BucketPolicy")["PolicyDocument"]
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    [rule] = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    # the emulator's CloudFormation leaves these out
    properties = Stack(GIVEN).properties("Bucket")
    access = properties["PublicAccessBlockConfiguration"]
    assert set(access.values()) == {True}
    assert len(access) == 4
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    conditions = [one["Condition"] for one in policy["Statement"] if one["Effect"] == "Deny"]
    assert conditions == [
        {"Bool": {"aws:SecureTransport": "false"}},
        {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    ]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_that_is_deployed_may_do_what_is_declared(
    emulator: Clients, deployed: dict[str, str], policies: ModuleType, role: str
) -> None:
    found = policy_of(emulator("iam"), deployed[ROLES[role]], role)
    places = {"partition": "aws", "account": ACCOUNT, "region": "*", "bucket": deployed["Bucket"]}
    assert found == policies.declared(role, places)
    assert len(json.dumps(found, separators=(",", ":"))) < 10_240  # all of a role's policies together


def policy_of(iam: Any, role: str, name: str) -> dict[str, Any]:
    """Return a policy of a role; the emulator gives what came from a template as Python writes it."""
    found = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    document: dict[str, Any] = ast.literal_eval(found) if isinstance(found, str) else found
    return document


def test_nobody_but_its_service_takes_a_role_and_no_policy_has_a_wildcard_action(
    emulator: Clients, deployed: dict[str, str]
) -> None:
    iam = emulator("iam")
    for name in Stack(GIVEN).of_type("AWS::IAM::Role"):
        role = iam.get_role(RoleName=deployed[name])["Role"]
        [trust] = role["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"]["Service"] in {"ecs-tasks.amazonaws.com", "scheduler.amazonaws.com"}
        assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
        for policy in iam.list_role_policies(RoleName=deployed[name])["PolicyNames"]:
            document = policy_of(iam, deployed[name], policy)
            actions = [one["Action"] for one in document["Statement"]]
            flat = [one for action in actions for one in ([action] if isinstance(action, str) else action)]
            assert not [one for one in flat if "*" in one]


def test_a_container_has_no_rights_on_its_host() -> None:
    stack = Stack(GIVEN)
    for name in stack.of_type("AWS::ECS::TaskDefinition"):
        task = stack.properties(name)
        [container] = task["ContainerDefinitions"]
        assert container["ReadonlyRootFilesystem"] is True
        assert container["User"] == "10001:10001"
        assert container["LinuxParameters"]["Capabilities"] == {"Drop": ["ALL"]}
        assert task["RequiresCompatibilities"] == ["FARGATE"]


def test_nothing_can_connect_to_a_task(emulator: Clients, deployed: dict[str, str]) -> None:
    groups = emulator("ec2").describe_security_groups(
        GroupIds=[deployed["TaskGroup"], deployed["FilesGroup"]]
    )
    by_id = {one["GroupId"]: one for one in groups["SecurityGroups"]}
    assert by_id[deployed["TaskGroup"]]["IpPermissions"] == []
    [allowed] = by_id[deployed["FilesGroup"]]["IpPermissions"]
    assert (allowed["FromPort"], allowed["ToPort"]) == (2049, 2049)
    assert [one["GroupId"] for one in allowed["UserIdGroupPairs"]] == [deployed["TaskGroup"]]


def test_each_schedule_is_taken_and_starts_a_command_that_there_is(
    emulator: Clients, deployed: dict[str, str]
) -> None:
    stack, scheduler = Stack(GIVEN, deployed), emulator("scheduler")
    names = stack.of_type("AWS::Scheduler::Schedule")
    assert len(names) == 7
    for name in names:
        properties = stack.properties(name)
        network = properties["Target"]["EcsParameters"]["NetworkConfiguration"]
        network["awsvpcConfiguration"] = network.pop("AwsvpcConfiguration")  # the API's own spelling
        scheduler.create_schedule(Name=name, **properties)
        assert properties["ScheduleExpressionTimezone"] == "Europe/Berlin"
        [override] = json.loads(properties["Target"]["Input"])["containerOverrides"]
        assert override["name"] == "aurorascope"
        parsed(cli, override["command"])
    assert len(scheduler.list_schedules()["Schedules"]) == 7


def parsed(command: click.Command, words: list[str], parent: click.Context | None = None) -> click.Context:
    """Parse a command line as far as its last command; raise for an option that it has not."""
    with command.make_context("aurorascope", list(words), parent=parent) as context:
        if isinstance(command, click.Group):
            name, below, rest = command.resolve_command(context, list(words))
            assert below is not None, name
            return parsed(below, rest, context)
        return context


def test_without_channels_and_schedules_nobody_is_told_and_no_cluster_is_touched() -> None:
    stack = Stack({name: GIVEN[name] for name in ("Image", "RepositoryArn")}, {"Bucket": "b"})
    names = stack.of_type("AWS::Scheduler::Schedule")
    assert sorted(names) == ["Collect", "Compact", "Report", "Retain"]
    [override] = json.loads(stack.properties("Report")["Target"]["Input"])["containerOverrides"]
    assert override["command"] == ["report", "--out", "s3://b/reports", "--keep", "400d"]


def test_a_partial_collection_wakes_nobody_and_a_report_that_was_not_told_does() -> None:
    told = Stack(GIVEN).properties("FailedTasks")["EventPattern"]["detail"]["$or"]
    assert told == [
        {"containers": {"exitCode": [{"anything-but": [0, 3, 5]}]}},
        {"containers": {"exitCode": [5]}, "taskDefinitionArn": ["ReportTask", "ScheduleTask"]},
        {"stopCode": ["TaskFailedToStart"]},
    ]


def test_the_resources_that_hold_data_outlive_the_stack() -> None:
    resources = Stack(GIVEN).template["Resources"]
    for name in ("Bucket", "Files"):
        assert (resources[name]["DeletionPolicy"], resources[name]["UpdateReplacePolicy"]) == (
            "Retain",
            "Retain",
        )
