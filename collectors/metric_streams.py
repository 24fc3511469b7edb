"""What a CloudWatch metric stream put into a bucket: the metrics of the chosen clusters, without a call each.

    [collectors]
    metric_streams = true
    cloudwatch_metrics = false   # or both: a point that comes by both ways is one

    [collectors.metric_streams]
    bucket = "database-metrics"
    prefix = "stream/"

Objects are taken in the order in which they came, each once by key and ETag. Of a metric that is published
every five minutes or every hour, the minutes that a stream sends are put together, as the API would.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.aws.metric_catalogue import period_of, unit_of
from aurorascope.aws.metric_sets import (
    NAMESPACE,
    Chosen,
    Dimensions,
    Subject,
    choose,
    dimensions_of,
    key_of,
    wanted_of,
)
from aurorascope.aws.stored_objects import LATE, objects_since
from aurorascope.aws.stream_objects import NoStreamObject, StreamPoint, points_of
from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, Watermark
from aurorascope.model.moments import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.collector import Target

SERIES, SETS, MINUTES = "objects", "sets", "minutes"
BACK = timedelta(days=1)
ROWS = 100_000  # of a haul
KNOWN = 20_000
SILENT_S = 3 * 3600  # a dimension set that is not published any longer gives way to another
COLUMNS = (
    "ts", "value", "namespace", "name", "dimensions", "scope", "statistic", "period_s", "unit", "source",
    "cluster", "instance",
)  # fmt: skip


def collect(target: Target) -> Iterator[Haul]:
    """Yield the points of new objects."""
    bucket, prefix = str(target.options.get("bucket", "")), str(target.options.get("prefix", ""))
    if not bucket:
        raise ValueError("[collectors.metric_streams] names no bucket: bucket = '...' says where they are")
    mark = target.watermark(SERIES)
    back = timedelta(days=float(target.options.get("back_days", BACK / timedelta(days=1))))
    begin = target.begin(SERIES, back=back, overlap=timedelta(0))
    seen = dict.fromkeys(mark.state["seen"]) if mark else {}
    found = objects_since(target, bucket, prefix, begin)
    reader = Reader(target)
    for it in found:
        if it.name in seen:
            continue
        body = target.client("s3").get_object(Bucket=bucket, Key=it.key)["Body"].read()
        reader.take(f"s3://{bucket}/{it.key}", body)
        seen[it.name] = None
        if reader.rows >= ROWS or target.stopping():
            # not at its end yet: what is listed next time begins where this time's list did
            yield reader.haul({SERIES: Watermark(begin, {"seen": list(seen)[-KNOWN:]})})
        if target.stopping():
            return
    recent = [it.name for it in found if it.modified >= target.now - LATE][-KNOWN:]
    yield reader.haul({SERIES: Watermark(target.now, {"seen": recent})})
    status, reason = ("partial", "; ".join(reader.problems[:3])) if reader.problems else ("complete", "")
    yield Haul(spans=(Span(SERIES, begin, target.now, status=status, reason=reason, route="s3"),))


def plan(target: Target) -> Iterator[Planned]:
    """Yield a list a run and some objects; a first run reads those of a day."""
    yield Planned("s3", "ListObjectsV2", 2)
    yield Planned("s3", "GetObject", 5)
    if target.watermark(SERIES) is None:
        yield Planned("s3", "GetObject", 288, once=True)


class Reader:
    """The points of one run, as rows of `metrics`."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._everything = target.tier == "all"
        self._wanted = wanted_of(target.inventory, target.tier)
        self.problems: list[str] = []
        self._points: list[StreamPoint] = []
        self._sets = _state(target, SETS)  # dimension set -> its metrics, and when it was published last
        self._minutes = _state(target, MINUTES)  # metric and set -> moment -> statistics
        self._spans: dict[Subject, list[int]] = {}

    @property
    def rows(self) -> int:
        """About how many rows wait."""
        return 5 * len(self._points)

    def take(self, where: str, content: bytes) -> None:
        """Read an object; one that no metric stream wrote is named, and the others are read."""
        here = (self._target.account, self._target.region, NAMESPACE)
        try:
            for point in points_of(content):
                where_from = (point.account, point.region, point.namespace)
                if where_from == here and self._wanted(dict(point.dimensions), point.name):
                    self._points.append(point)
        except NoStreamObject as error:
            self.problems.append(f"{where} is no object of a metric stream: {error}")

    def haul(self, watermarks: dict[str, Watermark]) -> Haul:
        """Return what was read since the last one."""
        chosen = self._chosen()
        columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        for point in self._points:
            key = (point.dimensions, point.name)
            if key not in chosen:
                continue
            subject, it = chosen[key]
            span = self._spans.setdefault(subject, [point.ts_s, point.ts_s])
            span[:] = [min(span[0], point.ts_s), max(span[1], point.ts_s + point.period_s)]
            if period_of(point.name) > point.period_s:
                minutes = self._minutes.setdefault(it.identity, {})
                minutes[str(point.ts_s)] = dict(point.values)
            else:
                _add(columns, subject, it, point.ts_s, point.period_s, point.values, point.unit)
        self._coarse(columns, chosen)
        spans, marks = self._covered()
        self._points = []
        now = self._target.now
        own = {SETS: Watermark(now, self._sets), MINUTES: Watermark(now, self._minutes)}
        rows = (Rows("metrics", columns),) if columns["ts"] else ()
        return Haul(rows=rows, spans=spans, watermarks={**marks, **own, **watermarks})

    def _chosen(self) -> dict[tuple[Dimensions, str], tuple[Subject, Chosen]]:
        """Return which sets of which metrics are kept: those that the API would be asked for."""
        for point in self._points:
            known = self._sets.setdefault(key_of(point.dimensions), {"names": [], "at": 0})
            known["at"] = max(known["at"], point.ts_s)
            if point.name not in known["names"]:
                known["names"].append(point.name)
        newest = max((it["at"] for it in self._sets.values()), default=0)
        self._sets = {key: it for key, it in self._sets.items() if it["at"] >= newest - SILENT_S}
        listed = {dimensions_of(key): sorted(it["names"]) for key, it in self._sets.items()}
        found = choose(self._target.inventory, listed, everything=self._everything)
        return {(it.dimensions, it.name): (subject, it) for subject, all_ in found.items() for it in all_}

    def _coarse(
        self, columns: dict[str, list[Any]], chosen: dict[tuple[Dimensions, str], tuple[Subject, Chosen]]
    ) -> None:
        """Add the points of longer periods that are over; minutes of those before the last two are let go."""
        now = int(self._target.now.timestamp())
        for subject, it in chosen.values():
            minutes = self._minutes.get(it.identity)
            if not minutes:
                continue
            period = period_of(it.name)
            periods: dict[int, list[dict[str, float]]] = defaultdict(list)
            for at, values in minutes.items():
                periods[int(at) // period * period].append(values)
            for at, parts in periods.items():
                if at + period <= now:
                    _add(columns, subject, it, at, period, _together(parts), "")
            kept = {str(at) for at in minutes if int(at) >= max(periods) - period}
            self._minutes[it.identity] = {at: values for at, values in minutes.items() if at in kept}

    def _covered(self) -> tuple[tuple[Span, ...], dict[str, Watermark]]:
        """Say of each subject how far its points go."""
        spans, marks = [], {}
        for subject, (first, last) in self._spans.items():
            mark = self._target.watermark(subject.series)
            end = datetime.fromtimestamp(last, UTC)
            begin = datetime.fromtimestamp(first, UTC)
            if mark is not None:
                begin, end = min(begin, mark.reached), max(end, mark.reached)
            spans.append(Span(subject.series, begin, end, subject.cluster, subject.instance, route="s3"))
            marks[subject.series] = Watermark(end)
        return tuple(spans), marks


def _state(target: Target, series: str) -> dict[str, Any]:
    mark = target.watermark(series)
    return {} if mark is None else {name: dict(value) for name, value in mark.state.items()}


def _together(parts: list[dict[str, float]]) -> dict[str, float]:
    """Return the statistics of a period from those of its minutes; percentiles of several are none."""
    if len(parts) == 1:
        return parts[0]
    ways = {"Minimum": min, "Maximum": max, "Sum": sum, "SampleCount": sum}
    found = {
        name: float(way(part[name] for part in parts))  # type: ignore[operator]
        for name, way in ways.items()
        if all(name in part for part in parts)
    }
    if found.get("SampleCount") and "Sum" in found:
        found["Average"] = found["Sum"] / found["SampleCount"]
    return found


def _add(
    columns: dict[str, list[Any]],
    subject: Subject,
    chosen: Chosen,
    at: int,
    period: int,
    values: Any,
    unit: str,
) -> None:
    for statistic, value in values.items():
        row = (
            at * SECOND, value, NAMESPACE, chosen.name, key_of(chosen.dimensions), chosen.scope, statistic,
            period, unit_of(chosen.name) or unit or None, "metric_stream", subject.cluster or None,
            subject.instance or None,
        )  # fmt: skip
        for name, cell in zip(COLUMNS, row, strict=True):
            columns[name].append(cell)


COLLECTOR = Collector(
    name="metric_streams",
    doc="Metrics that a CloudWatch metric stream puts into a bucket, in JSON or OpenTelemetry 1.0 and 0.7.",
    tables=("metrics",),
    calls=(
        Call("s3", "ListObjectsV2", "arn:{partition}:s3:::{bucket}", action="s3:ListBucket"),
        Call("s3", "GetObject", "arn:{partition}:s3:::{bucket}/*"),
    ),
    feeds=(
        Feed(
            17,
            "metrics",
            ("ts", "name", "dimensions", "statistic", "value"),
            "Metrics, as a stream sends them.",
        ),
    ),
    collect=collect,
    plan=plan,
    opt_in=True,
    why_opt_in="it needs a metric stream, which costs $0.003 for 1,000 updates, and the bucket it writes to",
)
