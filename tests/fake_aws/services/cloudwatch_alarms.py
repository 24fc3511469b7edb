"""Alarms, kept in memory on top of the World's: put, describe, delete, tags, history; never evaluated."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.services.cloudwatch_alarm_rules import check_composite, check_log, check_metric, children
from fake_aws.world import Record

_PAGE = 50
_KEPT_S = 30 * 86_400
_KINDS = {"MetricAlarms": "MetricAlarm", "CompositeAlarms": "CompositeAlarm", "LogAlarms": "LogAlarm"}
_PUTS = {"PutMetricAlarm": "MetricAlarms", "PutCompositeAlarm": "CompositeAlarms", "PutLogAlarm": "LogAlarms"}
_NOT_CONFIGURATION = {"Tags"}
_ACTIONS = ("OKActions", "AlarmActions", "InsufficientDataActions")
# told even when empty
_LISTS = {"MetricAlarms": (*_ACTIONS, "Dimensions"), "CompositeAlarms": _ACTIONS, "LogAlarms": _ACTIONS}


class Alarms:
    """One place's alarms by name, their tags and their history."""

    def __init__(self, call: Call) -> None:
        held = call.world.alarms(call.account, call.region, call.now)
        self.by_name: dict[str, tuple[str, Record]] = {
            alarm["AlarmName"]: (kind, dict(alarm)) for kind in _KINDS for alarm in held.get(kind, ())
        }
        self.tags: dict[str, dict[str, str]] = {}
        self.history: list[Record] = []
        self.mutes: dict[str, Record] = {}
        self.detectors: dict[str, Record] = {}


def alarms(call: Call) -> Alarms:
    """Return the alarms of this account and Region."""
    held: Alarms = call.state.get("alarms") or call.state.setdefault("alarms", Alarms(call))
    return held


def _put(call: Call) -> Record:
    kind = _PUTS[call.operation]
    held = alarms(call)
    if kind == "MetricAlarms":
        check_metric(call)
    elif kind == "LogAlarms":
        check_log(call)
    else:
        check_composite(call, set(held.by_name))
    name, when = call["AlarmName"], datetime.fromtimestamp(call.now, UTC)
    arn = f"arn:aws:cloudwatch:{call.region}:{call.account}:alarm:{name}"
    before = held.by_name.get(name)
    if before is not None and before[0] != kind:
        raise call.invalid(f"An alarm of another type has the name {name}")
    if before is None:
        # an update takes no tags: they are put when an alarm is made, or by TagResource
        held.tags[arn] = {tag["Key"]: tag["Value"] for tag in call.get("Tags") or []}
    state = _state(before[1]) if before else _first_state(call, when)
    # an update replaces the whole configuration and keeps the state
    configuration = {key: value for key, value in call.parameters.items() if key not in _NOT_CONFIGURATION}
    told = {"AlarmArn": arn, "AlarmConfigurationUpdatedTimestamp": when, "ActionsEnabled": True}
    told |= {member: [] for member in _LISTS[kind]}
    if kind == "LogAlarms":  # the query is made by the service, which tells its ARN
        arn_of_query = f"arn:aws:logs:{call.region}:{call.account}:scheduled-query:alarm-{name}"
        scheduled = {**configuration["ScheduledQueryConfiguration"], "QueryARN": arn_of_query}
        configuration["ScheduledQueryConfiguration"] = scheduled
    held.by_name[name] = (kind, told | configuration | state)
    held.history.append(_item(name, kind, when, f'Alarm "{name}" {"updated" if before else "created"}'))
    return {}


def _state(alarm: Record) -> Record:
    names = (
        "StateValue",
        "StateReason",
        "StateUpdatedTimestamp",
        "StateTransitionedTimestamp",
        "StateReasonData",
    )
    return {name: alarm[name] for name in names if name in alarm}


def _first_state(call: Call, when: datetime) -> Record:
    value = "OK" if call.get("EvaluationCriteria") else "INSUFFICIENT_DATA"
    reason = "Unchecked: Initial alarm creation"
    return {"StateValue": value, "StateReason": reason, "StateUpdatedTimestamp": when}


def _item(name: str, kind: str, when: datetime, summary: str, item: str = "ConfigurationUpdate") -> Record:
    return {
        "AlarmName": name,
        "AlarmType": _KINDS[kind],
        "Timestamp": when,
        "HistoryItemType": item,
        "HistorySummary": summary,
        "HistoryData": '{"version":"1.0"}',
    }


def _describe(call: Call) -> Record:
    names, prefix = call.get("AlarmNames"), call.get("AlarmNamePrefix")
    if names and prefix:
        raise call.invalid("AlarmNamePrefix and AlarmNames are mutually exclusive")
    found = [
        (kind, alarm)
        for kind, alarm in sorted(alarms(call).by_name.values(), key=lambda each: each[1]["AlarmName"])
        if _KINDS[kind] in _types(call)
        and (not names or alarm["AlarmName"] in names)
        and alarm["AlarmName"].startswith(prefix or "")
        and call.get("StateValue") in (None, alarm["StateValue"])
        and _acts(alarm, call.get("ActionPrefix"))
        and _related(call, alarm)
    ]
    shown, following = call.page(
        found, call.get("MaxRecords", _PAGE), most="MaxRecords", bad="InvalidNextToken"
    )
    answer: Record = {kind: [alarm for each, alarm in shown if each == kind] for kind in _KINDS}
    return answer | following


