"""Which IAM actions a call needs, and on which resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_PREFIX = {"resourcegroupstaggingapi": "tag"}
_RENAMED = {
    ("s3", "ListObjectsV2"): "s3:ListBucket",
    ("s3", "HeadBucket"): "s3:ListBucket",
    ("s3", "HeadObject"): "s3:GetObject",
    ("s3", "ListBuckets"): "s3:ListAllMyBuckets",
    ("rds", "DownloadCompleteLogFile"): "rds:DownloadCompleteDBLogFile",
}
# of one instance, so a policy can name it; the other Describe* are asked on everything
_ON_INSTANCE = {"DescribeDBLogFiles", "DownloadDBLogFilePortion", "DownloadCompleteLogFile"}
_ON_CLUSTER = {"StopDBCluster", "StartDBCluster", "ModifyDBCluster"}
_ON_ALARM = {"PutMetricAlarm", "PutCompositeAlarm", "PutLogAlarm", "SetAlarmState"}
_ON_MUTE = {"PutAlarmMuteRule", "GetAlarmMuteRule", "DeleteAlarmMuteRule"}


def actions(service: str, operation: str, parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the IAM actions; more than one where the call does two things."""
    main = _RENAMED.get((service, operation), f"{_PREFIX.get(service, service)}:{operation}")
    if operation in {"PutMetricAlarm", "PutCompositeAlarm", "PutLogAlarm"} and parameters.get("Tags"):
        return main, "cloudwatch:TagResource"
    return (main,)


def resource(service: str, operation: str, account: str, region: str, parameters: Mapping[str, Any]) -> str:
    """Return the ARN a policy has to cover; "*" where the operation knows no resource."""
    found = _BY_SERVICE.get(service)
    return "*" if found is None else found(operation, f"{region}:{account}", parameters)


def _pi(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    return f"arn:aws:pi:{here}:metrics/rds/{parameters.get('Identifier', '')}"


def _s3(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    bucket, key = parameters.get("Bucket", ""), parameters.get("Key")
    return f"arn:aws:s3:::{bucket}" + (f"/{key}" if key else "")


def _sns(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    return str(parameters.get("TopicArn", "*"))


def _secretsmanager(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    name = str(parameters.get("SecretId", ""))
    return name if name.startswith("arn:") else f"arn:aws:secretsmanager:{here}:secret:{name}"


def _sts(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    return str(parameters.get("RoleArn", "*"))


def _rds(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    if operation in _ON_INSTANCE:
        return f"arn:aws:rds:{here}:db:{parameters.get('DBInstanceIdentifier', '')}"
    if operation in _ON_CLUSTER:
        return f"arn:aws:rds:{here}:cluster:{parameters.get('DBClusterIdentifier', '')}"
    return str(parameters.get("ResourceName", "*")) if operation == "ListTagsForResource" else "*"


def _logs(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    if operation in {"GetQueryResults", "StopQuery"}:
        return "*"
    names = parameters.get("logGroupNames") or parameters.get("logGroupIdentifiers") or [""]
    group = str(parameters.get("logGroupName") or parameters.get("logGroupIdentifier") or names[0])
    if group.startswith("arn:"):
        group = group.removesuffix(":*").split(":log-group:", 1)[1]
    stream = parameters.get("logStreamName", "") if operation == "GetLogEvents" else ""
    return f"arn:aws:logs:{here}:log-group:{group}:log-stream:{stream}"


def _cloudwatch(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    if operation in _ON_ALARM:
        return f"arn:aws:cloudwatch:{here}:alarm:{parameters.get('AlarmName', '')}"
    if operation in _ON_MUTE:
        name = parameters.get("Name") or parameters.get("AlarmMuteRuleName", "")
        return f"arn:aws:cloudwatch:{here}:alarm-mute-rule:{name}"
    if operation in {"DescribeAlarms", "DescribeAlarmHistory"}:
        return f"arn:aws:cloudwatch:{here}:alarm:*"
    if operation in {"DeleteAlarms", "EnableAlarmActions", "DisableAlarmActions"}:
        return f"arn:aws:cloudwatch:{here}:alarm:{(parameters.get('AlarmNames') or [''])[0]}"
    if operation in {"TagResource", "UntagResource", "ListTagsForResource"}:
        return str(parameters.get("ResourceARN", "*"))
    return "*"


def _emr_serverless(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    run = parameters.get("jobRunId")
    place = f"arn:aws:emr-serverless:{here}:/applications/{parameters.get('applicationId', '')}"
    return f"{place}/jobruns/{run}" if run else place


def _glue(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    return f"arn:aws:glue:{here}:job/{parameters.get('JobName', '')}"


def _athena(operation: str, here: str, parameters: Mapping[str, Any]) -> str:
    return f"arn:aws:athena:{here}:workgroup/{parameters.get('WorkGroup', 'primary')}"


_BY_SERVICE: dict[str, Callable[[str, str, Mapping[str, Any]], str]] = {
    "rds": _rds,
    "pi": _pi,
    "logs": _logs,
    "s3": _s3,
    "secretsmanager": _secretsmanager,
    "sns": _sns,
    "athena": _athena,
    "sts": _sts,
    "cloudwatch": _cloudwatch,
    "emr-serverless": _emr_serverless,
    "glue": _glue,
}
