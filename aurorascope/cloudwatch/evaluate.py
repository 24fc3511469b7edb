"""Rules over the store, published as metrics of our own with a heartbeat, so that CloudWatch can watch them.

A query that finds nothing for a cluster is a zero only where the store was told of that time (`coverage`);
where it was not, nothing is published, and the alarm treats that as its rule says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.aws.refusals import refusal_of
from aurorascope.rules.expand import NAMESPACE, Place
from aurorascope.rules.stored import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aurorascope.model.inventory import Cluster
    from aurorascope.model.rule import Rule
    from aurorascope.rules.history import Queryable

HEARTBEAT = "Heartbeat"
AT_ONCE = 1000
BACK_PERIODS = 3
COVERED = """
select account, region, cluster, max(covered_to) as until from coverage
where status is null or status != 'failed' group by all
"""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one rule for one cluster in one period."""

    place: Place
    rule: str
    cluster: str
    at: datetime
    value: float


def evaluate(
    rules: Iterable[Rule],
    store: Queryable,
    fleet: Mapping[Place, Sequence[Cluster]],
    now: datetime,
    wanted: Mapping[Place, Iterable[tuple[str, str]]],
) -> list[Point]:
    """Run the queries for their newest whole periods. `wanted` are the (rule, cluster) of each place."""
    until = {
        (row["account"], row["region"], row["cluster"]): row["until"].astimezone(UTC)
        for row in store.query(COVERED).to_pylist()
        if row["until"] is not None
    }
    meant = {(place, rule, cluster) for place, pairs in wanted.items() for rule, cluster in pairs}
    found: list[Point] = []
    for rule in rules:
        if rule.kind != "sql":
            continue
        end = _floor(now, rule.period_s)
        begin = end - timedelta(seconds=BACK_PERIODS * rule.period_s)
        values = {
            (Place(str(row["account"]), str(row["region"])), str(row["cluster"]), row["ts"]): row["value"]
            for row in rows_of(rule, store, begin, end)
        }
        found += [
            Point(place, rule.name, cluster, at.astimezone(UTC), float(value))  # type: ignore[attr-defined, arg-type]
            for (place, cluster, at), value in values.items()
            if (place, rule.name, cluster) in meant
        ]
        if "$begin" in rule.sql:
            had = {(place, cluster, at.astimezone(UTC)) for place, cluster, at in values}  # type: ignore[attr-defined]
            found += _zeros(rule, fleet, meant, until, had, begin, end)
    return sorted(found, key=lambda one: (one.place.account, one.place.region, one.rule, one.cluster, one.at))


def _zeros(
    rule: Rule,
    fleet: Mapping[Place, Sequence[Cluster]],
    meant: set[tuple[Place, str, str]],
    until: Mapping[tuple[str, str, str], datetime],
    had: set[tuple[Place, str, datetime]],
    begin: datetime,
    end: datetime,
) -> list[Point]:
    step = timedelta(seconds=rule.period_s)
    found = []
    for place, clusters in fleet.items():
        for cluster in clusters:
            known = until.get((place.account, place.region, cluster.name))
            at = begin
            while known is not None and at < end:
                told = at + step <= known
                if (
                    told
                    and (place, cluster.name, at) not in had
                    and (place, rule.name, cluster.name) in meant
                ):
                    found.append(Point(place, rule.name, cluster.name, at, 0.0))
                at += step
    return found


def _floor(moment: datetime, period_s: int) -> datetime:
    seconds = int(moment.timestamp()) // period_s * period_s
    return datetime.fromtimestamp(seconds, UTC)


def publish(client: Any, points: Sequence[Point], now: datetime) -> str:
    """Send the points of one place and a heartbeat; return why it was refused, '' where it was not."""
    data: list[dict[str, Any]] = [
        {
            "MetricName": one.rule,
            "Dimensions": [{"Name": "DBClusterIdentifier", "Value": one.cluster}],
            "Timestamp": one.at,
            "Value": one.value,
            "Unit": "None",
        }
        for one in points
    ]
    data.append({"MetricName": HEARTBEAT, "Timestamp": now, "Value": 1.0, "Unit": "Count"})
    try:
        for start in range(0, len(data), AT_ONCE):
            client.put_metric_data(Namespace=NAMESPACE, MetricData=data[start : start + AT_ONCE])
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        return refusal.sentence
    return ""