def _types(call: Call) -> list[str]:
    """Return the types that are asked for and may be seen: composite alarms by a policy on "*" only."""
    wanted: list[str] = call.get("AlarmTypes") or ["MetricAlarm"]
    everything = call.principal.policy.allows(f"cloudwatch:{call.operation}", "*")
    return [each for each in wanted if everything or each != "CompositeAlarm"]


def _acts(alarm: Record, prefix: str | None) -> bool:
    actions = [action for kind in _ACTIONS for action in alarm.get(kind, ())]
    return prefix is None or any(action.startswith(prefix) for action in actions)


def _related(call: Call, alarm: Record) -> bool:
    parent, child = call.get("ChildrenOfAlarmName"), call.get("ParentsOfAlarmName")
    held = alarms(call).by_name
    if parent is not None:
        return alarm["AlarmName"] in children(held.get(parent, ("", {}))[1].get("AlarmRule", ""))
    return child is None or child in children(alarm.get("AlarmRule", ""))


def _delete(call: Call) -> Record:
    held, names = alarms(call), call["AlarmNames"]
    missing = [name for name in names if name not in held.by_name]
    if missing:
        raise Refused("ResourceNotFound", f"No alarm is deleted, as these do not exist: {missing}", 404)
    if len([name for name in names if held.by_name[name][0] == "CompositeAlarms"]) > 1:
        raise call.invalid("Two or more composite alarms cannot be deleted in one operation")
    for other, (_, alarm) in held.by_name.items():
        used = children(alarm.get("AlarmRule", "")) & set(names)
        if used and other not in names:
            raise call.invalid(f"Cannot delete {sorted(used)}: the composite alarm {other} refers to it")
    for name in names:
        kind, alarm = held.by_name.pop(name)
        held.tags.pop(alarm["AlarmArn"], None)
        when = datetime.fromtimestamp(call.now, UTC)
        held.history.append(_item(name, kind, when, f'Alarm "{name}" deleted'))
    return {}


def _set_state(call: Call) -> Record:
    kind, alarm = _named(call, call["AlarmName"])
    when = datetime.fromtimestamp(call.now, UTC)
    summary = f"Alarm updated from {alarm['StateValue']} to {call['StateValue']}"
    alarm |= {
        "StateValue": call["StateValue"],
        "StateReason": call["StateReason"],
        "StateUpdatedTimestamp": when,
        "StateTransitionedTimestamp": when,
    }
    alarms(call).history.append(_item(call["AlarmName"], kind, when, summary, "StateUpdate"))
    return {}


def _named(call: Call, name: str) -> tuple[str, Record]:
    found = alarms(call).by_name.get(name)
    if found is None:
        raise Refused("ResourceNotFound", f"Alarm {name} does not exist", 404)
    return found


def _enable(call: Call) -> Record:
    for name in call["AlarmNames"]:
        if name in alarms(call).by_name:
            alarms(call).by_name[name][1]["ActionsEnabled"] = call.operation == "EnableAlarmActions"
    return {}


def _tagged(call: Call) -> dict[str, str]:
    arn = call["ResourceARN"]
    held = alarms(call)
    known = {alarm["AlarmArn"] for _, alarm in held.by_name.values()}
    if arn not in known | {rule["AlarmMuteRuleArn"] for rule in held.mutes.values()}:
        raise Refused("ResourceNotFoundException", f"{arn} does not exist", 404)
    return held.tags.setdefault(arn, {})


def _tag(call: Call) -> Record:
    tags = _tagged(call)
    more = {tag["Key"]: tag["Value"] for tag in call["Tags"]}
    if len(tags | more) > 50 or any(key.startswith("aws:") for key in more):
        raise Refused("InvalidParameterValue", "At most 50 tags, and none that begins with aws:")
    tags.update(more)
    return {}


def _untag(call: Call) -> Record:
    for key in call["TagKeys"]:
        _tagged(call).pop(key, None)
    return {}


def _list_tags(call: Call) -> Record:
    return {"Tags": [{"Key": key, "Value": value} for key, value in _tagged(call).items()]}


def _history(call: Call) -> Record:
    held: list[Any] = [*call.world.alarm_history(call.account, call.region, call.now), *alarms(call).history]
    start = max(call.get("StartDate", _moment(0)), _moment(call.now - _KEPT_S))
    end = call.get("EndDate", _moment(call.now))
    found = [
        item
        for item in held
        if start <= item["Timestamp"] <= end
        and item.get("AlarmType", "MetricAlarm") in _types(call)
        and call.get("AlarmName") in (None, item["AlarmName"])
        and call.get("HistoryItemType") in (None, item["HistoryItemType"])
    ]
    newest_first = call.get("ScanBy", "TimestampDescending") == "TimestampDescending"
    found.sort(key=lambda item: item["Timestamp"], reverse=newest_first)
    shown, following = call.page(
        found, call.get("MaxRecords", _PAGE), most="MaxRecords", bad="InvalidNextToken"
    )
    return {"AlarmHistoryItems": shown} | following


def _moment(epoch_s: int) -> datetime:
    return datetime.fromtimestamp(epoch_s, UTC)


OPERATIONS: dict[str, Operation] = {
    "PutMetricAlarm": _put,
    "PutCompositeAlarm": _put,
    "PutLogAlarm": _put,
    "DescribeAlarms": _describe,
    "DescribeAlarmHistory": _history,
    "DeleteAlarms": _delete,
    "SetAlarmState": _set_state,
    "EnableAlarmActions": _enable,
    "DisableAlarmActions": _enable,
    "TagResource": _tag,
    "UntagResource": _untag,
    "ListTagsForResource": _list_tags,
}
