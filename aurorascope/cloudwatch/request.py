"""One alarm as CloudWatch's API takes it, and the fields that make it what it is.

`Unit` is never sent: a unit that the metric is not published in would leave the alarm without data for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aurorascope.rules import composite
from aurorascope.rules.expand import PREFIX, log_group
from aurorascope.rules.metrics import PLAIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aurorascope.cloudwatch.policy import Policy
    from aurorascope.model.rule import LogQuery, Operator
    from aurorascope.rules.expand import Alarm, Series

Request = dict[str, Any]
TAG, TAG_VALUE = "aurorascope", "managed"
LONGEST_DESCRIPTION = 1024
OPERATORS: dict[Operator, str] = {
    ">": "GreaterThanThreshold",
    ">=": "GreaterThanOrEqualToThreshold",
    "<": "LessThanThreshold",
    "<=": "LessThanOrEqualToThreshold",
    "outside": "LessThanLowerOrGreaterThanUpperThreshold",
    "above": "GreaterThanUpperThreshold",
    "below": "LessThanLowerThreshold",
}
METRIC_FIELDS: dict[str, Any] = {
    "AlarmDescription": "",
    "ActionsEnabled": True,
    "AlarmActions": [],
    "OKActions": [],
    "InsufficientDataActions": [],
    "Namespace": "",
    "MetricName": "",
    "Dimensions": [],
    "Statistic": "",
    "ExtendedStatistic": "",
    "Period": None,
    "Unit": "",
    "EvaluationPeriods": None,
    "DatapointsToAlarm": None,
    "Threshold": None,
    "ThresholdMetricId": "",
    "ComparisonOperator": "",
    "TreatMissingData": "missing",
    "EvaluateLowSampleCountPercentile": "evaluate",
    "Metrics": [],
    "EvaluationWindow": None,
    "WarmUpConfiguration": None,
    "EvaluationCriteria": None,
}
COMPOSITE_FIELDS: dict[str, Any] = {
    "AlarmDescription": "",
    "ActionsEnabled": True,
    "AlarmActions": [],
    "OKActions": [],
    "InsufficientDataActions": [],
    "AlarmRule": "",
    "ActionsSuppressor": "",
    "ActionsSuppressorWaitPeriod": None,
    "ActionsSuppressorExtensionPeriod": None,
}
"""The fields of an alarm's configuration with what each is where nobody set it."""

LOG_FIELDS: dict[str, Any] = {
    "AlarmDescription": "",
    "ActionsEnabled": True,
    "AlarmActions": [],
    "OKActions": [],
    "InsufficientDataActions": [],
    "ScheduledQueryConfiguration": None,
    "QueryResultsToEvaluate": None,
    "QueryResultsToAlarm": None,
    "Threshold": None,
    "ComparisonOperator": "",
    "TreatMissingData": "missing",
    "ActionLogLineCount": 0,
    "ActionLogLineRoleArn": "",
    "WarmUpConfiguration": None,
}
NOT_OURS = ("QueryARN", "Tags")
"""Of a scheduled query's configuration: what CloudWatch adds when it describes one."""

UNORDERED = ("AlarmActions", "OKActions", "InsufficientDataActions")


def is_composite(request: Mapping[str, Any]) -> bool:
    """Say whether a request, or an alarm as described, is a composite."""
    return "AlarmRule" in request


def is_log(request: Mapping[str, Any]) -> bool:
    """Say whether a request, or an alarm as described, is a log alarm."""
    return "ScheduledQueryConfiguration" in request


def request_of(alarm: Alarm, policy: Policy, tags: Mapping[str, str]) -> Request:
    """Return what PutMetricAlarm, PutCompositeAlarm or PutLogAlarm is to be called with."""
    rule = alarm.rule
    actions = list(policy.actions_for(rule.severity, alarm.cluster, tags, alarm.account, alarm.region))
    found: Request = {
        "AlarmName": alarm.name,
        "AlarmDescription": description(alarm, policy),
        "ActionsEnabled": True,
        "AlarmActions": actions,
        "OKActions": list(actions) if policy.ok_actions else [],
        "InsufficientDataActions": [],
        "Tags": [{"Key": key, "Value": value} for key, value in tags_of(alarm).items()],
    }
    if rule.log is not None:
        return found | _log(alarm, rule.log, policy)
    return found | (_composite(alarm) if rule.kind == "composite" else _metric(alarm))


def tags_of(alarm: Alarm) -> dict[str, str]:
    """Return the tags that say an alarm is ours, and which rule and cluster it is of."""
    found = {TAG: TAG_VALUE, f"{TAG}:rule": alarm.rule.name}
    return found | ({f"{TAG}:cluster": alarm.cluster} if alarm.cluster else {})


def description(alarm: Alarm, policy: Policy) -> str:
    """Return title, reason, first steps and a link, cut to what CloudWatch takes."""
    rule = alarm.rule
    steps = " ".join(f"{number}. {step}." for number, step in enumerate(rule.first_steps, start=1))
    link = f"{policy.dashboard}/alerts/{rule.name}" if policy.dashboard else ""
    if link and alarm.cluster:
        link += f"?cluster={alarm.cluster}"
    ending = f" {link}" if link else ""
    text = f"{rule.title}. {rule.reason} First: {steps}"
    room = LONGEST_DESCRIPTION - len(ending)
    return (text if len(text) <= room else text[: room - 1] + "…") + ending


def _composite(alarm: Alarm) -> Request:
    names = dict(alarm.children)
    part = composite.parse(alarm.rule.alarm_rule)
    found: Request = {"AlarmRule": composite.written(part, names.__getitem__)}
    if alarm.suppressor:
        found["ActionsSuppressor"] = alarm.suppressor
        found["ActionsSuppressorWaitPeriod"] = alarm.rule.suppressor_wait_s
        found["ActionsSuppressorExtensionPeriod"] = alarm.rule.suppressor_extension_s
    return found


