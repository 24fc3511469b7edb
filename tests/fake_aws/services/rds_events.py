"""DescribeEvents: fourteen days back, an hour if nothing is said, no event ids."""

from __future__ import annotations

from datetime import datetime

from fake_aws.call import Call
from fake_aws.faults import Kind
from fake_aws.refusals import Refused
from fake_aws.world import Record

_KEPT_S = 14 * 86_400


def within(call: Call) -> list[Record]:
    """Return the events a call asks for, oldest first; both ends are within."""
    if call.get("SourceIdentifier") and not call.get("SourceType"):
        raise Refused("InvalidParameterCombination", "SourceType must be given with SourceIdentifier")
    start, end = _span(call)
    wanted = set(call.get("EventCategories") or ())
    found = [
        event
        for event in call.describe("DescribeEvents")
        if start <= event["Date"].timestamp() <= end
        and call.get("SourceType") in (None, event["SourceType"])
        and call.get("SourceIdentifier") in (None, event["SourceIdentifier"])
        and (not wanted or wanted & set(event.get("EventCategories", ())))
    ]
    found.sort(key=lambda event: event["Date"])
    if Kind.DUPLICATED in call.struck:
        found = [each for event in found for each in (event, event)]
    return found


def _span(call: Call) -> tuple[float, float]:
    start: datetime | None = call.get("StartTime")
    end: datetime | None = call.get("EndTime")
    minutes = call.get("Duration")
    if minutes is not None and start is not None and end is not None:
        raise Refused("InvalidParameterCombination", "Duration cannot be given with StartTime and EndTime")
    length = 60 * (60 if minutes is None else minutes)
    if length > _KEPT_S or length <= 0:
        raise Refused("InvalidParameterValue", "Duration must be between 1 and 20160 minutes")
    # a start alone is the start of `Duration` minutes: who wants everything since then has to say the end too
    if start is not None:
        first = start.timestamp()
        last = end.timestamp() if end else first + length
    else:
        last = end.timestamp() if end else float(call.now)
        first = last - length
    if last < first:
        raise Refused("InvalidParameterCombination", "EndTime is before StartTime")
    if first < call.now - _KEPT_S - 60:
        raise Refused("InvalidParameterValue", "StartTime is more than 14 days ago")
    return first, last
