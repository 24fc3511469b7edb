"""The Terraform module is the template: the same resources, parameters, policies, schedules and tasks."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from types import ModuleType
from typing import Any

import hcl2
from stack import DEPLOY, GIVEN, Stack

MODULE = DEPLOY / "terraform"
# what a resource of the template is in the module; what is a property there may be a resource of its own here
SAME = {
    "AWS::S3::Bucket": (
        "aws_s3_bucket",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_versioning",
        "aws_s3_bucket_lifecycle_configuration",
    ),
    "AWS::S3::BucketPolicy": ("aws_s3_bucket_policy",),
    "AWS::EFS::FileSystem": ("aws_efs_file_system", "aws_efs_backup_policy", "aws_efs_file_system_policy"),
    "AWS::EFS::MountTarget": ("aws_efs_mount_target",),
    "AWS::EFS::AccessPoint": ("aws_efs_access_point",),
    "AWS::EC2::SecurityGroup": ("aws_security_group",),
    "AWS::EC2::SecurityGroupIngress": ("aws_security_group_rule",),
    "AWS::SSM::Parameter": ("aws_ssm_parameter",),
    "AWS::Logs::LogGroup": ("aws_cloudwatch_log_group",),
    "AWS::SNS::Topic": ("aws_sns_topic",),
    "AWS::SNS::TopicPolicy": ("aws_sns_topic_policy",),
    "AWS::Events::Rule": ("aws_cloudwatch_event_rule", "aws_cloudwatch_event_target"),
    "AWS::SQS::Queue": ("aws_sqs_queue",),
    "AWS::IAM::Role": ("aws_iam_role",),
    "AWS::ECS::Cluster": ("aws_ecs_cluster",),
    "AWS::ECS::TaskDefinition": ("aws_ecs_task_definition",),
    "AWS::Scheduler::Schedule": ("aws_scheduler_schedule",),
}
TIMES = {"aws_efs_mount_target": 2, "aws_ecs_task_definition": 3, "aws_scheduler_schedule": 7}
WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def module() -> dict[str, Any]:
    """Return all of the module's files as data, a list for each kind of block."""
    whole: dict[str, Any] = {}
    for path in sorted(MODULE.glob("*.tf")):
        for kind, blocks in unquoted(hcl2.loads(path.read_text(encoding="utf-8"))).items():
            whole.setdefault(kind, []).extend(blocks if isinstance(blocks, list) else [blocks])
    return whole


def unquoted(node: Any) -> Any:
    """Return data in which a text has no quotes around it, whichever way the parser gives it."""
    if isinstance(node, dict):
        return {unquoted(key): unquoted(one) for key, one in node.items() if key != "__is_block__"}
    if isinstance(node, list):
        return [unquoted(one) for one in node]
    if isinstance(node, str) and len(node) > 1 and node[0] == node[-1] == '"':
        return node[1:-1]
    return node


def blocks(kind: str) -> dict[str, Any]:
    """Return the blocks of a kind by name: variables, outputs."""
    return {name: body for one in module()[kind] for name, body in one.items()}


def resources() -> dict[tuple[str, str], Any]:
    """Return the resources by type and name."""
    return {
        (kind, name): body
        for one in module()["resource"]
        for kind, named in one.items()
        for name, body in named.items()
    }


def local(name: str) -> Any:
    """Return one local value."""
    return next(one[name] for one in module()["locals"] if name in one)


def snake(name: str) -> str:
    """Return a template's name in the module's spelling."""
    return WORD.sub("_", name).lower()


def test_each_resource_of_the_one_is_in_the_other() -> None:
    template = Counter(one["Type"] for one in Stack(GIVEN).template["Resources"].values())
    made = Counter(kind for kind, _ in resources())
    policies = made.pop("aws_iam_role_policy")
    roles = [one for one in Stack(GIVEN).template["Resources"].values() if one["Type"] == "AWS::IAM::Role"]
    assert policies == sum(len(one["Properties"]["Policies"]) for one in roles) + template.pop(
        "AWS::IAM::Policy"
    )
    wanted = {kind: count for name, count in template.items() for kind in SAME[name]}
    assert {kind: count * TIMES.get(kind, 1) for kind, count in made.items()} == wanted


