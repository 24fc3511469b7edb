"""CloudWatch alarms: every change of state of every alarm, 30 days back, whoever made the alarm."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aurorascope.model.collector import Target

SERIES = "alarms"
KEPT = timedelta(days=30)
OVERLAP = timedelta(minutes=10)
PAGE = 100


def collect(target: Target) -> Iterator[Haul]:
    """Yield the changes of state since the last run."""
    begin = target.begin(SERIES, back=KEPT - timedelta(minutes=1), overlap=OVERLAP)
    count = 0
    pages = (
        target.client("cloudwatch")
        .get_paginator("describe_alarm_history")
        .paginate(
            HistoryItemType="StateUpdate",
            AlarmTypes=["MetricAlarm", "CompositeAlarm"],
            StartDate=begin,
            EndDate=target.now,
            ScanBy="TimestampAscending",
            PaginationConfig={"PageSize": PAGE},
        )
    )
    for page in pages:
        rows = [_row(item) for item in page.get("AlarmHistoryItems", ())]
        count += len(rows)
        if rows:
            yield Haul(rows=(Rows("alarms", {name: [row[name] for row in rows] for name in rows[0]}),))
    yield Haul(
        spans=(Span(SERIES, begin, target.now, entries=count),), watermarks={SERIES: Watermark(target.now)}
    )


def plan(target: Target) -> Iterator[Planned]:
    """Yield one call; a month of a nervous fleet is a few thousand changes."""
    yield Planned("cloudwatch", "DescribeAlarmHistory", 1)
    if target.watermark(SERIES) is None:
        yield Planned("cloudwatch", "DescribeAlarmHistory", 20, once=True)


def _row(item: Mapping[str, Any]) -> dict[str, Any]:
    data = _data(item.get("HistoryData"))
    new, old = _part(data, "newState"), _part(data, "oldState")
    return {
        "ts": item["Timestamp"],
        "name": item.get("AlarmName"),
        "previous": old.get("stateValue"),
        "state": new.get("stateValue"),
        "reason": new.get("stateReason") or item.get("HistorySummary"),
    }


def _data(text: object) -> dict[str, Any]:
    try:
        found = json.loads(str(text or "{}"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _part(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


COLLECTOR = Collector(
    name="alarms",
    doc="Every change of state of every CloudWatch alarm of the account, 30 days back.",
    tables=("alarms",),
    calls=(Call("cloudwatch", "DescribeAlarmHistory"),),
    feeds=(Feed(17, "alarms", ("ts", "name", "previous", "state", "reason"), "When which alarm fired."),),
    collect=collect,
    plan=plan,
)
