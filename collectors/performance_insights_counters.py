"""Performance Insights' counters: what the engine and the operating system count, at 60 seconds.

Which counters there are is asked of each instance; the tier says how many of them are read, since 15 of them
cost a call. They are rows of `metrics` in the namespace PerformanceInsights.
"""

from __future__ import annotations

from datetime import timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from aurorascope.aws.performance_insights import (
    ASK_AGAIN,
    QUERIES_A_CALL,
    identity,
    measured,
    pages,
    points_of,
    span_to_read,
)
from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Instance

NAMESPACE = "PerformanceInsights"
PERIOD = timedelta(seconds=60)
OVERLAP = timedelta(minutes=5)
CHUNK = timedelta(hours=24)

VITAL = (
    "db.Cache.blks_hit",
    "db.IO.blks_read",
    "db.IO.storage_blks_read",
    "db.IO.orcache_blks_hit",
    "db.Transactions.blocked_transactions",
    "db.Transactions.active_transactions",
    "db.Transactions.xact_*",
    "db.Transactions.oldest_*",
    "db.Transactions.trx_rseg_history_len",
    "db.Locks.num_blocked_sessions",
    "db.Locks.innodb_*",
    "db.Concurrency.deadlocks",
    "db.Temp.temp_*",
    "db.User.numbackends",
    "db.User.max_connections",
    "db.Users.Threads_*",
    "db.Users.max_connections",
    "db.state.idle_in_transaction_*",
    "os.memory.outOfMemoryKillCount",
    "os.memory.db.*",
    "os.general.*",
)
USEFUL = (*VITAL, "db.*", "os.cpuUtilization.*", "os.memory.*", "os.swap.*", "os.loadAverageMinute.*")
TIERS = {"vital": VITAL, "useful": USEFUL, "all": ("*",)}


def collect(target: Target) -> Iterator[Haul]:
    """Yield each instance's counters since the last run."""
    yield from target.each(measured(target), lambda instance: _instance(target, instance), series=_series)


def plan(target: Target) -> Iterator[Planned]:
    """Yield the calls of a poll: one for 15 counters; 200 counters are taken for what is not asked yet."""
    calls = once = 0
    for instance in measured(target):
        known = target.watermark(f"counters-offer:{instance.name}")
        counters = _wanted(target, known.state["units"]) if known else [""] * 200
        each = -(-len(counters) // QUERIES_A_CALL)
        calls += each
        once += 0 if target.watermark(_series(instance)) else 7 * each
    yield Planned("pi", "GetResourceMetrics", calls)
    if once:
        yield Planned("pi", "GetResourceMetrics", once, once=True)


def _series(instance: Instance) -> str:
    return f"counters:{instance.name}"


def _instance(target: Target, instance: Instance) -> Iterator[Haul]:
    units, news = _offered(target, instance)
    if news is not None:
        yield news
    wanted = _wanted(target, units)
    series = _series(instance)
    begin, end = span_to_read(target, instance, series, step=PERIOD, overlap=OVERLAP)
    while begin < end and not target.stopping():
        upto = min(begin + CHUNK, end)
        rows = [
            (at, name, value)
            for first in range(0, len(wanted), QUERIES_A_CALL)
            for name, at, value in _read(
                target, instance, wanted[first : first + QUERIES_A_CALL], begin, upto
            )
        ]
        span = Span(series, begin, upto, instance.cluster, instance.name, entries=len(rows))
        yield Haul(
            (_rows(instance, rows, units),) if rows else (),
            spans=(span,),
            watermarks={series: Watermark(upto)},
        )
        begin = upto


def _offered(target: Target, instance: Instance) -> tuple[Mapping[str, str], Haul | None]:
    """Return the unit of every counter that the instance offers, asked once an hour."""
    series = f"counters-offer:{instance.name}"
    known = target.watermark(series)
    if known is not None and not target.due(series, ASK_AGAIN):
        return known.state["units"], None
    units = {
        metric["Metric"].removesuffix(".avg"): str(metric.get("Unit") or "")
        for page in pages(
            target.client("pi").list_available_resource_metrics,
            "Metrics",
            MetricTypes=["os", "db"],
            **identity(instance),
        )
        for metric in page["Metrics"]
    }
    # db.load is a metric of this list too; it is read by its own collector
    units = {name: unit for name, unit in sorted(units.items()) if name.count(".") > 1}
    return units, Haul(watermarks={series: Watermark(target.now, {"units": units})})


def _wanted(target: Target, units: Mapping[str, str]) -> list[str]:
    patterns = TIERS[target.tier]
    return [name for name in units if any(fnmatchcase(name, pattern) for pattern in patterns)]


def _read(
    target: Target, instance: Instance, names: list[str], begin: datetime, end: datetime
) -> Iterator[tuple[str, int, float]]:
    for page in pages(
        target.client("pi").get_resource_metrics,
        "MetricList",
        MetricQueries=[{"Metric": f"{name}.avg"} for name in names],
        StartTime=begin,
        EndTime=end,
        PeriodInSeconds=int(PERIOD.total_seconds()),
        PeriodAlignment="START_TIME",
        **identity(instance),
    ):
        for series in page["MetricList"]:
            name = series["Key"]["Metric"].removesuffix(".avg")
            for at, value in points_of(series).items():
                yield name, at, value


def _rows(instance: Instance, rows: list[tuple[int, str, float]], units: Mapping[str, str]) -> Rows:
    count = len(rows)
    columns: dict[str, Any] = {
        "ts": [at * 1_000_000 for at, _, _ in rows],
        "namespace": [NAMESPACE] * count,
        "name": [name for _, name, _ in rows],
        "dimensions": [{"DBInstanceIdentifier": instance.name}] * count,
        "scope": ["instance"] * count,
        "statistic": ["Average"] * count,
        "period_s": [int(PERIOD.total_seconds())] * count,
        "unit": [units.get(name) or None for _, name, _ in rows],
        "value": [value for _, _, value in rows],
        "source": ["performance_insights"] * count,
    }
    return Rows("metrics", columns, instance.cluster, instance.name)


RESOURCE = "arn:{partition}:pi:{region}:{account}:metrics/rds/*"

COLLECTOR = Collector(
    name="performance_insights_counters",
    doc="Counters of the engine and its operating system, at 60 seconds, as Performance Insights keeps them.",
    tables=("metrics",),
    calls=(
        Call("pi", "GetResourceMetrics", RESOURCE),
        Call("pi", "ListAvailableResourceMetrics", RESOURCE),
    ),
    feeds=(
        Feed(15, "metrics", ("name", "value"), "Counters of engine and operating system."),
        Feed(29, "metrics", ("name", "value"), "Oldest transactions, slots and undo, by who holds them."),
        Feed(30, "metrics", ("name", "value"), "Memory of the database, out-of-memory kills."),
    ),
    collect=collect,
    plan=plan,
)