def test_parameters_have_the_same_names_and_defaults() -> None:
    parameters = Stack(GIVEN).template["Parameters"]
    variables = blocks("variable")
    assert {snake(name) for name in parameters} | {"name"} == set(variables)
    for name, one in parameters.items():
        default = variables[snake(name)].get("default")
        said = one.get("Default")
        assert str(default if default not in ([], None) else "") == str("" if said is None else said), name


def test_its_policies_are_those_that_are_declared_today(policies: ModuleType) -> None:
    files = {path.name: path.read_text(encoding="utf-8") for path in (MODULE / "policies").iterdir()}
    assert files == policies.module(), "run `PYTHONPATH=. python deploy/policies.py`"
    used = re.findall(r"policies/(\w+\.json)", (MODULE / "roles.tf").read_text(encoding="utf-8"))
    assert sorted(used) == sorted(files)


def test_the_other_policies_allow_the_same_actions() -> None:
    text = "".join((MODULE / name).read_text(encoding="utf-8") for name in ("roles.tf", "main.tf"))
    written = set(re.findall(r'"([a-z0-9]+:[A-Z]\w+)"', text))
    template = json.dumps(Stack(GIVEN).template, default=str)
    generated = "".join(path.read_text(encoding="utf-8") for path in (MODULE / "policies").iterdir())
    actions = set(re.findall(r'"([a-z0-9-]+:[A-Z]\w+)"', template))
    made = set(re.findall(r'"([a-z0-9-]+:[A-Z]\w+)"', generated))
    conditions = {"aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn", "s3:TlsVersion"}
    conditions |= {"elasticfilesystem:AccessPointArn", "iam:PassedToService"}
    assert written - conditions - made == actions - conditions - made


def test_schedules_start_the_same_commands_at_the_same_times() -> None:
    stack = Stack(GIVEN | {"Channels": "${var.channels}"}, {"Bucket": "B", "CollectTask": "collect"})
    stack.names |= {"ReportTask": "report", "ScheduleTask": "schedule", "ReportDays": "${var.report_days}"}
    stack.names |= {"RawDays": "${var.raw_days}", "RollupDays": "${var.rollup_days}"}
    stack.names |= {"ScheduleName": "${var.schedule_name}"}
    wanted = {}
    for name in stack.of_type("AWS::Scheduler::Schedule"):
        properties = stack.template["Resources"][name]["Properties"]
        target = stack.properties(name)["Target"]
        [override] = json.loads(target["Input"])["containerOverrides"]
        when = snake(properties["ScheduleExpression"]["Ref"])
        wanted[snake(name)] = (
            f"var.{when}",
            target["EcsParameters"]["TaskDefinitionArn"],
            " ".join(override["command"]),
        )
    found = {
        name: (plain(one["when"]), one["task"], words(one["command"]))
        for name, one in local("schedules").items()
    }
    assert found == wanted


def plain(text: str) -> str:
    """Return an expression without the marks around it."""
    return text.removeprefix("${").removesuffix("}")


def words(text: str) -> str:
    """Return the words of a command, however they are written."""
    inner = re.search(r'trimspace\("(.*)"\)', text)
    return (inner[1] if inner else text).replace("${aws_s3_bucket.reports.id}", "B")


def test_tasks_have_the_same_size_and_the_same_container() -> None:
    stack = Stack(GIVEN)
    tasks = local("tasks")
    for name in stack.of_type("AWS::ECS::TaskDefinition"):
        properties = stack.properties(name)
        one = tasks[snake(name.removesuffix("Task"))]
        assert (str(one["cpu"]), str(one["memory"])) == (properties["Cpu"], properties["Memory"])
        [container] = properties["ContainerDefinitions"]
        assert bool(one["store"]) == (
            "store" in [mount["SourceVolume"] for mount in container["MountPoints"]]
        )
        assert one["command"] == container["Command"]
    text = (MODULE / "tasks.tf").read_text(encoding="utf-8")
    for said in (
        '"10001:10001"',
        "readonlyRootFilesystem = true",
        'drop = ["ALL"]',
        "AURORASCOPE_CONFIG_TOML",
    ):
        assert said in text
