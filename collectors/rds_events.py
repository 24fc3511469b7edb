"""RDS events: failovers, restarts, maintenance, storage, pauses; RDS keeps them for 14 days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.collector import Target

SERIES = "events"
KEPT = timedelta(days=14)
# An event may show up a while after its date; an answer has no id to go by, so windows overlap and the
# table's key (its whole content) makes one row of what comes twice.
OVERLAP = timedelta(hours=2)
PAGE = 100


def collect(target: Target) -> Iterator[Haul]:
    """Yield the events since the last run, a page a haul; the watermark moves with the last one."""
    begin = target.begin(SERIES, back=KEPT, overlap=OVERLAP)
    pages = (
        target.client("rds")
        .get_paginator("describe_events")
        .paginate(StartTime=begin, EndTime=target.now, PaginationConfig={"PageSize": PAGE})
    )
    for page in pages:
        events = [event for event in page["Events"] if event.get("SourceIdentifier") not in _others(target)]
        if events:
            yield Haul(rows=(_rows(events, target),))
    yield Haul(spans=(Span(SERIES, begin, target.now),), watermarks={SERIES: Watermark(target.now)})


def plan(target: Target) -> Iterator[Planned]:
    """Yield one call: a fleet rarely has more than a hundred events in a poll."""
    first = target.watermark(SERIES) is None
    yield Planned("rds", "DescribeEvents", 1)
    if first:
        yield Planned("rds", "DescribeEvents", 1 + 2 * len(target.inventory.clusters), once=True)


def _others(target: Target) -> frozenset[str]:
    return target.inventory.others


def _rows(events: list[dict[str, Any]], target: Target) -> Rows:
    names = [str(event.get("SourceIdentifier") or "") for event in events]
    instances = [target.inventory.instance(name) for name in names]
    return Rows(
        "rds_events",
        {
            "ts": [event["Date"] for event in events],
            "cluster": [
                instance.cluster if instance else (name if target.inventory.cluster(name) else None)
                for name, instance in zip(names, instances, strict=True)
            ],
            "instance": [instance.name if instance else None for instance in instances],
            "source_type": [event.get("SourceType") for event in events],
            "source_id": names,
            "categories": [list(event.get("EventCategories") or ()) for event in events],
            "message": [event.get("Message") for event in events],
        },
        spoken={"message": _names(target)},
    )


def _names(target: Target) -> frozenset[str]:
    """Return the names of the fleet: a message that keeps them still says who took over from whom."""
    known = target.inventory
    return frozenset(it.name for it in (*known.clusters, *known.instances))


COLLECTOR = Collector(
    name="rds_events",
    doc="What RDS says happened: failovers, restarts, maintenance, backups, pauses; 14 days back.",
    tables=("rds_events",),
    calls=(Call("rds", "DescribeEvents"),),
    feeds=(
        Feed(4, "rds_events", ("ts", "source_id", "categories", "message"), "Failovers as RDS tells them."),
        Feed(6, "rds_events", ("ts", "message"), "Restarts and recoveries."),
        Feed(7, "rds_events", ("ts", "source_id", "message"), "Switchovers, failovers of a global database."),
        Feed(9, "rds_events", ("ts", "message"), "Pauses and resumes of Serverless v2."),
        Feed(22, "rds_events", ("ts", "categories", "message"), "Maintenance that was announced or done."),
        Feed(23, "rds_events", ("ts", "message"), "Stops and starts, also RDS's own after seven days."),
    ),
    collect=collect,
    plan=plan,
)
