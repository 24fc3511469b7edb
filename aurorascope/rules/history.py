"""The history that rules are tried on: series of `metrics` on an even grid, and where it is known.

What a series lacks because nobody collected is not missing data of CloudWatch, so a replay runs only over
the hours in which the Region was collected at that period, and never before a cluster's own first point.
A series is taken at the rule's period as it was collected. Where only a shorter period was, Minimum,
Maximum, Sum and SampleCount are put together exactly, and Average with its SampleCount; nothing else is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from aurorascope.rules.expand import Series

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Key = tuple[str, str, tuple[tuple[str, str], ...]]
    Points = dict[int, tuple[NDArray[np.int64], Values]]

HOUR = 3600
SHARED = {"Maximum": np.fmax, "Minimum": np.fmin, "Sum": np.add, "SampleCount": np.add}

POINTS = """
select account, region, dimensions, period_s, cast(epoch(ts) as bigint) as at,
       arg_max(value, observed_at) as value
from metrics
where namespace = $namespace and name = $name and statistic = $statistic and ts >= $begin and ts < $end
group by all
"""
ROLES = """
select account, region, cluster, instance, role,
       cast(epoch(valid_from) as bigint) as first_at, cast(epoch(valid_to) as bigint) as last_at
from roles where role is not null order by all
"""
LOGS = """
select account, region, cluster, cast(epoch(min(covered_from)) as bigint) as first_at,
       cast(epoch(max(covered_to)) as bigint) as last_at
from coverage
where covered_to >= $begin and covered_from < $end and route is distinct from 'api'
  and status is distinct from 'failed'
group by all
"""
HOURS = """
select account, region, period_s, cast(epoch(time_bucket(interval 1 hour, ts)) as bigint) as hour,
       cast(epoch(min(ts)) as bigint) as first_at, cast(epoch(max(ts)) as bigint) as last_at
