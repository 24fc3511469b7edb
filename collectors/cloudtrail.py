"""CloudTrail: who changed what of RDS, 90 days back; two calls a second are all that it allows.

Only calls that change something are kept, each once for every resource that it names, with the parameters as
they were sent (passwords are masked by AWS, and taken out here again).
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.logs.secrets import scrubbed
from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aurorascope.model.collector import Target

SERIES = "trail"
SOURCES = ("rds.amazonaws.com", "application-autoscaling.amazonaws.com")
BACK = timedelta(days=15)  # `[collectors.cloudtrail] back_days` says more, up to 90
OVERLAP = timedelta(minutes=30)  # an event may take a quarter of an hour to be looked up
PAGE = 50
SECRET = ("password", "secret", "token")
LONGEST = 4000


def collect(target: Target) -> Iterator[Haul]:
    """Yield the changes since the last run; the watermark moves with the last of them."""
    days = float(target.options.get("back_days", BACK.days))
    begin = target.begin(SERIES, back=timedelta(days=min(days, 89)), overlap=OVERLAP)
    count = 0
    for source in SOURCES:
        pages = (
            target.client("cloudtrail")
            .get_paginator("lookup_events")
            .paginate(
                LookupAttributes=[{"AttributeKey": "EventSource", "AttributeValue": source}],
                StartTime=begin,
                EndTime=target.now,
                PaginationConfig={"PageSize": PAGE},
            )
        )
        for page in pages:
            rows = [row for event in page.get("Events", ()) for row in _changes(event, target)]
            count += len(rows)
            if rows:
                yield Haul(rows=(_rows(rows),))
    yield Haul(
        spans=(Span(SERIES, begin, target.now, entries=count),), watermarks={SERIES: Watermark(target.now)}
    )


def plan(target: Target) -> Iterator[Planned]:
    """Yield a call for each source; changes are few."""
    yield Planned("cloudtrail", "LookupEvents", len(SOURCES))
    if target.watermark(SERIES) is None:
        yield Planned("cloudtrail", "LookupEvents", 20, once=True)


def _changes(event: Mapping[str, Any], target: Target) -> Iterator[dict[str, Any]]:
    if str(event.get("ReadOnly", "")).lower() == "true":
        return
    record = _record(event.get("CloudTrailEvent"))
    asked = record.get("requestParameters")
    parameters = asked if isinstance(asked, dict) else {}
    error = record.get("errorCode")
    new = json.dumps(_without_secrets(parameters), sort_keys=True, ensure_ascii=False, default=str)[:LONGEST]
    names = {
        str(it["ResourceName"]).rsplit(":", 1)[-1]
        for it in event.get("Resources") or ()
        if it.get("ResourceName")
    }
    if not names:
        names = {
            str(value)
            for key, value in parameters.items()
            if key.lower() in {"dbclusteridentifier", "dbinstanceidentifier", "globalclusteridentifier"}
        }
    for name in sorted(names) or [""]:
        if name in target.inventory.others:
            continue
        instance = target.inventory.instance(name)
        cluster = target.inventory.cluster(name)
        yield {
            "ts": event["EventTime"],
            "cluster": instance.cluster if instance else cluster.name if cluster else None,
            "instance": instance.name if instance else None,
            "resource": name or None,
            "attribute": f"{event.get('EventName')}{f' (refused: {error})' if error else ''}",
            "new": new,
            "actor": _actor(event, record),
            "source": "cloudtrail",
        }


def _record(text: object) -> dict[str, Any]:
    try:
        found = json.loads(str(text or "{}"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _actor(event: Mapping[str, Any], record: Mapping[str, Any]) -> str | None:
    """Return who did it: the role and its session, the user, or the service that acted by itself."""
    who = record.get("userIdentity")
    identity = who if isinstance(who, dict) else {}
    arn = str(identity.get("arn") or "")
    return (
        arn.rsplit(":", 1)[-1] or event.get("Username") or identity.get("invokedBy") or identity.get("type")
    )


def _without_secrets(value: Any, depth: int = 0) -> Any:
    if depth > 8:
        return "..."
    if isinstance(value, dict):
        return {
            key: "***" if any(word in key.lower() for word in SECRET) else _without_secrets(it, depth + 1)
            for key, it in value.items()
        }
    if isinstance(value, list):
        return [_without_secrets(it, depth + 1) for it in value]
    return scrubbed(value) if isinstance(value, str) else value


def _rows(rows: list[dict[str, Any]]) -> Rows:
    return Rows("changes", {name: [row[name] for row in rows] for name in rows[0]}, sent=("new",))


COLLECTOR = Collector(
    name="cloudtrail",
    doc="Who changed what of the clusters, from CloudTrail's event history; refused attempts too.",
    tables=("changes",),
    calls=(Call("cloudtrail", "LookupEvents"),),
    feeds=(
        Feed(1, "changes", ("ts", "resource", "attribute", "new", "actor"), "What changed, and by whom."),
        Feed(20, "changes", ("ts", "attribute", "actor"), "Calls that changed databases, refused ones too."),
    ),
    collect=collect,
    plan=plan,
)
