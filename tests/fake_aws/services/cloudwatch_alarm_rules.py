"""What CloudWatch demands of an alarm before it keeps it: the documented rules."""

from __future__ import annotations

import json
import re

from fake_aws.call import Call
from fake_aws.services.cloudwatch_statistics import EXTENDED
from fake_aws.world import Record

_DAY, _WEEK = 86_400, 604_800
_PAYLOAD = 120 * 1024
_BANDS = {"LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"}
_OF_ONE_METRIC = ("Namespace", "Dimensions", "Period", "Statistic", "ExtendedStatistic", "Unit")
_MISSING = {"breaching", "notBreaching", "ignore", "missing"}
_AGGREGATION = 256
_RATE = re.compile(r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)")
_ROLE = re.compile(r"arn:[\w-]+:iam::\d{12}:role/\S+")
_ID = re.compile(r"[a-z][A-Za-z0-9_]*")
_NAMED = r'"(?:[^"\\]|\\.)+"|[^\s()",]+'
_TOKEN = re.compile(
    rf"\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*({_NAMED})\s*\)|(AND|OR|NOT|TRUE|FALSE)\b|([()]))"
)


def check_metric(call: Call) -> None:
    """Refuse what PutMetricAlarm refuses."""
    kinds = [name for name in ("MetricName", "Metrics", "EvaluationCriteria") if call.get(name)]
    if len(kinds) != 1:
        raise call.invalid("Exactly one of MetricName, Metrics and EvaluationCriteria must be given")
    {"MetricName": _one_metric, "Metrics": _many_metrics, "EvaluationCriteria": _promql}[kinds[0]](call)
    if kinds[0] != "EvaluationCriteria":
        _evaluation(call)
    _rest(call)


def _one_metric(call: Call) -> None:
    for name in ("Namespace", "Period"):
        _need(call, name)
    if (call.get("Statistic") is None) == (call.get("ExtendedStatistic") is None):
        raise call.invalid("Exactly one of Statistic and ExtendedStatistic must be given")
    extended = call.get("ExtendedStatistic")
    if extended is not None and not EXTENDED.fullmatch(extended):
        raise call.invalid(f"The value {extended} for parameter ExtendedStatistic is not supported.")
    _period(call, call["Period"])


def _many_metrics(call: Call) -> None:
    for name in _OF_ONE_METRIC:
        if call.get(name) is not None:
            raise call.invalid(f"{name} and Metrics are mutually exclusive")
    queries: list[Record] = call["Metrics"]
    ids = [query["Id"] for query in queries]
    if len(set(ids)) < len(ids) or not all(map(_ID.fullmatch, ids)):
        raise call.invalid(f"The ids {ids} must be unique and match {_ID.pattern}")
    if any(("MetricStat" in query) == ("Expression" in query) for query in queries):
        raise call.invalid("Each of Metrics has exactly one of MetricStat and Expression")
    measured = [query["MetricStat"] for query in queries if "MetricStat" in query]
    if len(measured) > 10:
        raise call.invalid("An alarm can have at most 10 metrics")
    for each in measured:
        _period(call, each["Period"])
    returned = [query["Id"] for query in queries if query.get("ReturnData", True)]
    wanted = 1 if call.get("ThresholdMetricId") is None else 2
    if len(returned) != wanted:
        raise call.invalid(f"Exactly {wanted} of Metrics must return data (a band is one), not {returned}")


def _promql(call: Call) -> None:
    _need(call, "EvaluationInterval")
    for name in ("EvaluationPeriods", "Threshold", "ComparisonOperator", "TreatMissingData"):
        if call.get(name) is not None:
            raise call.invalid(f"{name} and EvaluationCriteria are mutually exclusive")


def _evaluation(call: Call) -> None:
    for name in ("EvaluationPeriods", "ComparisonOperator"):
        _need(call, name)
    periods = call["EvaluationPeriods"]
    if call.get("DatapointsToAlarm", 1) > periods:
        raise call.invalid("DatapointsToAlarm must not be greater than EvaluationPeriods")
    period = max([call.get("Period") or 0, *_periods(call)])
    longest = _WEEK if period >= 3600 else _DAY
    if period * periods > longest:
        raise call.invalid(f"EvaluationPeriods x Period must not be above {longest} seconds")
    _threshold(call)


def _periods(call: Call) -> list[int]:
    return [
        query["MetricStat"]["Period"] if "MetricStat" in query else query.get("Period", 0)
        for query in call.get("Metrics") or []
    ]


def _threshold(call: Call) -> None:
    banded, band = call["ComparisonOperator"] in _BANDS, call.get("ThresholdMetricId")
    if banded != (band is not None) or banded == (call.get("Threshold") is not None):
        raise call.invalid(
            "A band needs ThresholdMetricId and its operators; anything else needs Threshold alone"
        )
    expressions = {query["Id"]: query.get("Expression", "") for query in call.get("Metrics") or []}
    if banded and not expressions.get(band, "").startswith("ANOMALY_DETECTION_BAND("):
        raise call.invalid(f"ThresholdMetricId {band} is not an ANOMALY_DETECTION_BAND of Metrics")


