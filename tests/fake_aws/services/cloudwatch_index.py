"""The metrics of a Region by name and exact dimension set, and their points as they can be seen now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fake_aws.call import Call
from fake_aws.faults import Faults
from fake_aws.world import NO_POINTS, Points, Series

Key = tuple[str, str, frozenset[tuple[str, str]]]
_INSTANCE = "DBInstanceIdentifier"


@dataclass(frozen=True)
class Index:
    """Every series of a place, findable."""

    series: Sequence[Series]
    by_key: dict[Key, Series]


def index(call: Call) -> Index:
    """Return the index of this account and Region; made anew when the World has more series than before."""
    series = call.world.series(call.account, call.region)
    known: Index | None = call.state.get("metrics")
    if known is None or len(known.series) != len(series):
        by_key = {(each.namespace, each.name, frozenset(each.dimensions)): each for each in series}
        known = call.state["metrics"] = Index(series, by_key)
    return known


def visible(call: Call, series: Series, start_s: int, end_s: int) -> Points:
    """Return the points within [start_s, end_s) that can be read now, every column filled in."""
    points = call.world.points(call.account, call.region, series, start_s, end_s)
    first, last = np.searchsorted(points.times, (start_s, min(end_s, _until(call, series))))
    if first >= last:
        return NO_POINTS
    cut = slice(first, last)
    times = points.times[cut]
    seen_from = times + series.period_s if points.visible_from is None else points.visible_from[cut]
    seen = seen_from + _lateness(call.faults, series, times) <= call.now
    rows: slice | np.ndarray = cut if seen.all() else np.flatnonzero(seen) + first
    return _settling(call, series, _filled(points, rows))


def _until(call: Call, series: Series) -> int:
    """Return the moment from which a deleted instance measures nothing."""
    if not call.faults.gone:
        return 1 << 62
    name = dict(series.dimensions).get(_INSTANCE, "")
    return int(call.faults.gone.get((call.account, call.region, name), 1 << 62))


def _lateness(faults: Faults, series: Series, times: np.ndarray) -> np.ndarray | int:
    """Return how late each point is: always the same ones, whoever asks and however often."""
    if not faults.late_share:
        return 0
    seed = faults.lateness_seed(f"{series.name}{series.dimensions}")
    chance = ((times // 60 * 2_654_435_761 + seed) % 65_536) / 65_536
    return np.where(chance < faults.late_share, faults.late_s, 0)


def _settling(call: Call, series: Series, points: Points) -> Points:
    """Return the points with the newest of them made of half their samples, if a fault wants that."""
    settled = points.times + series.period_s + call.faults.unsettled_s <= call.now
    if not call.faults.unsettled_s or settled.all() or points.sum is None or points.count is None:
        return points
    share = np.where(settled, 1.0, 0.5)
    return replace(
        points,
        maximum=np.where(settled, points.maximum, points.average),
        sum=points.sum * share,
        count=points.count * share,
    )


def _filled(points: Points, rows: slice | np.ndarray) -> Points:
    average = points.average[rows]
    count = np.ones_like(average) if points.count is None else points.count[rows]
    return Points(
        times=points.times[rows],
        average=average,
        minimum=average if points.minimum is None else points.minimum[rows],
        maximum=average if points.maximum is None else points.maximum[rows],
        sum=average * count if points.sum is None else points.sum[rows],
        count=count,
    )
