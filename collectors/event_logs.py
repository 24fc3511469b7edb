"""Exported logs of events: why an instance did not pause, refused IAM logins, and RDS Proxy's own log.

AWS publishes no format of these, so an event is taken as CloudWatch has it: its moment, its stream, its text,
a row of `entries`. What Aurora's pages say of pauses and of IAM's refusals makes typed rows of some; the rest
stays text. A proxy's log is asked for where a proxy has targets among the chosen clusters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from aurorascope.aws.exported_logs import EVENT_KINDS, instance_of, series_of
from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, Watermark, source_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Cluster

BACK = timedelta(hours=24)
OVERLAP = timedelta(minutes=10)  # events come late; the same event is the same row
PROXIES = "proxies"
ASK_AGAIN = timedelta(hours=1)
PROXY_LOGS = "/aws/rds/proxy/"
PAGE = 10_000
LEVEL = re.compile(r"\[(DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\]")
SEVERITIES = {"WARN": "WARNING", "INFO": "LOG", "DEBUG": "DEBUG1"}
PAUSES = (
    ("auto_pause_unblocked", re.compile(r"(?i)\bno auto-?pause blockers?\b")),
    (
        "auto_pause_blocked",
        re.compile(r"(?i)\bauto-?pause blockers?\b|\b(?:unable|cannot|not able) to pause\b"),
    ),
    ("auto_pause_resume", re.compile(r"(?i)\bresum(?:e|ed|es|ing)\b")),
    ("auto_pause", re.compile(r"(?i)\bpaus(?:e|ed|es|ing)\b")),
)
BLOCKERS = re.compile(r"(?i)auto-?pause blockers?[^:]*(?:: ?\d[\d:.TZ+ -]*)?: *(?P<why>\D.*)$")
USER = re.compile(r"(?i)\buser(?:name)?\b[ :=]*['\"]?(?P<user>[^\s'\",;]+)")


@dataclass(frozen=True, slots=True)
class Log:
    """One group of events: whose it is, what kind of log, its name."""

    owner: Cluster
    kind: str
    group: str

    @property
    def cluster(self) -> str:
        """The cluster's name."""
        return self.owner.name

    @property
    def series(self) -> str:
        """What it is covered as."""
        return f"log:{self.group}"


def collect(target: Target) -> Iterator[Haul]:
    """Yield the events since the last run, group by group."""
    proxies: dict[str, str] = {}
    with target.part(PROXIES):
        proxies, news = _proxies(target)
        if news is not None:
            yield news
    logs = [*_logs(target), *_proxy_logs(target, proxies)]
    yield from target.each(logs, lambda log: _log(target, log), series=lambda log: log.series)


def plan(target: Target) -> Iterator[Planned]:
    """Yield a call a group, and a look at the proxies once an hour."""
    mark = target.watermark(PROXIES)
    known = mark.state["of"] if mark else {}
    if target.due(PROXIES, ASK_AGAIN):
        yield Planned("rds", "DescribeDBProxies", 1)
        yield Planned("rds", "DescribeDBProxyTargets", max(1, len(known)))
        yield Planned("logs", "DescribeLogGroups", 1)
    count = len(_logs(target)) + len(_proxy_logs(target, known))
    if count:
        yield Planned("logs", "FilterLogEvents", count)


def _logs(target: Target) -> list[Log]:
    return [
        Log(cluster, kind, series_of(cluster.name, kind).removeprefix("log:"))
        for cluster in target.inventory.clusters
        for kind in EVENT_KINDS
        if kind in cluster.log_exports
    ]


def _proxy_logs(target: Target, proxies: Mapping[str, str]) -> list[Log]:
    return [
        Log(cluster, "proxy", PROXY_LOGS + name)
        for name, owner in sorted(proxies.items())
        if (cluster := target.inventory.cluster(owner)) is not None
    ]


def _proxies(target: Target) -> tuple[dict[str, str], Haul | None]:
    """Return the cluster that each proxy with a log serves, asked once an hour."""
    mark = target.watermark(PROXIES)
    if mark is not None and not target.due(PROXIES, ASK_AGAIN):
        return mark.state["of"], None
    rds, found = target.client("rds"), {}
    for page in rds.get_paginator("describe_db_proxies").paginate():
        for proxy in page["DBProxies"]:
            targets = rds.get_paginator("describe_db_proxy_targets").paginate(
                DBProxyName=proxy["DBProxyName"]
            )
            served = [it.get("TrackedClusterId") for each in targets for it in each["Targets"]]
            if owner := next((name for name in served if name), None):
                found[proxy["DBProxyName"]] = owner
    logged = set()
    if found:
        pages = (
            target.client("logs").get_paginator("describe_log_groups").paginate(logGroupNamePrefix=PROXY_LOGS)
        )
        logged = {it["logGroupName"] for page in pages for it in page["logGroups"]}
    of = {name: owner for name, owner in found.items() if PROXY_LOGS + name in logged}
    begin = target.now - timedelta(minutes=5) if mark is None else mark.reached
    haul = Haul(
        spans=(Span(PROXIES, begin, target.now, mends=True),),
        watermarks={PROXIES: Watermark(target.now, {"of": of})},
    )
    return of, haul


