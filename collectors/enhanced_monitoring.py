"""Enhanced Monitoring: the operating system under each instance, and its processes, by the minute.

The agent writes one JSON event every 1 to 60 seconds into the group RDSOSMetrics, a stream an instance. A
whole minute becomes one point a metric (Average and Maximum of its events, and how many there were) and one
list of processes, its last. Lists are mixed: Aurora's storage is the disk without a device.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Instance

GROUP = "RDSOSMetrics"
NAMESPACE = "EnhancedMonitoring"
BACK = timedelta(hours=24)  # `[collectors.enhanced_monitoring] back_hours` says more; the group keeps 30 days
LATE = timedelta(seconds=90)  # an event is there some seconds after its minute
SLICE = timedelta(hours=1)
MINUTE = 60
UNITS = {
    "cpuUtilization": "Percent",
    "memory": "Kilobytes",
    "swap": "Kilobytes",
    "tasks": "Count",
    "loadAverageMinute": "None",
}
SINGLE = ("cpuUtilization", "loadAverageMinute", "memory", "tasks", "swap")
LISTS = {"network": "interface", "diskIO": "device", "fileSys": "mountPoint"}
STORAGE = "auroraStorage"

Series = tuple[str, str, str]  # name, kind of device, device


def collect(target: Target) -> Iterator[Haul]:
    """Yield each instance's whole minutes since the last run."""
    yield from target.each(_watched(target), lambda instance: _instance(target, instance), series=_series)


def plan(target: Target) -> Iterator[Planned]:
    """Yield the calls of a poll: a page is up to 1 MB, some hundred events."""
    watched = _watched(target)
    yield Planned("logs", "GetLogEvents", 2 * len(watched))
    new = sum(target.watermark(_series(instance)) is None for instance in watched)
    if new:
        yield Planned("logs", "GetLogEvents", 24 * new, once=True)


def _watched(target: Target) -> list[Instance]:
    return [instance for instance in target.inventory.instances if instance.monitoring_interval_s]


def _series(instance: Instance) -> str:
    return f"os:{instance.name}"


def _instance(target: Target, instance: Instance) -> Iterator[Haul]:
    series = _series(instance)
    hours = float(target.options.get("back_hours", BACK.total_seconds() / 3600))
    begin = _minute(target.begin(series, back=timedelta(hours=hours), overlap=timedelta(0)))
    end = _minute(target.now - LATE)
    while begin < end and not target.stopping():
        upto = min(begin + SLICE, end)
        minutes = Minutes()
        for event in _events(target, instance, begin, upto):
            minutes.take(event)
        span = Span(
            series,
            begin,
            upto,
            instance.cluster,
            instance.name,
            status="partial" if minutes.unread else "complete",
            reason=f"{minutes.unread} events are not JSON as it is known" if minutes.unread else "",
            entries=minutes.events,
            route="cloudwatch",
        )
        yield Haul(minutes.as_rows(instance), spans=(span,), watermarks={series: Watermark(upto)})
        begin = upto


