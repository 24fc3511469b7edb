"""CloudWatch alarms: every change of state of every alarm, 30 days back, whoever made the alarm.

The history says no dimensions. An alarm whose name holds the name of a cluster or of an instance is taken for
that cluster's (ours are named so); where two would fit, the longer name counts.
"""

from __future__ import annotations

import json
import re
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
    names = _names(target)
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
        rows = [_row(item, names) for item in page.get("AlarmHistoryItems", ())]
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


def _names(target: Target) -> dict[str, str]:
    """Return the cluster of each name of a cluster or an instance, the longest name first."""
    found = {instance.name: instance.cluster for instance in target.inventory.instances}
    found |= {cluster.name: cluster.name for cluster in target.inventory.clusters}
    found |= dict.fromkeys(target.inventory.others, "")  # not chosen: nobody else's alarm either
    return {name: found[name] for name in sorted(found, key=len, reverse=True)}


def _cluster_of(alarm: str, names: Mapping[str, str]) -> str | None:
    """Return the cluster whose name, or whose instance's, stands in an alarm's name between other words.

    >>> _cluster_of("shop-eu-cpu", {"shop-eu": "one", "shop": "two"}), _cluster_of("workshop", {"shop": "s"})
    ('one', None)
    """
    for name, cluster in names.items():
        if re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", alarm, re.IGNORECASE):
            return cluster or None
    return None


def _row(item: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    data = _data(item.get("HistoryData"))
    new, old = _part(data, "newState"), _part(data, "oldState")
    return {
        "ts": item["Timestamp"],
        "cluster": _cluster_of(str(item.get("AlarmName") or ""), names),
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
    feeds=(
        Feed(
            17, "alarms", ("ts", "cluster", "name", "previous", "state", "reason"), "When which alarm fired."
        ),
    ),
    collect=collect,
    plan=plan,
)