from metrics where namespace = 'AWS/RDS' and ts >= $begin and ts < $end group by all order by hour
"""


class Queryable(Protocol):
    """One version of a store."""

    def query(self, sql: str, params: Mapping[str, object] = ...) -> pa.Table:
        """Run one SELECT with named values and return its rows."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Periods of one length: `begin` and `end` in epoch seconds, both on a period's edge."""

    begin: int
    end: int
    period_s: int

    def __len__(self) -> int:
        """Return how many periods there are."""
        return max(0, (self.end - self.begin) // self.period_s)


class NotKnownError(Exception):
    """A series cannot be had as CloudWatch would see it; the text says why."""


class History:
    """What a store knows between two moments; the points of one metric and statistic are read at once."""

    def __init__(self, store: Queryable, begin: datetime, end: datetime) -> None:
        self.store = store
        self.begin, self.end = begin, end
        self._points: dict[tuple[str, str, str], dict[Key, Points]] = {}
        self._covered: dict[tuple[str, str, int], list[tuple[int, int]]] | None = None
        self._roles: dict[tuple[str, str, str, str], list[tuple[str, int, int]]] | None = None
        self._logs: dict[tuple[str, str, str], tuple[int, int]] | None = None
        self.by_role: set[Series] = set()  # series that were put together from those of instances
        self.queried: dict[str, list[dict[str, object]]] = {}  # rows of rules that are queries, by rule

    def points(self, series: Series, account: str, region: str) -> Points:
        """Return the points of a series by their period: times (epoch seconds, ascending) and values."""
        kind = (series.namespace, series.metric, series.statistic)
        if kind not in self._points:
            self._points[kind] = self._read(*kind)
        found = self._points[kind].get((account, region, series.dimensions), {})
        return found or self._of_role(series, account, region)

    def _of_role(self, series: Series, account: str, region: str) -> Points:
        """Put a role's series together from its instances'; nothing where that would not be exact.

        One writer's points are the role's. Of several readers Minimum, Maximum, Sum and SampleCount follow
        from theirs, an average or a percentile does not.
        """
        dimensions = dict(series.dimensions)
        if set(dimensions) != {"DBClusterIdentifier", "Role"}:
            return {}
        cluster, role = dimensions["DBClusterIdentifier"], dimensions["Role"].lower()
        joined = SHARED.get(series.statistic, np.fmax if role == "writer" else None)
        if joined is None:
            return {}
        parts: dict[int, list[tuple[NDArray[np.int64], Values]]] = {}
        for instance, begin, end in self.roles(account, region, cluster, role):
            dimension = (("DBInstanceIdentifier", instance),)
            own = Series(series.id, series.namespace, series.metric, dimension, series.statistic)
            for period, (times, values) in self.points(own, account, region).items():
                inside = (times >= begin // period * period) & (times < end)
                parts.setdefault(period, []).append((times[inside], values[inside]))
        found = {period: _together(some, joined) for period, some in parts.items()}
        found = {period: points for period, points in found.items() if points[0].size}
        if found:
            self.by_role.add(series)
            kind = (series.namespace, series.metric, series.statistic)
            self._points[kind][account, region, series.dimensions] = found
        return found

    def roles(self, account: str, region: str, cluster: str, role: str) -> list[tuple[str, int, int]]:
        """Return who had a role in a cluster, from when until when (epoch seconds).

        An instance's first known role holds before it was first seen: nothing tells of another one.
        """
        if self._roles is None:
            self._roles = {}
            rows = self.store.query(ROLES).to_pylist()
            first: dict[tuple[str, str, str], int] = {}
            for row in rows:
                name = (row["account"], row["region"], row["instance"])
                first[name] = min(first.get(name, row["first_at"] or 0), row["first_at"] or 0)
            for row in rows:
                begin = row["first_at"] or 0
                if begin == first[row["account"], row["region"], row["instance"]]:
                    begin = 0
                end = row["last_at"] if row["last_at"] is not None else 1 << 62
                key = (row["account"], row["region"], row["cluster"], row["role"])
                self._roles.setdefault(key, []).append((row["instance"], begin, end))
        return self._roles.get((account, region, cluster, role), [])

    def forget(self) -> None:
        """Let go of what was read: the next rules read other metrics."""
        self._points.clear()

    def _read(self, namespace: str, name: str, statistic: str) -> dict[Key, Points]:
        params = {"namespace": namespace, "name": name, "statistic": statistic}
        table = self.store.query(POINTS, {**params, "begin": self.begin, "end": self.end})
        found: dict[Key, Points] = {}
        if table.num_rows == 0:
            return found
        columns = ("account", "region", "dimensions", "period_s")
        codes = [table.column(column).combine_chunks().dictionary_encode() for column in columns]
        place = np.zeros(table.num_rows, np.int64)
        for code in codes:
            place = place * len(code.dictionary) + code.indices.to_numpy()
        at = table.column("at").to_numpy()
        value = table.column("value").to_numpy().astype(np.float64)
        order = np.lexsort((at, place))
        edges = np.flatnonzero(np.diff(place[order])) + 1
        for rows in np.split(order, edges):
            account, region, dimensions, period = (
                code.dictionary[code.indices[int(rows[0])].as_py()].as_py() for code in codes
            )
            key = (account, region, tuple(sorted(json.loads(dimensions or "{}").items())))
            found.setdefault(key, {})[int(period)] = (at[rows], value[rows])
        return found

    def covered(self, account: str, region: str, period_s: int) -> list[tuple[int, int]]:
        """Return the stretches in which a Region was collected at a period, in epoch seconds."""
        if self._covered is None:
            self._covered = {}
            table = self.store.query(HOURS, {"begin": self.begin, "end": self.end})
            for row in table.to_pylist():
                stretches = self._covered.setdefault((row["account"], row["region"], row["period_s"]), [])
                first, last = row["first_at"], row["last_at"] + row["period_s"]
                if stretches and first - stretches[-1][1] <= HOUR:
                    stretches[-1] = (stretches[-1][0], max(last, stretches[-1][1]))
                else:
                    stretches.append((first, last))
        return self._covered.get((account, region, period_s), [])

    def logs(self) -> dict[tuple[str, str, str], tuple[int, int]]:
        """Return from when until when each cluster's logs were taken in."""
        if self._logs is None:
            table = self.store.query(LOGS, {"begin": self.begin, "end": self.end})
            self._logs = {
                (row["account"], row["region"], row["cluster"]): (row["first_at"], row["last_at"])
                for row in table.to_pylist()
                if row["first_at"] is not None and row["last_at"] is not None
            }
        return self._logs

    def source_period(self, series: Series, account: str, region: str, period_s: int) -> int:
        """Return the collected period that a series is taken from. Raises NotKnownError."""
        held = self.points(series, account, region)
        if not held:
            raise NotKnownError("no data")
        if period_s in held:
            return period_s
        shorter = [one for one in held if period_s % one == 0]
        if not shorter:
            longer = ", ".join(f"{one} s" for one in sorted(held))
            raise NotKnownError(f"the rule's period is {period_s} s, collected was {longer}")
        if series.statistic in SHARED:
            return max(shorter)
        counts = Series(series.id, series.namespace, series.metric, series.dimensions, "SampleCount")
        counted = [one for one in shorter if one in self.points(counts, account, region)]
        if series.statistic != "Average" or not counted:
            raise NotKnownError(
                f"{series.statistic} of {period_s} s cannot be made from points of {max(shorter)} s"
            )
        return max(counted)

    def on(self, series: Series, account: str, region: str, grid: Grid) -> Values:
        """Return a series on a grid; NaN is missing. Raises NotKnownError."""
        source = self.source_period(series, account, region, grid.period_s)
        times, values = self.points(series, account, region)[source]
        if source == grid.period_s:
            return spread(times, values, grid)
        if series.statistic in SHARED:
            return gathered(times, values, grid, series.statistic)
        counts = Series(series.id, series.namespace, series.metric, series.dimensions, "SampleCount")
        many_at, many = self.points(counts, account, region)[source]
        fine = Grid(grid.begin, grid.end, source)
        weight = spread(many_at, many, fine)
        products = spread(times, values, fine) * weight
        weight = np.where(np.isnan(products), np.nan, weight)
        starts = np.arange(len(fine), dtype=np.int64) * source + grid.begin
        total = gathered(starts, products, grid, "Sum")
        with np.errstate(invalid="ignore", divide="ignore"):
            return total / gathered(starts, weight, grid, "Sum")


def _together(
    parts: list[tuple[NDArray[np.int64], Values]], joined: np.ufunc
) -> tuple[NDArray[np.int64], Values]:
    """Join the points of several instances at the same moments."""
    times = np.concatenate([one for one, _ in parts])
    values = np.concatenate([one for _, one in parts])
    order = np.argsort(times, kind="stable")
    times, values = times[order], values[order]
    if not times.size:
        return times, values
    edges = np.flatnonzero(np.diff(times, prepend=times[0] - 1))
    return times[edges], joined.reduceat(values, edges)


def spread(times: NDArray[np.int64], values: Values, grid: Grid) -> Values:
    """Put points on a grid of their own period."""
    found = np.full(len(grid), np.nan)
    places = (times - grid.begin) // grid.period_s
    inside = (places >= 0) & (places < len(grid))
    found[places[inside]] = values[inside]
    return found


def gathered(times: NDArray[np.int64], values: Values, grid: Grid, statistic: str) -> Values:
    """Put points of a shorter period together; a period without any is missing."""
    places = (times - grid.begin) // grid.period_s
    inside = (places >= 0) & (places < len(grid)) & ~np.isnan(values)
    joined = SHARED[statistic]
    empty = 0.0 if joined is np.add else np.nan
    found = np.full(len(grid), empty)
    joined.at(found, places[inside], values[inside])
    seen = np.zeros(len(grid), bool)
    seen[places[inside]] = True
    return np.where(seen, found, np.nan)