def _log(target: Target, log: Log) -> Iterator[Haul]:
    back = timedelta(hours=float(target.options.get("back_hours", BACK / timedelta(hours=1))))
    begin = target.begin(log.series, back=back, overlap=OVERLAP)
    pages = (
        target.client("logs")
        .get_paginator("filter_log_events")
        .paginate(
            logGroupName=log.group,
            startTime=round(begin.timestamp() * 1000),
            endTime=round(target.now.timestamp() * 1000),
            PaginationConfig={"PageSize": PAGE},
        )
    )
    for page in pages:
        if page.get("events"):
            yield Haul(rows=tuple(_rows(target, log, page["events"])))
    span = Span(log.series, begin, target.now, log.cluster, route="cloudwatch")
    yield Haul(spans=(span,), watermarks={log.series: Watermark(target.now)})


def _rows(target: Target, log: Log, events: list[dict[str, Any]]) -> Iterator[Rows]:
    """Yield a row of `entries` for each event, and what typed rows they make."""
    made: dict[str, list[dict[str, Any]]] = {"entries": []}
    for event in events:
        text = str(event.get("message", "")).strip("\n")
        level = LEVEL.search(text[:200])
        stream = str(event["logStreamName"])
        about = {
            "ts": datetime.fromtimestamp(int(event["timestamp"]) / 1000, UTC),
            "source": source_of(target.account, target.region, log.group, stream),
            "offset": _offset(event, text),
            "instance": None if log.kind == "proxy" else instance_of(log.owner, stream),
        }
        severity = SEVERITIES.get(level[1], level[1]) if level else "LOG"
        entry = {"engine": log.owner.engine, "severity": severity, "kind": KINDS[log.kind], "message": text}
        made["entries"].append(about | entry)
        table, row = TYPED[log.kind](text)
        if row:
            made.setdefault(table, []).append(about | row)
    for table, rows in made.items():
        columns = {name: [row.get(name) for row in rows] for name in rows[0]}
        private = tuple(name for name in ("message", "attributes") if name in columns)
        yield Rows(table, columns, log.cluster, engine=log.owner.engine, private=private)


def _offset(event: Mapping[str, Any], text: str) -> int:
    """Return the number that tells an event from the others of its stream: it has no place in a file."""
    name = str(event.get("eventId") or f"{event['timestamp']}/{text}")
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def _pause(text: str) -> tuple[str, dict[str, Any]]:
    event = next((name for name, pattern in PAUSES if pattern.search(text)), None)
    if event is None:
        return "server_events", {}
    why = BLOCKERS.search(text)
    said = {"message": text} | ({"blockers": why["why"].strip()} if why else {})
    return "server_events", {"event": event, "kind": KINDS["instance"], "attributes": said}


def _refused(text: str) -> tuple[str, dict[str, Any]]:
    user = USER.search(text)
    return "connections", {
        "event": "failed",
        "auth_method": "iam",
        "failure": "IAM authentication failed",
        "user_name": user["user"] if user else None,
        "observed_by": "iam_log",
    }


def _nothing_typed(_: str) -> tuple[str, dict[str, Any]]:
    return "entries", {}


KINDS = {"instance": "aurora_instance", "iam-db-auth-error": "iam_auth_error", "proxy": "rds_proxy"}
TYPED: dict[str, Callable[[str], tuple[str, dict[str, Any]]]] = {
    "instance": _pause,
    "iam-db-auth-error": _refused,
    "proxy": _nothing_typed,
}
GROUP = "arn:{partition}:logs:{region}:{account}:log-group:"

COLLECTOR = Collector(
    name="event_logs",
    doc="Exported logs of events: why an instance did not pause, refused IAM logins, RDS Proxy's log.",
    tables=("entries", "server_events", "connections"),
    calls=(
        Call("logs", "FilterLogEvents", GROUP + "/aws/rds/cluster/*"),
        Call("logs", "FilterLogEvents", GROUP + "/aws/rds/proxy/*", optional=True),
        Call("logs", "DescribeLogGroups", optional=True),
        Call("rds", "DescribeDBProxies", optional=True),
        Call("rds", "DescribeDBProxyTargets", optional=True),
    ),
    feeds=(
        Feed(9, "server_events", ("ts", "event", "attributes"), "Why a pause did not happen, when it did."),
        Feed(19, "entries", ("ts", "kind", "message"), "Events of the instance, of IAM logins, of proxies."),
        Feed(21, "connections", ("ts", "auth_method", "failure"), "IAM logins that failed."),
        Feed(26, "entries", ("ts", "kind", "message"), "RDS Proxy's own log."),
    ),
    collect=collect,
    plan=plan,
)
