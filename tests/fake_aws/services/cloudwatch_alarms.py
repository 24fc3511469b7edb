"""Alarms: put, described with paging, deleted, tagged; their history, mute rules and anomaly detectors.

As documented: a new alarm is in INSUFFICIENT_DATA; an update keeps the state, replaces the whole
configuration and ignores tags; DescribeAlarms shows metric alarms only unless asked; one composite a
DeleteAlarms; limits of period, datapoints, actions, children and expressions are enforced. Nothing is
evaluated.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from fake_aws import paging
from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.world import Record

_PAGE, _MOST = 50, 100
_MOST_ACTIONS, _MOST_METRICS, _MOST_TAGS = 5, 10, 50
_DAY, _WEEK, _HOUR = 86_400, 604_800, 3600
_PERIOD = re.compile(r"(10|20|30|[1-9]\d*)\Z")
_CHILD = re.compile(r'(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*"?([^")]+)"?\s*\)')
_ARN = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:\d{0,12}:.+\Z")
_TREATMENTS = ("breaching", "notBreaching", "ignore", "missing")
_BANDS = ("LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold")
_ACTIONS = ("AlarmActions", "OKActions", "InsufficientDataActions")
_SCHEDULE = re.compile(r"(cron\(\S+ \S+ \S+ \S+ \S+\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d\))\Z")
_DURATION = re.compile(r"P(\d+D)?(T(\d+H)?(\d+M)?)?\Z")


def _held(call: Call, kind: str) -> dict[str, Record]:
    """Return what was put in this place, the World's own alarms among it."""
    if "alarms" not in call.state:
        told = call.world.alarms(call.account, call.region, call.now)
        call.state["alarms"] = {
            "metric": {each["AlarmName"]: dict(each) for each in told.get("MetricAlarms", ())},
            "composite": {each["AlarmName"]: dict(each) for each in told.get("CompositeAlarms", ())},
            "mute": {},
            "detector": {},
            "tags": {},
        }
    found: dict[str, Record] = call.state["alarms"][kind]
    return found


def _arn(call: Call, name: str, kind: str = "alarm") -> str:
    return f"arn:aws:cloudwatch:{call.region}:{call.account}:{kind}:{name}"


def _moment(call: Call) -> datetime:
    return datetime.fromtimestamp(call.now, UTC)


def _put_metric_alarm(call: Call) -> Record:
    given = dict(call.parameters)
    _check_actions(call, given)
    ways = [name for name in ("MetricName", "Metrics", "EvaluationCriteria") if given.get(name)]
    if len(ways) != 1:
        raise call.invalid("Specify exactly one of MetricName, Metrics and EvaluationCriteria")
    if "EvaluationPeriods" not in given or "ComparisonOperator" not in given:
        raise call.invalid("EvaluationPeriods and ComparisonOperator are required")
    _check_watched(call, given)
    n = given["EvaluationPeriods"]
    if not 1 <= given.get("DatapointsToAlarm", n) <= n:
        raise call.invalid("DatapointsToAlarm must be from 1 to EvaluationPeriods")
    if given.get("TreatMissingData", "missing") not in _TREATMENTS:
        raise call.invalid(f"TreatMissingData must be one of {', '.join(_TREATMENTS)}")
    _keep(call, "metric", given)
    return {}


def _check_watched(call: Call, given: Record) -> None:
    periods = [given["Period"]] if "Period" in given else []
    if given.get("Metrics"):
        alone = [name for name in ("Namespace", "Dimensions", "Period", "Statistic") if name in given]
        if alone:
            raise call.invalid(f"{', '.join(alone)} cannot be given with Metrics")
        periods += _check_metrics(call, given)
    elif "MetricName" in given:
        if ("Statistic" in given) == ("ExtendedStatistic" in given):
            raise call.invalid("Specify exactly one of Statistic and ExtendedStatistic")
        if "Period" not in given or "Namespace" not in given:
            raise call.invalid("Period and Namespace are required")
    banded = "ThresholdMetricId" in given
    if banded == ("Threshold" in given) and "EvaluationCriteria" not in given:
        raise call.invalid("Specify exactly one of Threshold and ThresholdMetricId")
    if banded != (given["ComparisonOperator"] in _BANDS):
        raise call.invalid("the operator does not go with the threshold")
    _check_periods(call, periods, given["EvaluationPeriods"])


