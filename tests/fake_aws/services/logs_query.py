"""Logs Insights as far as counting: how many events, how many bytes of text, by stream or in all."""

from __future__ import annotations

import re
import uuid
from typing import Any

import numpy as np

from fake_aws.call import Call, Operation
from fake_aws.refusals import Refused, Trouble, refusal
from fake_aws.services.logs_places import group_named, seen
from fake_aws.world import LogGroup, Record

_QUERY = re.compile(
    r"""\s*(?:filter\s+@logStream\s*=\s*["'](?P<stream>[^"']*)["']\s*\|\s*)?
    stats\s+(?P<what>.+?)
    (?:\s+by\s+(?P<by>@logStream))?\s*""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COLUMN = re.compile(
    r"(?P<made>count\(\*\)|sum\(strlen\(@message\)\))(?:\s+as\s+(?P<name>\w+))?", re.IGNORECASE
)


def _start(call: Call) -> Record:
    text = call["queryString"]
    parsed = _QUERY.fullmatch(text)
    columns = [_COLUMN.fullmatch(part.strip()) for part in parsed["what"].split(",")] if parsed else [None]
    if parsed is None or None in columns:
        raise refusal("logs", Trouble.NOT_EMULATED, f"the query {text!r}")
    query = str(uuid.uuid4())
    call.state.setdefault("queries", {})[query] = {
        "asked": 0,
        "columns": [
            (column["name"] or column["made"], column["made"].lower()) for column in columns if column
        ],
        "counted": _counted(call, parsed["stream"], by_stream=bool(parsed["by"])),
    }
    return {"queryId": query}


def _counted(call: Call, only: str | None, *, by_stream: bool) -> dict[str, tuple[int, int]]:
    """Return events and bytes by stream (or under ""); both ends of the span, in seconds, are within it."""
    one, names, identifiers = (call.get(f"logGroup{each}") for each in ("Name", "Names", "Identifiers"))
    given = [name for name in (one, *(names or ()), *(identifiers or ())) if name]
    if not given:
        raise call.invalid("A log group must be given")
    counted: dict[str, tuple[int, int]] = {}
    for group in (group_named(call, name) for name in given):
        for stream in call.world.log_streams(call.account, call.region, group.name):
            if only in (None, stream):
                key = stream if by_stream else ""
                events, size = counted.get(key, (0, 0))
                more = _count(call, group, stream)
                counted[key] = (events + more[0], size + more[1])
    return counted


def _count(call: Call, group: LogGroup, stream: str) -> tuple[int, int]:
    start, end = call["startTime"] * 1000, call["endTime"] * 1000 + 999
    events = call.world.log_events(call.account, call.region, group.name, stream)
    within = (events.timestamp_ms >= start) & (events.timestamp_ms <= end) & seen(call, group, events)
    rows = np.flatnonzero(within).tolist()
    return len(rows), sum(len(events.messages[row]) for row in rows)


def _results(call: Call) -> Record:
    """Answer "Running" when first asked, then with the counts."""
    query: dict[str, Any] | None = call.state.get("queries", {}).get(call["queryId"])
    if query is None:
        raise Refused("ResourceNotFoundException", f"Query {call['queryId']} does not exist")
    query["asked"] += 1
    if query["asked"] == 1:
        return {"status": "Running", "results": []}
    rows = [
        _row(query["columns"], stream, *counts) for stream, counts in query["counted"].items() if counts[0]
    ]
    events, size = (sum(counts[part] for counts in query["counted"].values()) for part in (0, 1))
    return {
        "status": "Complete",
        "queryLanguage": "CWLI",
        "results": rows,
        "statistics": {"recordsMatched": events, "recordsScanned": events, "bytesScanned": size},
    }


def _row(columns: list[tuple[str, str]], stream: str, events: int, size: int) -> list[Record]:
    named = [{"field": "@logStream", "value": stream}] if stream else []
    return named + [
        {"field": name, "value": str(events if made.startswith("count") else size)} for name, made in columns
    ]


OPERATIONS: dict[str, Operation] = {"StartQuery": _start, "GetQueryResults": _results}
