"""GetResourceMetrics: load and counters by period; a moment is its period's end unless asked otherwise."""

from __future__ import annotations

import numpy as np

from fake_aws.call import Call
from fake_aws.services import pi_load, pi_statistics
from fake_aws.services.pi_resources import Span, monitored, span
from fake_aws.world import Floats, Ints, Points, Record

_LOAD = {"db.load", "db.sampledload"}
_SUFFIXES = {"avg", "min", "max", "sum", "sample_count"}
_PAGE = 25


def get_resource_metrics(call: Call) -> Record:
    """Answer every query of a call."""
    record = monitored(call)
    wanted = span(call, record)
    found: list[Record] = []
    for query in call["MetricQueries"]:
        found += _answered(call, record, query, wanted)
    shown, following = call.page(found, call.get("MaxResults") or _PAGE)
    answer = {
        "AlignedStartTime": wanted.start,
        "AlignedEndTime": wanted.end,
        "Identifier": call["Identifier"],
        "MetricList": shown,
    }
    return answer | following


def _answered(call: Call, record: Record, query: Record, wanted: Span) -> list[Record]:
    metric = query["Metric"]
    name, _, suffix = metric.rpartition(".")
    if suffix not in _SUFFIXES:
        raise call.invalid(f"Metric: {metric} ends in none of {sorted(_SUFFIXES)}")
    moments = Moments(wanted, 0 if call.get("PeriodAlignment") == "START_TIME" else wanted.period)
    if name in _LOAD:
        return _load(call, record, query, moments)
    if name.startswith(pi_statistics.PREFIX):
        keyed = pi_statistics.by_digest(call, query, wanted)
        starts, over = _over(call, wanted)
        return [moments.series(metric, key, starts, values[over]) for key, values in keyed]
    if name not in {each.name for each in call.world.counters(call.account, call.region, call["Identifier"])}:
        raise call.invalid(f"Metric: {metric} is not available for this resource")
    if query.get("GroupBy") or query.get("Filter"):
        raise call.invalid(f"GroupBy and Filter are not supported for {metric}")
    return [moments.series(metric, None, *_counted(call, name, suffix, wanted))]


class Moments:
    """How the moments of points are told: by the starts of their periods, shifted."""

    def __init__(self, wanted: Span, shift: int) -> None:
        self.wanted, self._shift = wanted, shift

    def series(self, metric: str, key: dict[str, str] | None, starts: Ints, values: Floats) -> Record:
        """Return one series as the service writes it."""
        pairs = zip((starts + self._shift).tolist(), values.tolist(), strict=True)
        named = {"Metric": metric} | ({"Dimensions": key} if key else {})
        return {"Key": named, "DataPoints": [{"Timestamp": when, "Value": value} for when, value in pairs]}


def _load(call: Call, record: Record, query: Record, moments: Moments) -> list[Record]:
    metric, wanted = query["Metric"], moments.wanted
    load = call.world.load(call.account, call.region, call["Identifier"], wanted.start, wanted.end)
    if load is None or not metric.endswith(".avg"):
        raise call.invalid(f"Metric: {metric} is not available for this resource")
    found = pi_load.sampled(call, load, wanted, query.get("Filter") or {})
    starts, there = _running(call, record, wanted)
    series = [moments.series(metric, None, starts, found.total()[there])]
    group = query.get("GroupBy")
    if group:
        keys, codes = found.by(group, call)
        order, table = pi_load.heaviest(found, codes, len(keys), group.get("Limit", 10))
        rows = zip(order, table, strict=True)
        series += [moments.series(metric, keys[key], starts, values[there]) for key, values in rows]
    return series


def _over(call: Call, wanted: Span) -> tuple[Ints, np.ndarray]:
    """Return the starts of the periods that are over, and which these are."""
    starts = np.arange(wanted.start, wanted.end, wanted.period)
    over = starts + wanted.period <= call.now
    return starts[over], over


def _running(call: Call, record: Record, wanted: Span) -> tuple[Ints, np.ndarray]:
    """Return the same, of the periods in which the instance was there and awake."""
    _, there = _over(call, wanted)
    starts = np.arange(wanted.start, wanted.end, wanted.period)
    created = record.get("InstanceCreateTime")
    if created is not None:
        there &= starts >= created.timestamp()
    if record.get("DBInstanceClass") == "db.serverless":
        name = record["DBInstanceIdentifier"]
        asleep = [call.world.paused(call.account, call.region, name, int(start)) for start in starts]
        there &= ~np.array(asleep, bool)
    return starts[there], there


def _counted(call: Call, name: str, suffix: str, wanted: Span) -> tuple[Ints, Floats]:
    dbi = call["Identifier"]
    points = call.world.counter_points(call.account, call.region, dbi, name, wanted.start, wanted.end)
    seen = (points.times >= wanted.start) & (points.times < min(wanted.end, call.now))
    if not seen.any():
        return np.empty(0, np.int64), np.empty(0)
    bucket = wanted.bucket(points.times[seen])
    begins = np.flatnonzero(np.diff(bucket, prepend=bucket[0] - 1))
    starts = wanted.start + bucket[begins] * wanted.period
    over = starts + wanted.period <= call.now
    return starts[over], _aggregated(points, seen, begins, suffix)[over]


def _aggregated(points: Points, seen: np.ndarray, begins: Ints, suffix: str) -> Floats:
    average = points.average[seen]
    count = np.ones_like(average) if points.count is None else points.count[seen]
    if suffix == "min":
        return np.minimum.reduceat(average if points.minimum is None else points.minimum[seen], begins)
    if suffix == "max":
        return np.maximum.reduceat(average if points.maximum is None else points.maximum[seen], begins)
    counts = np.add.reduceat(count, begins)
    if suffix == "sample_count":
        return counts
    total = np.add.reduceat(average * count, begins)
    return total if suffix == "sum" else total / counts
