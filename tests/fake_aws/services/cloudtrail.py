"""cloudtrail: LookupEvents, 90 days back, newest first, 50 a page, by at most one attribute."""

from __future__ import annotations

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused
from fake_aws.world import Record

_KEPT_S = 90 * 86_400
_PAGE = 50


def _lookup(call: Call) -> Record:
    start = call["StartTime"].timestamp() if call.get("StartTime") else 0.0
    end = call["EndTime"].timestamp() if call.get("EndTime") else float(call.now)
    if start > end:
        raise Refused("InvalidTimeRangeException", "The start is after the end")
    attributes = call.get("LookupAttributes") or []
    if len(attributes) > 1:
        raise Refused("InvalidLookupAttributesException", "You can use only one lookup attribute at a time")
    first = max(start, call.now - _KEPT_S)
    found = [
        event
        for event in call.world.trail(call.account, call.region, call.now)
        if first <= event["EventTime"].timestamp() <= end
        and all(_has(event, each["AttributeKey"], each["AttributeValue"]) for each in attributes)
    ]
    found.sort(key=lambda event: event["EventTime"], reverse=True)
    shown, following = call.page(found, call.get("MaxResults", _PAGE), bad="InvalidNextTokenException")
    return {"Events": shown} | following


def _has(event: Record, key: str, value: str) -> bool:
    if key in {"ResourceName", "ResourceType"}:
        return any(resource.get(key) == value for resource in event.get("Resources", ()))
    return bool(event.get(key) == value)


OPERATIONS: dict[str, Operation] = {"LookupEvents": _lookup}