def _log(alarm: Alarm, log: LogQuery, policy: Policy) -> Request:
    rule = alarm.rule
    places = {"account": alarm.account, "region": alarm.region}
    minutes = rule.period_s // 60
    found: Request = {
        "ScheduledQueryConfiguration": {
            "QueryString": log.query,
            "LogGroupIdentifiers": [log_group(alarm.cluster, log.type)],
            "ScheduledQueryRoleARN": policy.query_role.format_map(places),
            "ScheduleConfiguration": {
                "ScheduleExpression": f"rate({minutes} minute{'s' if minutes > 1 else ''})",
                "StartTimeOffset": rule.period_s + log.delay_s,
                "EndTimeOffset": log.delay_s,
            },
            "AggregationExpression": log.aggregation,
        },
        "QueryResultsToEvaluate": rule.n,
        "QueryResultsToAlarm": rule.m,
        "Threshold": alarm.threshold,
        "ComparisonOperator": OPERATORS[rule.operator],
        "TreatMissingData": alarm.missing,
    }
    if policy.log_lines:
        role = policy.log_lines_role.format_map(places)
        found |= {"ActionLogLineCount": policy.log_lines, "ActionLogLineRoleArn": role}
    return found


def _metric(alarm: Alarm) -> Request:
    rule = alarm.rule
    found: Request = {
        "EvaluationPeriods": rule.n,
        "DatapointsToAlarm": rule.m,
        "ComparisonOperator": OPERATORS[rule.operator],
        "TreatMissingData": alarm.missing,
    }
    if rule.kind == "anomaly":
        one = alarm.series[0]
        band = f"ANOMALY_DETECTION_BAND({one.id}, {rule.threshold.band:g})"
        found["Metrics"] = [
            {"Id": one.id, "MetricStat": _stat(one, rule.period_s), "ReturnData": True},
            {"Id": "band", "Expression": band, "Label": "band", "ReturnData": True},
        ]
        return found | {"ThresholdMetricId": "band"}
    found["Threshold"] = alarm.threshold
    if rule.kind == "math":
        found["Metrics"] = [
            {"Id": one.id, "MetricStat": _stat(one, rule.period_s), "ReturnData": False}
            for one in alarm.series
        ]
        found["Metrics"].append(
            {"Id": "watched", "Expression": rule.expression, "Label": rule.name, "ReturnData": True}
        )
        return found
    one = alarm.series[0]
    how = "Statistic" if one.statistic in PLAIN else "ExtendedStatistic"
    if rule.low_samples == "ignore":
        found["EvaluateLowSampleCountPercentile"] = rule.low_samples
    return found | {
        "Namespace": one.namespace,
        "MetricName": one.metric,
        "Dimensions": _dimensions(one),
        how: one.statistic,
        "Period": rule.period_s,
    }


def _stat(one: Series, period_s: int) -> Request:
    metric = {"Namespace": one.namespace, "MetricName": one.metric, "Dimensions": _dimensions(one)}
    return {"Metric": metric, "Period": period_s, "Stat": one.statistic}


def _dimensions(one: Series) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in one.dimensions]


def detector_of(request: Request) -> Request | None:
    """Return the anomaly detector that an alarm's band needs; None for an alarm without a band."""
    if request.get("ThresholdMetricId") is None:
        return None
    stat = request["Metrics"][0]["MetricStat"]
    metric = stat["Metric"]
    single = {**metric, "Stat": stat["Stat"]}
    return {"SingleMetricAnomalyDetector": single}


def fields_of(alarm: Mapping[str, Any]) -> dict[str, Any]:
    """Return an alarm's configuration, asked for or as described, so that the two can be compared."""
    known = COMPOSITE_FIELDS if is_composite(alarm) else LOG_FIELDS if is_log(alarm) else METRIC_FIELDS
    found = {name: alarm.get(name, default) for name, default in known.items()}
    for name in UNORDERED:
        found[name] = sorted(found[name] or [])
    if is_log(alarm):
        found["ScheduledQueryConfiguration"] = _scheduled(alarm["ScheduledQueryConfiguration"])
    elif not is_composite(alarm):
        found["Dimensions"] = _sorted_dimensions(found["Dimensions"])
        found["Metrics"] = [_query(one) for one in found["Metrics"] or []]
        found["DatapointsToAlarm"] = found["DatapointsToAlarm"] or found["EvaluationPeriods"]
        if "SlidingWindow" in (found["EvaluationWindow"] or {}):  # the default, said aloud
            found["EvaluationWindow"] = None
    return found


def _scheduled(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return a scheduled query's configuration with its defaults, without what CloudWatch adds."""
    found = {name: value for name, value in query.items() if name not in NOT_OURS}
    found["LogGroupIdentifiers"] = sorted(found.get("LogGroupIdentifiers") or [])
    found["ScheduleConfiguration"] = {"EndTimeOffset": 0, **found["ScheduleConfiguration"]}
    return found


def _sorted_dimensions(dimensions: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    return sorted((dict(one) for one in dimensions or ()), key=lambda one: one["Name"])


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    """Return one of an alarm's queries with its defaults filled in."""
    found = {"ReturnData": True, **query}
    if "MetricStat" in found:
        metric = dict(found["MetricStat"]["Metric"])
        metric["Dimensions"] = _sorted_dimensions(metric.get("Dimensions") or [])
        found["MetricStat"] = {**found["MetricStat"], "Metric": metric}
    return found


def is_ours(name: str) -> bool:
    """Say whether a name carries our prefix; the tag must be there too before anything is touched."""
    return name.startswith(PREFIX)