def _check_periods(call: Call, periods: list[int], n: int) -> None:
    for period in periods:
        if not _PERIOD.match(str(period)) or (period > 30 and period % 60):
            raise call.invalid("Period must be 10, 20, 30 or a multiple of 60")
        if period * n > (_WEEK if period >= _HOUR else _DAY):
            raise call.invalid("Metrics cannot be checked across more than a day (7 days for long periods)")


def _check_metrics(call: Call, given: Record) -> list[int]:
    metrics = given["Metrics"]
    if sum("MetricStat" in each for each in metrics) > _MOST_METRICS:
        raise call.invalid(f"at most {_MOST_METRICS} metrics")
    returned = [each["Id"] for each in metrics if each.get("ReturnData", True)]
    wanted = 2 if "ThresholdMetricId" in given else 1
    if len(returned) != wanted:
        raise call.invalid(f"exactly {wanted} of Metrics must return data, not {len(returned)}")
    if len({each["Id"] for each in metrics}) < len(metrics):
        raise call.invalid("two of Metrics have one Id")
    return [each["MetricStat"]["Period"] for each in metrics if "MetricStat" in each]


def _put_composite_alarm(call: Call) -> Record:
    given = dict(call.parameters)
    _check_actions(call, given)
    known = {*_held(call, "metric"), *_held(call, "composite")}
    children = set(_CHILD.findall(given["AlarmRule"]))
    if len(children) > 100:
        raise call.invalid("at most 100 children")
    absent = children - known
    suppressor = given.get("ActionsSuppressor")
    if suppressor and suppressor.rpartition(":alarm:")[2] not in known:
        absent.add(suppressor)
    if absent:
        raise call.invalid(f"AlarmRule must not contain alarms that are not there: {sorted(absent)}")
    periods = ("ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod")
    if suppressor and not all(name in given for name in periods):
        raise call.invalid("a suppressor needs its two periods")
    _keep(call, "composite", given)
    return {}


def _check_actions(call: Call, given: Record) -> None:
    for name in _ACTIONS:
        actions = given.get(name) or []
        if len(actions) > _MOST_ACTIONS or not all(_ARN.match(each) for each in actions):
            raise call.invalid(f"{name}: at most {_MOST_ACTIONS} ARNs")
    if len(given.get("Tags") or []) > _MOST_TAGS:
        raise call.invalid(f"at most {_MOST_TAGS} tags")


def _keep(call: Call, kind: str, given: Record) -> None:
    """Replace the whole configuration; only a new alarm takes its tags and a state."""
    held = _held(call, kind)
    other = _held(call, "composite" if kind == "metric" else "metric")
    name = given["AlarmName"]
    if name in other:
        raise call.invalid(f"{name} is an alarm of another kind")
    tags = given.pop("Tags", None) or []
    before = held.get(name)
    if before is None:
        _held(call, "tags")[_arn(call, name)] = {each["Key"]: each["Value"] for each in tags}
    now = _moment(call)
    state = {
        part: (before or {}).get(part, fresh)
        for part, fresh in (
            ("StateValue", "INSUFFICIENT_DATA"),
            ("StateReason", "Unchecked: Initial alarm creation"),
            ("StateUpdatedTimestamp", now),
            ("StateTransitionedTimestamp", now),
        )
    }
    empty: Record = {action: [] for action in _ACTIONS}
    if kind == "metric":
        empty["Dimensions"] = []
    held[name] = {
        **empty,
        "ActionsEnabled": True,
        **given,
        **state,
        "AlarmArn": _arn(call, name),
        "AlarmConfigurationUpdatedTimestamp": now,
    }