def _rest(call: Call) -> None:
    if call.get("TreatMissingData", "missing") not in _MISSING:
        raise call.invalid(f"TreatMissingData must be one of {sorted(_MISSING)}")
    if call.get("EvaluateLowSampleCountPercentile", "evaluate") not in {"evaluate", "ignore"}:
        raise call.invalid("EvaluateLowSampleCountPercentile must be evaluate or ignore")
    _actions_and_tags(call)
    if len(json.dumps(call.parameters, default=str).encode()) > _PAYLOAD:
        raise call.invalid("The alarm is larger than 120 KB")


def _actions_and_tags(call: Call) -> None:
    for name in ("OKActions", "AlarmActions", "InsufficientDataActions"):
        for action in call.get(name) or []:
            if not action.startswith("arn:"):
                raise call.invalid(f"Invalid arn syntax: {action}")
    tags = call.get("Tags") or []
    if len(tags) > 50 or any(tag["Key"].startswith("aws:") for tag in tags):
        raise call.invalid("At most 50 tags, and none that begins with aws:")


def _period(call: Call, period: int) -> None:
    if period not in {10, 20, 30} and period % 60:
        raise call.invalid(f"Period must be 10, 20, 30 or a multiple of 60, not {period}")


def _need(call: Call, name: str) -> None:
    if call.get(name) is None:
        raise call.invalid(f"The parameter {name} is required")


def check_log(call: Call) -> None:
    """Refuse what PutLogAlarm refuses."""
    query = call["ScheduledQueryConfiguration"]
    schedule = query["ScheduleConfiguration"]
    if not query.get("LogGroupIdentifiers"):
        raise call.invalid("LogGroupIdentifiers must hold between 1 and 50 entries")
    if len(query["AggregationExpression"]) > _AGGREGATION:
        raise call.invalid(f"AggregationExpression must not be longer than {_AGGREGATION}")
    if not _RATE.fullmatch(schedule["ScheduleExpression"]):
        raise call.invalid(f"ScheduleExpression must be a rate(), not {schedule['ScheduleExpression']!r}")
    if schedule.get("EndTimeOffset", 0) >= schedule["StartTimeOffset"]:
        raise call.invalid("EndTimeOffset must be less than StartTimeOffset")
    if not _ROLE.fullmatch(query["ScheduledQueryRoleARN"]):
        raise call.invalid(f"ScheduledQueryRoleARN is no role: {query['ScheduledQueryRoleARN']}")
    if not call["QueryResultsToAlarm"] <= call["QueryResultsToEvaluate"] <= 100:
        raise call.invalid("QueryResultsToAlarm <= QueryResultsToEvaluate <= 100 must hold")
    if call["ComparisonOperator"] in _BANDS:
        raise call.invalid("A log alarm has no band")
    lines = call.get("ActionLogLineCount", 0)
    if not 0 <= lines <= 50 or bool(lines) != bool(call.get("ActionLogLineRoleArn")):
        raise call.invalid("ActionLogLineCount is 0 to 50, and above 0 ActionLogLineRoleArn is required")
    if call.get("TreatMissingData", "missing") not in _MISSING:
        raise call.invalid(f"TreatMissingData must be one of {sorted(_MISSING)}")
    _actions_and_tags(call)


def check_composite(call: Call, known: set[str]) -> None:
    """Refuse what PutCompositeAlarm refuses."""
    rule = call["AlarmRule"]
    _parse(call, rule)
    named = children(rule)
    if len(named) > 100:
        raise call.invalid("An alarm rule can refer to at most 100 alarms")
    unknown = sorted(named - known)
    if unknown:
        raise call.invalid(f"Could not save the composite alarm as alarms {unknown} in the rule do not exist")
    periods = [call.get(f"ActionsSuppressor{each}Period") is not None for each in ("Wait", "Extension")]
    if any(given != (call.get("ActionsSuppressor") is not None) for given in periods):
        raise call.invalid("ActionsSuppressor needs its wait and extension periods, and they need it")
    _actions_and_tags(call)


def children(rule: str) -> set[str]:
    """Return the names (an ARN counts by its name) that a rule refers to."""
    found = (token[2] for token in _TOKEN.finditer(rule) if token[2])
    return {name.strip('"').partition(":alarm:")[2] or name.strip('"') for name in found}


def _parse(call: Call, rule: str) -> None:
    """Refuse a rule that is no expression of states, AND, OR, NOT and brackets."""
    place, depth, wants_operand = 0, 0, True
    while place < len(rule.rstrip()):
        token = _TOKEN.match(rule, place)
        if token is None:
            raise call.invalid(f"AlarmRule cannot be read at {rule[place : place + 40]!r}")
        place, word = token.end(), token[3] or token[4] or "operand"
        opens = word in {"NOT", "("}
        operand = opens or word in {"operand", "TRUE", "FALSE"}
        if operand != wants_operand:
            raise call.invalid(f"AlarmRule has {token[0].strip()!r} where it cannot stand")
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth < 0:
            break
        wants_operand = opens or word in {"AND", "OR"}
    if depth or wants_operand:
        raise call.invalid("AlarmRule ends too early, or its brackets do not match")
