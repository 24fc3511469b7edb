"""What stands around alarms: rules that mute them, anomaly detectors, metrics of one's own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.services.cloudwatch_alarms import alarms
from fake_aws.world import Record

_PAGE = 50
_SCHEDULE = re.compile(r"cron\(\S+ \S+ \S+ \S+ \S+\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d\)")
_DURATION = re.compile(r"P(\d+D)?(T(\d+H)?(\d+M)?)?")
_SUMMARY = ("AlarmMuteRuleArn", "ExpireDate", "Status", "LastUpdatedTimestamp")


def _put_mute_rule(call: Call) -> Record:
    schedule, held = call["Rule"]["Schedule"], alarms(call)
    if not _SCHEDULE.fullmatch(schedule["Expression"]) or not _DURATION.fullmatch(schedule["Duration"]):
        raise call.invalid(f"The schedule {schedule} cannot be read")
    names = (call.get("MuteTargets") or {}).get("AlarmNames") or []
    if len(names) > 100 or not set(names) <= set(held.by_name):
        raise call.invalid("MuteTargets: at most 100 alarms, all of which exist")
    name = call["Name"]
    arn = f"arn:aws:cloudwatch:{call.region}:{call.account}:alarm-mute-rule:{name}"
    if name not in held.mutes:
        held.tags[arn] = {tag["Key"]: tag["Value"] for tag in call.get("Tags") or []}
    configuration = {key: value for key, value in call.parameters.items() if key != "Tags"}
    when = datetime.fromtimestamp(call.now, UTC)
    told = {"AlarmMuteRuleArn": arn, "Status": "SCHEDULED", "LastUpdatedTimestamp": when}
    held.mutes[name] = configuration | told
    return {}


def _mute_rule(call: Call) -> Record:
    found = alarms(call).mutes.get(call["AlarmMuteRuleName"])
    if found is None:
        raise Refused("ResourceNotFoundException", f"{call['AlarmMuteRuleName']} does not exist", 404)
    return found


def _list_mute_rules(call: Call) -> Record:
    rules = [rule for _, rule in sorted(alarms(call).mutes.items())]
    found = [{part: rule[part] for part in _SUMMARY if part in rule} for rule in rules]
    shown, following = call.page(found, call.get("MaxRecords", _PAGE), most="MaxRecords")
    return {"AlarmMuteRuleSummaries": shown} | following


def _delete_mute_rule(call: Call) -> Record:
    held, rule = alarms(call), _mute_rule(call)
    del held.mutes[rule["Name"]]
    held.tags.pop(rule["AlarmMuteRuleArn"], None)
    return {}


def _put_detector(call: Call) -> Record:
    given = call.parameters
    if "SingleMetricAnomalyDetector" in given and "Namespace" in given:
        raise call.invalid("A metric is given with SingleMetricAnomalyDetector or without it, not both")
    one = given.get("SingleMetricAnomalyDetector") or given
    dimensions = sorted((each["Name"], each["Value"]) for each in one.get("Dimensions") or [])
    key = repr((one.get("Namespace"), one.get("MetricName"), dimensions, one.get("Stat")))
    alarms(call).detectors.setdefault(key, {**given, "StateValue": "PENDING_TRAINING"})
    return {}


def _describe_detectors(call: Call) -> Record:
    found = [detector for _, detector in sorted(alarms(call).detectors.items())]
    shown, following = call.page(found, call.get("MaxResults", _PAGE))
    return {"AnomalyDetectors": shown} | following


def _put_metric_data(call: Call) -> Record:
    data: list[Any] = call.get("MetricData") or []
    if len(data) > 1000 or call["Namespace"].startswith("AWS/"):
        raise call.invalid("At most 1,000 metrics, and none in AWS's own namespaces")
    call.state.setdefault("published", []).extend((call["Namespace"], each) for each in data)
    return {}


OPERATIONS: dict[str, Operation] = {
    "PutAlarmMuteRule": _put_mute_rule,
    "GetAlarmMuteRule": _mute_rule,
    "ListAlarmMuteRules": _list_mute_rules,
    "DeleteAlarmMuteRule": _delete_mute_rule,
    "PutAnomalyDetector": _put_detector,
    "DescribeAnomalyDetectors": _describe_detectors,
    "PutMetricData": _put_metric_data,
}