def _describe_alarms(call: Call) -> Record:
    kinds = call.get("AlarmTypes") or ["MetricAlarm"]
    wanted, prefix = call.get("AlarmNames"), call.get("AlarmNamePrefix")
    if wanted and prefix:
        raise call.invalid("AlarmNames and AlarmNamePrefix exclude each other")
    found = [
        (kind, each)
        for kind, member in (("composite", "CompositeAlarm"), ("metric", "MetricAlarm"))
        if member in kinds
        for name, each in sorted(_held(call, kind).items())
        if (not wanted or name in wanted)
        and (not prefix or name.startswith(prefix))
        and call.get("StateValue") in (None, each["StateValue"])
    ]
    question = {name: value for name, value in call.parameters.items() if name != "NextToken"}
    size = call.get("MaxRecords") or _PAGE
    try:
        shown, following = paging.page(found, question, call.get("NextToken"), size)
    except paging.BadTokenError as error:
        raise Refused("InvalidNextToken", "The next token is not valid") from error
    return {
        "MetricAlarms": [each for kind, each in shown if kind == "metric"],
        "CompositeAlarms": [each for kind, each in shown if kind == "composite"],
    } | ({"NextToken": following} if following else {})


def _delete_alarms(call: Call) -> Record:
    names = call["AlarmNames"]
    composites = [name for name in names if name in _held(call, "composite")]
    if len(names) > _MOST or len(composites) > 1:
        raise call.invalid("at most 100 alarms, one composite among them")
    for name in names:
        for kind in ("metric", "composite"):
            if _held(call, kind).pop(name, None) is not None:
                _held(call, "tags").pop(_arn(call, name), None)
    return {}


def _set_alarm_state(call: Call) -> Record:
    for kind in ("metric", "composite"):
        alarm = _held(call, kind).get(call["AlarmName"])
        if alarm is not None:
            alarm |= {"StateValue": call["StateValue"], "StateReason": call["StateReason"]}
            alarm["StateUpdatedTimestamp"] = _moment(call)
            return {}
    raise Refused("ResourceNotFound", f"there is no alarm {call['AlarmName']}", 404)


def _tags_of(call: Call) -> dict[str, str]:
    resource = call["ResourceARN"]
    name = resource.rpartition(":")[2]
    if not any(name in _held(call, kind) for kind in ("metric", "composite", "mute")):
        raise Refused("ResourceNotFoundException", f"there is no {resource}", 404)
    tags: dict[str, str] = _held(call, "tags").setdefault(resource, {})
    return tags


def _list_tags(call: Call) -> Record:
    return {"Tags": [{"Key": key, "Value": value} for key, value in sorted(_tags_of(call).items())]}


def _tag(call: Call) -> Record:
    _tags_of(call).update({each["Key"]: each["Value"] for each in call["Tags"]})
    return {}


def _untag(call: Call) -> Record:
    tags = _tags_of(call)
    for key in call["TagKeys"]:
        tags.pop(key, None)
    return {}


def _describe_alarm_history(call: Call) -> Record:
    start, end = call.get("StartDate"), call.get("EndDate")
    found = [
        each
        for each in call.world.alarm_history(call.account, call.region, call.now)
        if (start is None or each["Timestamp"] >= start)
        and (end is None or each["Timestamp"] < end)
        and call.get("AlarmName") in (None, each.get("AlarmName"))
        and call.get("HistoryItemType") in (None, each.get("HistoryItemType"))
    ]
    found.sort(key=lambda each: each["Timestamp"], reverse=call.get("ScanBy") != "TimestampAscending")
    question = {name: value for name, value in call.parameters.items() if name != "NextToken"}
    shown, following = paging.page(found, question, call.get("NextToken"), call.get("MaxRecords") or _MOST)
    return {"AlarmHistoryItems": list(shown)} | ({"NextToken": following} if following else {})


