"""How much of a period the store has of each cluster, by source: what a verdict stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aurorascope.insight.views import Queryable

Place = tuple[str, str, str]
NEAR = timedelta(hours=1)
"""A log's silence of this length is no gap: a quiet server writes little."""
BEFORE = timedelta(days=7)
SPANS = """
select account, region, cluster, instance, coalesce(log_kind, collector) as covered,
    log_kind is not null as is_log, covered_from, covered_to,
    truncated or status not in ('complete', 'unread') as partial
from coverage
where covered_from < $end and covered_to >= $before
order by covered_from
"""
HOURS = """
select account, region, cluster, count(distinct time_slot(ts, 3600)) as hours
from metrics where ts >= $begin and ts < $end and cluster is not null group by all
"""
HAD_METRICS = """
select distinct account, region, cluster from metrics
where ts >= $before and ts < $begin and cluster is not null
"""
INVENTORY = """
select account, region, resource_name as cluster, min(valid_from) as first_at
from topology where resource_type = 'cluster' group by all
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the period, 0 to 1; None for a source that it did not have in the week before either.

    `inventory` says whether the cluster was ever described; `inventory_at` is when first, where that is after
    the period.
    """

    logs: float | None = None
    metrics: float | None = None
    partial: int = 0
    inventory: bool = False
    inventory_at: datetime | None = None

    @property
    def share(self) -> float:
        """The least share of the sources that the cluster has; 0 where it has none."""
        held = [share for share in (self.logs, self.metrics) if share is not None]
        return min(held, default=0.0)


def covered(snapshot: Queryable, begin: datetime, end: datetime) -> dict[Place, Coverage]:
    """Return the coverage of every cluster that logs or metrics tell of."""
    values: dict[str, object] = {"begin": begin, "end": end, "before": begin - BEFORE}

    def rows(sql: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = snapshot.query(
            sql, {name: value for name, value in values.items() if f"${name}" in sql}
        ).to_pylist()
        return found

    logs: dict[Place, dict[tuple[str, str], list[tuple[datetime, datetime]]]] = {}
    partial: dict[Place, int] = {}
    for row in rows(SPANS):
        place = _place(row)
        if row["is_log"] and place[2]:
            own = logs.setdefault(place, {}).setdefault((str(row["instance"]), str(row["covered"])), [])
            own.append((row["covered_from"], row["covered_to"]))
        if row["partial"] and row["covered_to"] >= begin and place[2]:
            partial[place] = partial.get(place, 0) + 1
    whole = max((end - begin) / timedelta(hours=1), 1)
    metrics = {_place(row): min(int(row["hours"]) / whole, 1.0) for row in rows(HOURS)}
    metrics = dict.fromkeys((_place(row) for row in rows(HAD_METRICS)), 0.0) | metrics
    described = {_place(row): row["first_at"] for row in rows(INVENTORY)}
    return {
        place: Coverage(
            max(_share(spans, begin, end) for spans in logs[place].values()) if place in logs else None,
            metrics.get(place),
            partial.get(place, 0),
            place in described,
            described[place].astimezone(UTC) if place in described and described[place] >= end else None,
        )
        for place in logs.keys() | metrics.keys()
    }


def _place(row: dict[str, Any]) -> Place:
    return str(row["account"] or ""), str(row["region"] or ""), str(row["cluster"] or "")


def _share(spans: Iterable[tuple[datetime, datetime]], begin: datetime, end: datetime) -> float:
    """The share of the period within the spans; they are in order, and what is near is joined."""
    held = timedelta()
    reached = begin
    for start, stop in spans:
        since = max(start, begin)
        if since - reached <= NEAR:
            since = reached
        until = min(stop, end)
        if end - until <= NEAR:
            until = end
        if until > since:
            held += until - max(since, reached)
            reached = max(reached, until)
    return min(held / (end - begin), 1.0) if end > begin else 0.0