def _minute(moment: datetime) -> datetime:
    return datetime.fromtimestamp(int(moment.timestamp()) // MINUTE * MINUTE, UTC)


def _events(
    target: Target, instance: Instance, begin: datetime, end: datetime
) -> Iterator[Mapping[str, Any]]:
    """Yield the events of [begin, end); the last page repeats its token."""
    request: dict[str, Any] = {
        "logGroupName": GROUP,
        "logStreamName": instance.resource_id,
        "startTime": int(begin.timestamp() * 1000),
        "endTime": int(end.timestamp() * 1000),
        "startFromHead": True,
    }
    while True:
        page = target.client("logs").get_log_events(**request)
        yield from page.get("events", ())
        token = page.get("nextForwardToken")
        if not token or token == request.get("nextToken"):
            return
        request["nextToken"] = token


class Minutes:
    """Events of one instance, gathered by the minute."""

    def __init__(self) -> None:
        self.events = 0
        self.unread = 0
        self._values: dict[tuple[int, Series], list[float]] = defaultdict(list)
        self._seen: set[tuple[int, str]] = set()  # events may come twice, and have no id here
        self._processes: dict[int, tuple[int, list[Mapping[str, Any]]]] = {}

    def take(self, event: Mapping[str, Any]) -> None:
        """Take one event; a subscription may have joined several in one message."""
        known = (int(event["timestamp"]), event.get("message", ""))
        if known in self._seen:
            return
        self._seen.add(known)
        for record in _records(event.get("message", "")):
            if record is None:
                self.unread += 1
                continue
            self.events += 1
            at = int(event["timestamp"]) // 1000
            minute = at // MINUTE * MINUTE
            for series, value in _numbers(record):
                self._values[minute, series].append(value)
            processes = record.get("processList")
            if isinstance(processes, list) and at >= self._processes.get(minute, (0, []))[0]:
                self._processes[minute] = at, [it for it in processes if isinstance(it, dict)]

    def as_rows(self, instance: Instance) -> tuple[Rows, ...]:
        """Return rows of `metrics` and `processes`, where there are any."""
        found = []
        if self._values:
            found.append(_metric_rows(instance, self._values))
        listed = [
            (minute, process)
            for minute, (_, processes) in sorted(self._processes.items())
            for process in processes
        ]
        if listed:
            found.append(_process_rows(instance, listed))
        return tuple(found)


def _records(message: str) -> Iterator[Mapping[str, Any] | None]:
    """Yield the JSON objects of a message, None for what is none."""
    decoder, place = json.JSONDecoder(), 0
    text = message.strip()
    while place < len(text):
        try:
            record, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            yield None
            return
        yield record if isinstance(record, dict) else None
        while place < len(text) and text[place].isspace():
            place += 1


def _numbers(record: Mapping[str, Any]) -> Iterator[tuple[Series, float]]:
    for group in SINGLE:
        values = record.get(group)
        if isinstance(values, dict):
            yield from (((f"{group}.{name}", "", ""), value) for name, value in _plain(values))
    if isinstance(record.get("numVCPUs"), int | float):
        yield ("general.numVCPUs", "", ""), float(record["numVCPUs"])
    for group, kind in LISTS.items():
        for one in record.get(group) or ():
            if isinstance(one, dict):
                device = str(one.get(kind) or (STORAGE if group == "diskIO" else ""))
                yield from (((f"{group}.{name}", kind, device), value) for name, value in _plain(one))


def _plain(values: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for name, value in values.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield name, float(value)


def _metric_rows(instance: Instance, values: Mapping[tuple[int, Series], list[float]]) -> Rows:
    rows = [
        (minute, series, statistic, value)
        for (minute, series), found in sorted(values.items())
        for statistic, value in (
            ("Average", sum(found) / len(found)),
            ("Maximum", max(found)),
            ("SampleCount", float(len(found))),
        )
        if statistic != "SampleCount" or series[0] == "cpuUtilization.total"
    ]
    columns = {
        "ts": [minute * 1_000_000 for minute, *_ in rows],
        "namespace": [NAMESPACE] * len(rows),
        "name": [series[0] for _, series, _, _ in rows],
        "dimensions": [
            {"DBInstanceIdentifier": instance.name} | ({kind: device} if kind else {})
            for _, (_, kind, device), _, _ in rows
        ],
        "scope": ["device" if series[1] else "instance" for _, series, _, _ in rows],
        "statistic": [statistic for _, _, statistic, _ in rows],
        "period_s": [MINUTE] * len(rows),
        "unit": [
            "Count" if statistic == "SampleCount" else UNITS.get(series[0].partition(".")[0])
            for _, series, statistic, _ in rows
        ],
        "value": [value for *_, value in rows],
        "source": ["enhanced_monitoring"] * len(rows),
    }
    return Rows("metrics", columns, instance.cluster, instance.name)


def _process_rows(instance: Instance, listed: Iterable[tuple[int, Mapping[str, Any]]]) -> Rows:
    rows = list(listed)

    def column(name: str, kind: type) -> list[Any]:
        return [_as(process.get(name), kind) for _, process in rows]

    columns = {
        "ts": [minute * 1_000_000 for minute, _ in rows],
        "pid": column("id", int),
        "parent_pid": column("parentID", int),
        "name": column("name", str),
        "cpu_pct": column("cpuUsedPc", float),
        "memory_pct": column("memoryUsedPc", float),
        "rss_kb": column("rss", int),
        "vss_kb": column("vss", int),
        "vm_limit": column("vmlimit", str),
    }
    return Rows("processes", columns, instance.cluster, instance.name, private=("name",))


def _as(value: Any, kind: type) -> Any:
    """Return a value as its column has it; None where it is something else (vmlimit is 0 or 'unlimited')."""
    if value is None or isinstance(value, bool | list | dict):
        return None
    try:
        return kind(value)
    except (TypeError, ValueError, OverflowError):
        return None


COLLECTOR = Collector(
    name="enhanced_monitoring",
    doc="The operating system under each instance by the minute: CPU, memory, disks, network, processes.",
    tables=("metrics", "processes"),
    calls=(Call("logs", "GetLogEvents", "arn:{partition}:logs:{region}:{account}:log-group:RDSOSMetrics:*"),),
    feeds=(
        Feed(16, "metrics", ("name", "dimensions", "value"), "CPU, memory, disks, network, file systems."),
        Feed(
            16, "processes", ("pid", "name", "cpu_pct", "rss_kb"), "Processes, which join log lines by pid."
        ),
        Feed(30, "processes", ("pid", "rss_kb"), "Who held the memory."),
    ),
    collect=collect,
    plan=plan,
)
