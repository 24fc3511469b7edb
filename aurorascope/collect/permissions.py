"""Least IAM policies, made from what collectors and the other parts declare that they call."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, get_args

from aurorascope.collect.discovery import CALLS
from aurorascope.model.collector import Call, PolicyRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aurorascope.model.collector import Collector

ROLES: tuple[PolicyRole, ...] = get_args(PolicyRole)
ALARMS = "arn:{partition}:cloudwatch:{region}:{account}:alarm:aurorascope-*"
MUTES = "arn:{partition}:cloudwatch:{region}:{account}:alarm-mute-rule:aurorascope-*"
LOG_ROLES = "arn:{partition}:iam::{account}:role/aurorascope-logs*"
OWN_METRICS = ("StringEquals", "cloudwatch:namespace", "Aurorascope")
SECRETS = "arn:{partition}:secretsmanager:{region}:{account}:secret:aurorascope/*"
CLUSTERS = "arn:{partition}:rds:{region}:{account}:cluster:*"
# who has nobody's tag is nobody's to stop: what a schedule may touch is said at the cluster itself
SCHEDULED = ("StringLike", "aws:ResourceTag/aurorascope-schedule", "*")
APPLICATIONS = "arn:{partition}:emr-serverless:{region}:{account}:/applications/*"
GLUE_JOBS = "arn:{partition}:glue:{region}:{account}:job/aurorascope*"
SPARK_ROLES = "arn:{partition}:iam::{account}:role/aurorascope-spark*"
OTHERS: dict[PolicyRole, tuple[Call, ...]] = {
    # an alarm is only ever put, changed or deleted under our own prefix
    "alarm_pusher": (
        *CALLS,
        Call("cloudwatch", "DescribeAlarms"),  # on less than everything, composite alarms stay hidden
        Call("cloudwatch", "ListMetrics"),
        Call("cloudwatch", "GetMetricData"),  # is there a point: an alarm is proved to be armed
        Call("cloudwatch", "PutMetricData", conditions=(OWN_METRICS,)),
        Call("cloudwatch", "ListAlarmMuteRules"),
        Call("cloudwatch", "PutAnomalyDetector"),
        Call("cloudwatch", "ListTagsForResource", ALARMS),
        Call("cloudwatch", "PutMetricAlarm", ALARMS),
        Call("cloudwatch", "PutCompositeAlarm", ALARMS),
        Call("cloudwatch", "PutLogAlarm", ALARMS),
        Call("logs", "DescribeLogGroups"),  # a log alarm is put on a log group that exists
        Call("iam", "PassRole", LOG_ROLES),  # the role that CloudWatch runs a log alarm's query with
        Call("cloudwatch", "TagResource", ALARMS),
        Call("cloudwatch", "UntagResource", ALARMS),
        Call("cloudwatch", "DeleteAlarms", ALARMS),
        Call("cloudwatch", "PutAlarmMuteRule", ALARMS),  # needed on the rule and on each alarm it mutes
        Call("cloudwatch", "PutAlarmMuteRule", MUTES),
        Call("cloudwatch", "TagResource", MUTES),
        Call("cloudwatch", "ListTagsForResource", MUTES),
        Call("cloudwatch", "GetAlarmMuteRule", MUTES),
        Call("cloudwatch", "DeleteAlarmMuteRule", MUTES),
    ),
    "scheduler": (Call("sts", "AssumeRole", "arn:{partition}:iam::{account}:role/aurorascope-*"),),
    "cluster_scheduler": (
        *CALLS,
        Call("rds", "DescribeDBClusterParameters"),
        Call("rds", "DescribeBlueGreenDeployments"),
        Call("rds", "DescribeDBEngineVersions"),
        Call("rds", "StopDBCluster", CLUSTERS, conditions=(SCHEDULED,)),
        Call("rds", "StartDBCluster", CLUSTERS, conditions=(SCHEDULED,)),
        Call("rds", "ModifyDBCluster", CLUSTERS, conditions=(SCHEDULED,)),
    ),
    "report": (
        Call("s3", "PutObject", "arn:{partition}:s3:::{bucket}/*"),
        Call("s3", "GetObject", "arn:{partition}:s3:::{bucket}/*"),  # the manifests behind the index
        Call("s3", "DeleteObject", "arn:{partition}:s3:::{bucket}/*"),  # --keep
        Call("s3", "ListObjectsV2", "arn:{partition}:s3:::{bucket}", action="s3:ListBucket"),
        Call("sns", "Publish", "arn:{partition}:sns:{region}:{account}:aurorascope-*"),
        Call("secretsmanager", "GetSecretValue", SECRETS),
    ),
    # who runs `spark submit`: the code's folder in the bucket, and jobs under our own names
    "spark_submitter": (
        Call("emr-serverless", "StartJobRun", APPLICATIONS),
        Call("emr-serverless", "GetJobRun", APPLICATIONS),
        Call("emr-serverless", "CancelJobRun", APPLICATIONS),
        Call("glue", "StartJobRun", GLUE_JOBS),
        Call("glue", "GetJobRun", GLUE_JOBS),
        Call("glue", "BatchStopJobRun", GLUE_JOBS),
        Call("iam", "PassRole", SPARK_ROLES),
        Call("s3", "ListObjectsV2", "arn:{partition}:s3:::{bucket}", action="s3:ListBucket"),
        Call("s3", "GetObject", "arn:{partition}:s3:::{bucket}/*"),
        Call("s3", "PutObject", "arn:{partition}:s3:::{bucket}/*"),  # the job script
    ),
    # the run itself: logs in, the store, its own code, its logs and its result
    "spark_job": (
        Call("s3", "ListObjectsV2", "arn:{partition}:s3:::{bucket}", action="s3:ListBucket"),
        Call("s3", "GetObject", "arn:{partition}:s3:::{bucket}/*"),
        Call("s3", "PutObject", "arn:{partition}:s3:::{bucket}/*"),
        Call("s3", "DeleteObject", "arn:{partition}:s3:::{bucket}/*"),  # files of a run that failed
    ),
    "store_reader": (
        Call("s3", "ListObjectsV2", "arn:{partition}:s3:::{bucket}", action="s3:ListBucket"),
        Call("s3", "GetObject", "arn:{partition}:s3:::{bucket}/*"),
    ),
}


def calls_of(role: PolicyRole, collectors: Iterable[Collector], kms_keys: Sequence[str] = ()) -> list[Call]:
    """Return the calls that a role makes; of collectors, those that are given."""
    if role != "collector":
        return list(OTHERS[role])
    calls = [*CALLS, *(call for collector in collectors for call in collector.calls)]
    via_rds = (("StringLike", "kms:ViaService", "rds.*.amazonaws.com"),)
    for key in kms_keys:  # Performance Insights under a key of the customer's own
        calls += [Call("kms", name, key, conditions=via_rds) for name in ("Decrypt", "GenerateDataKey")]
    return calls


def policy(calls: Iterable[Call], places: dict[str, str]) -> dict[str, Any]:
    """Return a policy document: a statement for each resource and condition, actions in order."""
    statements: dict[tuple[str, tuple[tuple[str, str, str], ...]], set[str]] = defaultdict(set)
    for call in calls:
        statements[call.resource.format_map(places), call.conditions].add(call.iam_action)
    return {
        "Version": "2012-10-17",
        "Statement": [
            _statement(f"Aurorascope{number}", sorted(actions), resource, conditions)
            for number, ((resource, conditions), actions) in enumerate(sorted(statements.items()), 1)
        ],
    }


def _statement(
    sid: str, actions: list[str], resource: str, conditions: tuple[tuple[str, str, str], ...]
) -> dict[str, Any]:
    found: dict[str, Any] = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}
    if conditions:
        found["Condition"] = {operator: {key: value} for operator, key, value in conditions}
    return found
