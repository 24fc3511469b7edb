"""Performance Insights' load: who was active, in what, waiting for what, at 60 seconds, by every dimension.

A row 'other' holds what the named keys of a dimension leave, so that its keys add up to the total. A period's
keys are one set: read again, the whole set is replaced, since another reading may name other keys.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.aws.performance_insights import (
    KEYS_A_GROUP,
    LOAD,
    NAMES,
    OTHER,
    QUERIES_A_CALL,
    Key,
    group_of,
    identity,
    key_of,
    measured,
    offered,
    pages,
    points_of,
    span_to_read,
)
from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, SqlText, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Instance

PERIOD = timedelta(seconds=60)
OVERLAP = timedelta(minutes=5)
CHUNK = timedelta(hours=6)  # 360 points of up to 26 keys of each group
ROUNDING = 1e-6
STATEMENTS = frozenset({"sql", "tokenized_sql", "blocking_sql"})

Row = tuple[int, str, Key, float]


def collect(target: Target) -> Iterator[Haul]:
    """Yield each instance's load since the last run, a stretch of hours a haul."""
    yield from target.each(measured(target), lambda instance: _instance(target, instance), series=_series)


def plan(target: Target) -> Iterator[Planned]:
    """Yield the calls of a poll; a back-fill of a week takes 28 stretches an instance."""
    count = len(measured(target))
    yield Planned("pi", "GetResourceMetrics", count)
    new = sum(target.watermark(_series(instance)) is None for instance in measured(target))
    if new:
        yield Planned("pi", "GetResourceMetrics", 28 * new, once=True)
    yield Planned("pi", "ListAvailableResourceDimensions", (count + 11) // 12)
    yield Planned("pi", "ListAvailableResourceMetrics", (count + 11) // 12)


def _series(instance: Instance) -> str:
    return f"load:{instance.name}"


def _instance(target: Target, instance: Instance) -> Iterator[Haul]:
    offer, news = offered(target, instance)
    if news is not None:
        yield news
    series = _series(instance)
    begin, end = span_to_read(target, instance, series, step=PERIOD, overlap=OVERLAP)
    while begin < end and not target.stopping():
        upto = min(begin + CHUNK, end)
        load = _load(target, instance, offer["groups"], begin, upto)
        status = ("partial", "keys of a dimension exceed its total") if load.exceeds else ("complete", "")
        span = Span(series, begin, upto, instance.cluster, instance.name, *status, entries=len(load.rows))
        yield Haul(load.as_rows(instance), spans=(span,), watermarks={series: Watermark(upto)})
        begin = upto


def _load(target: Target, instance: Instance, groups: list[str], begin: datetime, end: datetime) -> Load:
    load = Load()
    for at in range(0, max(1, len(groups)), QUERIES_A_CALL):
        queries: list[dict[str, Any]] = [
            {"Metric": LOAD, "GroupBy": {"Group": group, "Limit": KEYS_A_GROUP}}
            for group in groups[at : at + QUERIES_A_CALL]
        ]
        for page in pages(
            target.client("pi").get_resource_metrics,
            "MetricList",
            MetricQueries=queries or [{"Metric": LOAD}],
            StartTime=begin,
            EndTime=end,
            PeriodInSeconds=int(PERIOD.total_seconds()),
            PeriodAlignment="START_TIME",
            **identity(instance),
        ):
            load.take(page["MetricList"])
    load.close()
    return load


class Load:
    """Average active sessions of every key, of one instance and stretch."""

    def __init__(self) -> None:
        self._total: dict[int, float] = {}
        self._points: dict[str, dict[Key, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
        self.exceeds = False
        self.rows: list[Row] = []

    def take(self, answers: Iterable[Mapping[str, Any]]) -> None:
        """Take series of an answer; a page may go on where the last one ended."""
        for series in answers:
            dimensions = series["Key"].get("Dimensions")
            if dimensions:
                group = group_of(dimensions)
                self._points[group][key_of(group, dimensions)].update(points_of(series))
            else:
                self._total.update(points_of(series))

    def close(self) -> None:
        """Make the rows. Where nobody was active there is no point, and no row."""
        total = Key("total", "total")
        self.rows = [(at, "total", total, aas) for at, aas in sorted(self._total.items())]
        for group, keys in self._points.items():
            left = dict(self._total)
            for key, points in keys.items():
                for at, aas in points.items():
                    if aas:
                        self.rows.append((at, NAMES[group], key, aas))
                        left[at] = left.get(at, 0.0) - aas
            other = Key(OTHER, OTHER)
            self.rows += [(at, NAMES[group], other, aas) for at, aas in left.items() if abs(aas) > ROUNDING]
            self.exceeds |= any(aas < -ROUNDING for aas in left.values())

    def as_rows(self, instance: Instance) -> tuple[Rows, ...]:
        """Return rows of `db_load`: statements, which get fingerprints, apart from the rest."""
        statements = [row for row in self.rows if row[1] in STATEMENTS and row[2].id != OTHER]
        others = [row for row in self.rows if not (row[1] in STATEMENTS and row[2].id != OTHER)]
        found = []
        if others:
            found.append(_rows(instance, others))
        if statements:
            cut = [row[2].cut for row in statements]
            found.append(_rows(instance, statements, (SqlText("label", "fingerprint", "cut"),), cut=cut))
        return tuple(found)


def _rows(instance: Instance, rows: list[Row], sql: tuple[SqlText, ...] = (), **more: list[bool]) -> Rows:
    columns = {
        "ts": [at * 1_000_000 for at, _, _, _ in rows],
        "period_s": [int(PERIOD.total_seconds())] * len(rows),
        "dimension": [dimension for _, dimension, _, _ in rows],
        "key_id": [key.id for _, _, key, _ in rows],
        "label": [key.label for _, _, key, _ in rows],
        "aas": [aas for _, _, _, aas in rows],
        **more,
    }
    return Rows("db_load", columns, instance.cluster, instance.name, instance.engine, sql)


RESOURCE = "arn:{partition}:pi:{region}:{account}:metrics/rds/*"

COLLECTOR = Collector(
    name="performance_insights",
    doc="Average active sessions of each instance by wait, statement, user, host, application and database.",
    tables=("db_load",),
    calls=(
        Call("pi", "GetResourceMetrics", RESOURCE),
        Call("pi", "ListAvailableResourceDimensions", RESOURCE),
        Call("pi", "ListAvailableResourceMetrics", RESOURCE),
    ),
    feeds=(
        Feed(15, "db_load", ("ts", "dimension", "key_id", "label", "aas"), "Load by every dimension."),
        Feed(3, "db_load", ("ts", "instance", "key_id", "aas"), "What the writer did while a reader lagged."),
        Feed(18, "db_load", ("ts", "dimension", "key_id", "aas"), "Load by plan, where plans are kept."),
        Feed(26, "db_load", ("dimension", "label", "aas"), "Active sessions by user, host, application."),
        Feed(28, "db_load", ("instance", "dimension", "aas"), "Load of each reader, and so the skew."),
    ),
    collect=collect,
    plan=plan,
)
