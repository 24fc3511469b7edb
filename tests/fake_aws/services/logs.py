"""logs: groups and streams; events are in logs_events, queries in logs_query."""

from __future__ import annotations

from collections.abc import Sequence

from fake_aws.call import Call, Operation
from fake_aws.services import logs_events, logs_query
from fake_aws.services.logs_places import found_group, seen
from fake_aws.world import LogGroup, Record

_PAGE = 50


def _groups(call: Call) -> Record:
    prefix, part = call.get("logGroupNamePrefix"), call.get("logGroupNamePattern")
    if prefix is not None and part is not None:
        raise call.invalid("logGroupNamePrefix and logGroupNamePattern are mutually exclusive")
    names = sorted(call.world.log_groups(call.account, call.region), key=lambda group: group.name)
    found = [
        group
        for group in names
        if group.name.startswith(prefix or "") and (part or "").lower() in group.name.lower()
    ]
    return _paged(call, "logGroups", [_group(call, group) for group in found])


def _group(call: Call, group: LogGroup) -> Record:
    arn = f"arn:aws:logs:{call.region}:{call.account}:log-group:{group.name}"
    kept = {} if group.retention_days is None else {"retentionInDays": group.retention_days}
    return {
        "logGroupName": group.name,
        "creationTime": group.created_ms,
        "arn": f"{arn}:*",
        "logGroupArn": arn,
        "metricFilterCount": 0,
        "storedBytes": 0,
        "logGroupClass": "STANDARD",
        **kept,
    }


def _streams(call: Call) -> Record:
    group, prefix = found_group(call), call.get("logStreamNamePrefix")
    latest = call.get("orderBy") == "LastEventTime"
    if latest and prefix is not None:
        raise call.invalid("Cannot order by LastEventTime with a logStreamNamePrefix")
    names = call.world.log_streams(call.account, call.region, group.name)
    found = [_stream(call, group, name) for name in sorted(names) if name.startswith(prefix or "")]
    if latest:
        found.sort(key=lambda stream: stream.get("lastEventTimestamp", 0))
    return _paged(call, "logStreams", found[::-1] if call.get("descending") else found)


def _stream(call: Call, group: LogGroup, name: str) -> Record:
    arn = f"arn:aws:logs:{call.region}:{call.account}:log-group:{group.name}:log-stream:{name}"
    events = call.world.log_events(call.account, call.region, group.name, name)
    rows = seen(call, group, events).nonzero()[0]
    record: Record = {"logStreamName": name, "arn": arn, "creationTime": group.created_ms, "storedBytes": 0}
    if len(rows):
        record["firstEventTimestamp"] = int(events.timestamp_ms[rows[0]])
        record["lastEventTimestamp"] = int(events.timestamp_ms[rows[-1]])
        record["lastIngestionTime"] = int(events.ingestion_ms[rows].max())
    return record


def _paged(call: Call, member: str, found: Sequence[Record]) -> Record:
    shown, following = call.page(found, call.get("limit", _PAGE), by="nextToken", most="limit")
    return {member: shown} | following


OPERATIONS: dict[str, Operation] = {
    "DescribeLogGroups": _groups,
    "DescribeLogStreams": _streams,
    **logs_events.OPERATIONS,
    **logs_query.OPERATIONS,
}
