"""The same alarms for those who deploy with Terraform or CloudFormation, from the same requests."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from aurorascope.cloudwatch.request import is_log

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aurorascope.cloudwatch.request import Request

TERRAFORM_METRIC = {
    "AlarmName": "alarm_name",
    "AlarmDescription": "alarm_description",
    "ActionsEnabled": "actions_enabled",
    "AlarmActions": "alarm_actions",
    "OKActions": "ok_actions",
    "InsufficientDataActions": "insufficient_data_actions",
    "Namespace": "namespace",
    "MetricName": "metric_name",
    "Statistic": "statistic",
    "ExtendedStatistic": "extended_statistic",
    "Period": "period",
    "EvaluationPeriods": "evaluation_periods",
    "DatapointsToAlarm": "datapoints_to_alarm",
    "Threshold": "threshold",
    "ThresholdMetricId": "threshold_metric_id",
    "ComparisonOperator": "comparison_operator",
    "TreatMissingData": "treat_missing_data",
    "EvaluateLowSampleCountPercentile": "evaluate_low_sample_count_percentiles",
    "AlarmRule": "alarm_rule",
}
NOT_A_WORD = re.compile(r"[^A-Za-z0-9]+")


def terraform(requests: Iterable[Request]) -> str:
    """Return the alarms as Terraform's JSON configuration (`*.tf.json`); names are those of a push.

    Log alarms are left out: no resource of Terraform's provider is known to us for them.
    """
    resources: dict[str, dict[str, Any]] = {}
    for one in (each for each in requests if not is_log(each)):
        kind = "aws_cloudwatch_composite_alarm" if "AlarmRule" in one else "aws_cloudwatch_metric_alarm"
        resources.setdefault(kind, {})[_terraform_name(one)] = _terraform_body(one)
    metric = resources.get("aws_cloudwatch_metric_alarm", {})
    for body in resources.get("aws_cloudwatch_composite_alarm", {}).values():
        body["depends_on"] = [f"aws_cloudwatch_metric_alarm.{name}" for name in sorted(metric)]
    return json.dumps({"resource": resources}, indent=2, ensure_ascii=False) + "\n"


def _terraform_name(one: Request) -> str:
    return NOT_A_WORD.sub("_", one["AlarmName"])


def _terraform_body(one: Request) -> dict[str, Any]:
    body = {theirs: _literal(one[ours]) for ours, theirs in TERRAFORM_METRIC.items() if ours in one}
    if one.get("Dimensions"):
        body["dimensions"] = {each["Name"]: _literal(each["Value"]) for each in one["Dimensions"]}
    if "Metrics" in one:
        body["metric_query"] = [_terraform_query(each) for each in one["Metrics"]]
    if "ActionsSuppressor" in one:
        body["actions_suppressor"] = {
            "alarm": one["ActionsSuppressor"],
            "wait_period": one["ActionsSuppressorWaitPeriod"],
            "extension_period": one["ActionsSuppressorExtensionPeriod"],
        }
    body["tags"] = {each["Key"]: _literal(each["Value"]) for each in one.get("Tags", ())}
    return body


def _terraform_query(query: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": query["Id"], "return_data": query["ReturnData"]}
    if "Expression" in query:
        return found | {"expression": _literal(query["Expression"]), "label": _literal(query["Label"])}
    stat = query["MetricStat"]
    metric = stat["Metric"]
    found["metric"] = {
        "namespace": metric["Namespace"],
        "metric_name": metric["MetricName"],
        "dimensions": {each["Name"]: _literal(each["Value"]) for each in metric["Dimensions"]},
        "period": stat["Period"],
        "stat": stat["Stat"],
    }
    return found


def _literal(value: Any) -> Any:
    """Return a text in which Terraform finds nothing to interpolate."""
    return value.replace("${", "$${").replace("%{", "%%{") if isinstance(value, str) else value


def cloudformation(requests: Sequence[Request]) -> str:
    """Return the alarms as a CloudFormation template in JSON."""
    resources: dict[str, Any] = {}
    metric = [_logical(one) for one in requests if "AlarmRule" not in one]
    for one in requests:
        composite = "AlarmRule" in one
        body: dict[str, Any] = {
            "Type": _type(one),
            "Properties": dict(one),
        }
        if composite:
            body["DependsOn"] = sorted(metric)
        resources[_logical(one)] = body
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Alarms made from aurorascope's rules",
        "Resources": resources,
    }
    return json.dumps(template, indent=2, ensure_ascii=False) + "\n"


def _type(one: Request) -> str:
    if is_log(one):
        return "AWS::CloudWatch::LogAlarm"
    return "AWS::CloudWatch::CompositeAlarm" if "AlarmRule" in one else "AWS::CloudWatch::Alarm"


def _logical(one: Request) -> str:
    """Return a logical id: letters and digits, each name its own."""
    words = NOT_A_WORD.split(one["AlarmName"])
    return "".join(word[:1].upper() + word[1:] for word in words)