def _put_mute_rule(call: Call) -> Record:
    schedule = call["Rule"]["Schedule"]
    if not _SCHEDULE.match(schedule["Expression"]) or not _DURATION.match(schedule["Duration"]):
        raise call.invalid("the schedule is none")
    given = dict(call.parameters)
    names = (given.get("MuteTargets") or {}).get("AlarmNames") or []
    known = {*_held(call, "metric"), *_held(call, "composite")}
    if len(names) > 100 or not set(names) <= known:
        raise call.invalid("MuteTargets: at most 100 alarms that are there")
    tags = given.pop("Tags", None) or []
    name = given["Name"]
    arn = _arn(call, name, "alarm-mute-rule")
    if name not in _held(call, "mute"):
        _held(call, "tags")[arn] = {each["Key"]: each["Value"] for each in tags}
    held = {**given, "AlarmMuteRuleArn": arn, "Status": "SCHEDULED", "LastUpdatedTimestamp": _moment(call)}
    _held(call, "mute")[name] = held
    return {}


def _get_mute_rule(call: Call) -> Record:
    found = _held(call, "mute").get(call["AlarmMuteRuleName"])
    if found is None:
        raise Refused("ResourceNotFoundException", "there is no such mute rule", 404)
    return dict(found)


def _list_mute_rules(call: Call) -> Record:
    parts = ("AlarmMuteRuleArn", "ExpireDate", "Status", "LastUpdatedTimestamp")
    found = [
        {part: each[part] for part in parts if part in each}
        for name, each in sorted(_held(call, "mute").items())
    ]
    question = {name: value for name, value in call.parameters.items() if name != "NextToken"}
    size = call.get("MaxRecords") or _PAGE
    shown, following = paging.page(found, question, call.get("NextToken"), size)
    return {"AlarmMuteRuleSummaries": list(shown)} | ({"NextToken": following} if following else {})


def _delete_mute_rule(call: Call) -> Record:
    if _held(call, "mute").pop(call["AlarmMuteRuleName"], None) is None:
        raise Refused("ResourceNotFoundException", "there is no such mute rule", 404)
    return {}


def _detector_key(given: Record) -> str:
    one = given.get("SingleMetricAnomalyDetector") or given
    dimensions = sorted((each["Name"], each["Value"]) for each in one.get("Dimensions") or [])
    return repr((one.get("Namespace"), one.get("MetricName"), dimensions, one.get("Stat")))


def _put_anomaly_detector(call: Call) -> Record:
    given = dict(call.parameters)
    if "SingleMetricAnomalyDetector" in given and "Namespace" in given:
        raise call.invalid("a single metric detector is given one way, not two")
    _held(call, "detector").setdefault(_detector_key(given), {**given, "StateValue": "PENDING_TRAINING"})
    return {}


def _describe_anomaly_detectors(call: Call) -> Record:
    return {"AnomalyDetectors": [dict(each) for _, each in sorted(_held(call, "detector").items())]}


def _put_metric_data(call: Call) -> Record:
    data: list[Any] = call.get("MetricData") or []
    if len(data) > 1000 or call["Namespace"].startswith("AWS/"):
        raise call.invalid("at most 1,000 metrics, and none in AWS's own namespaces")
    call.state.setdefault("published", []).extend((call["Namespace"], each) for each in data)
    return {}


OPERATIONS: dict[str, Operation] = {
    "PutMetricAlarm": _put_metric_alarm,
    "PutCompositeAlarm": _put_composite_alarm,
    "DescribeAlarms": _describe_alarms,
    "DeleteAlarms": _delete_alarms,
    "SetAlarmState": _set_alarm_state,
    "ListTagsForResource": _list_tags,
    "TagResource": _tag,
    "UntagResource": _untag,
    "DescribeAlarmHistory": _describe_alarm_history,
    "PutAlarmMuteRule": _put_mute_rule,
    "GetAlarmMuteRule": _get_mute_rule,
    "ListAlarmMuteRules": _list_mute_rules,
    "DeleteAlarmMuteRule": _delete_mute_rule,
    "PutAnomalyDetector": _put_anomaly_detector,
    "DescribeAnomalyDetectors": _describe_anomaly_detectors,
    "PutMetricData": _put_metric_data,
}
