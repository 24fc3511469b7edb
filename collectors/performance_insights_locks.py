"""Performance Insights' lock trees: a snapshot of who waits for whom for each minute in which anybody did.

Where lock analysis is on (Aurora PostgreSQL, Database Insights Advanced) the load by blocking session says
when to look. A snapshot is asked for by the second at which it was taken; those are some fifteen seconds
apart, so a minute's first seconds are tried until one is known, and from then on those of the same beat.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.aws.lock_trees import TOLD, Node, NoLockTree, nodes_of
from aurorascope.aws.performance_insights import (
    KEYS_A_GROUP,
    LOAD,
    identity,
    measured,
    offered,
    pages,
    points_of,
    span_to_read,
)
from aurorascope.aws.refusals import error_code
from aurorascope.model.collector import Call, Collector, Feed, Planned
from aurorascope.model.haul import Haul, Rows, Span, SqlText, Watermark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from aurorascope.model.collector import Target
    from aurorascope.model.inventory import Instance

GROUP, SNAPSHOT = "db.blocking_session", "db.lock_snapshot"
MINUTE = timedelta(seconds=60)
BACK = timedelta(hours=1)  # `[collectors.performance_insights_locks] back_hours` says more
TOGETHER = timedelta(minutes=5)
BEAT_S = 15
MISSES = 3
UNKNOWN = "InvalidArgumentException"  # said of a second at which no snapshot was taken


def collect(target: Target) -> Iterator[Haul]:
    """Yield the snapshots of each instance since the last run."""
    yield from target.each(measured(target), lambda instance: _instance(target, instance), series=_series)


def plan(target: Target) -> Iterator[Planned]:
    """Yield a look an instance that may have lock trees; how many snapshots there are, locks decide."""
    marks = (target.watermark(f"offer:{instance.name}") for instance in measured(target))
    able = sum(mark is None or GROUP in mark.state["groups"] for mark in marks)
    yield Planned("pi", "GetResourceMetrics", able)
    yield Planned("pi", "GetDimensionKeyDetails", able)


def _series(instance: Instance) -> str:
    return f"locks:{instance.name}"


def _instance(target: Target, instance: Instance) -> Iterator[Haul]:
    offer, news = offered(target, instance)
    if news is not None:
        yield news
    if GROUP not in offer["groups"]:
        return
    series = _series(instance)
    begin, end = span_to_read(target, instance, series, step=MINUTE, overlap=timedelta(0))
    if target.watermark(series) is None and target.since is None:
        hours = float(target.options.get("back_hours", BACK.total_seconds() / 3600))
        begin = max(begin, end - timedelta(hours=hours))
    trees = Trees(target, instance)
    while begin < end and not target.stopping():
        upto = min(begin + TOGETHER, end)
        for seconds in _blocked(target, instance, begin, upto):
            trees.look(seconds)
        status, reason = ("partial", trees.problem) if trees.problem else ("complete", "")
        span = Span(
            series, begin, upto, instance.cluster, instance.name, status, reason, entries=len(trees.found)
        )
        yield Haul(trees.as_rows(), spans=(span,), watermarks={series: Watermark(upto)})
        begin = upto


def _blocked(target: Target, instance: Instance, begin: datetime, end: datetime) -> Iterator[list[int]]:
    """Yield, for each minute in which a session blocked others, the seconds in which one did."""
    minutes = _seconds(target, instance, begin, end, 60)
    if not minutes:
        return
    seconds = _seconds(target, instance, begin, end, 1)
    for minute in minutes:
        if within := [it for it in seconds if minute <= it < minute + 60]:
            yield within


def _seconds(target: Target, instance: Instance, begin: datetime, end: datetime, period: int) -> list[int]:
    found: set[int] = set()
    for page in pages(
        target.client("pi").get_resource_metrics,
        "MetricList",
        MetricQueries=[{"Metric": LOAD, "GroupBy": {"Group": GROUP, "Limit": KEYS_A_GROUP}}],
        StartTime=begin,
        EndTime=end,
        PeriodInSeconds=period,
        PeriodAlignment="START_TIME",
        **identity(instance),
    ):
        for series in page["MetricList"]:
            if series["Key"].get("Dimensions"):
                found |= {at for at, aas in points_of(series).items() if aas > 0}
    return sorted(found)


class Trees:
    """The snapshots of one instance, as rows of `lock_trees`."""

    def __init__(self, target: Target, instance: Instance) -> None:
        self._target, self._instance = target, instance
        self._beat: int | None = None
        self._misses = 0
        self.found: list[tuple[int, Node]] = []
        self.problem = ""

    def look(self, seconds: list[int]) -> None:
        """Take the first snapshot of a minute; where whole beats of seconds know none, no more is asked."""
        if self._misses >= MISSES:
            return
        on_beat = [it for it in seconds if it % BEAT_S == self._beat]
        for at in [*on_beat, *(it for it in seconds if it not in on_beat)][:BEAT_S]:
            text = self._snapshot(at)
            if text is not None:
                self._beat = at % BEAT_S
                try:
                    self.found += [(at, node) for node in nodes_of(text)]
                except NoLockTree as error:
                    self.problem = str(error)
                return
        self._misses += len(seconds) >= BEAT_S

    def _snapshot(self, at: int) -> str | None:
        try:
            answer = self._target.client("pi").get_dimension_key_details(
                Group=SNAPSHOT,
                GroupIdentifier=str(at),
                RequestedDimensions=["lock_trees"],
                **identity(self._instance),
            )
        except Exception as error:
            if error_code(error) == UNKNOWN:
                return None
            raise
        for detail in answer.get("Dimensions", ()):
            if detail.get("Status") == "AVAILABLE" and detail.get("Value"):
                return str(detail["Value"])
        return None

    def as_rows(self) -> tuple[Rows, ...]:
        """Return what was found since the last time."""
        found, self.found = self.found, []
        if not found:
            return ()
        columns: dict[str, list[Any]] = {
            "ts": [at * 1_000_000 for at, _ in found],
            "tree_id": [node.tree for _, node in found],
            "path": [node.path for _, node in found],
            "pid": [node.pid for _, node in found],
            "blocked_by": [node.blocked_by for _, node in found],
            "root_pid": [node.root for _, node in found],
            "depth": [node.depth for _, node in found],
            "wait_us": [node.wait_us for _, node in found],
            "sql": [node.sql for _, node in found],
            **{name: [node.told(name) for _, node in found] for name in TOLD},
            "said": [node.said for _, node in found],
        }
        it = self._instance
        sql = (SqlText("sql", "fingerprint"),)
        return (Rows("lock_trees", columns, it.cluster, it.name, it.engine, sql, private=("said",)),)


RESOURCE = "arn:{partition}:pi:{region}:{account}:metrics/rds/*"

COLLECTOR = Collector(
    name="performance_insights_locks",
    doc="Lock trees, a snapshot for each minute in which a session waited, where lock analysis is on.",
    tables=("lock_trees",),
    calls=(
        Call("pi", "GetResourceMetrics", RESOURCE),
        Call("pi", "GetDimensionKeyDetails", RESOURCE),
        Call("pi", "ListAvailableResourceDimensions", RESOURCE),
        Call("pi", "ListAvailableResourceMetrics", RESOURCE),
    ),
    feeds=(
        Feed(
            15,
            "lock_trees",
            ("ts", "pid", "blocked_by", "root_pid", "depth", "wait_us", "state", "fingerprint"),
            "Lock trees.",
        ),
    ),
    collect=collect,
    plan=plan,
)
