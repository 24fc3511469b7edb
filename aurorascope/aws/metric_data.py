"""GetMetricData in batches that bill least, read to their end: pages, partial data, errors of single metrics.

All statistics of one metric go into one call, where they are billed as one. No unit is sent: one that does
not match gives nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

QUERIES = 500  # of one call
POINTS = 100_800  # of one call; more come in further pages
TRIES = 3

# How long CloudWatch keeps points, by their period.
KEPT = ((60, timedelta(days=15)), (300, timedelta(days=63)), (3600, timedelta(days=455)))


@dataclass(frozen=True, slots=True)
class Query:
    """One metric with its exact dimensions, and what to read of it."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    statistics: tuple[str, ...]
    period_s: int


@dataclass(slots=True)
class Answer:
    """A metric's points by statistic, as (seconds since 1970, value); `problem` says why some are missing."""

    query: Query
    points: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    problem: str = ""


def period_that_fits(age: timedelta, native_s: int) -> int | None:
    """Return the shortest period that CloudWatch still keeps of points so old; None beyond 455 days."""
    for period, kept in KEPT:
        if period >= native_s and age <= kept:
            return period
    return None


def batches(queries: Iterable[Query], begin: datetime, end: datetime) -> Iterator[list[Query]]:
    """Part queries so that each call stays within the limits of queries and points."""
    batch: list[Query] = []
    count = points = 0
    for query in queries:
        more = len(query.statistics)
        size = more * max(1, int((end - begin).total_seconds()) // query.period_s)
        if batch and (count + more > QUERIES or points + size > POINTS):
            yield batch
            batch, count, points = [], 0, 0
        batch.append(query)
        count += more
        points += size
    if batch:
        yield batch


def read(client: Any, queries: Sequence[Query], begin: datetime, end: datetime) -> list[Answer]:
    """Read one batch to its end; a metric that AWS could not answer is asked for again, alone of its kind."""
    answers = {place: Answer(query) for place, query in enumerate(queries)}
    left = list(answers)
    for _ in range(TRIES):
        left = _once(client, answers, left, begin, end)
        if not left:
            break
    return list(answers.values())


def _once(
    client: Any, answers: dict[int, Answer], places: list[int], begin: datetime, end: datetime
) -> list[int]:
    """Make one call with all its pages; return the places that must be asked for again."""
    asked = {
        f"m{place}_{number}": (place, statistic)
        for place in places
        for number, statistic in enumerate(answers[place].query.statistics)
    }
    for place in places:
        answers[place].points, answers[place].problem = {}, ""
    request = {
        "MetricDataQueries": [
            _query(answers[place].query, i, statistic) for i, (place, statistic) in asked.items()
        ],
        "StartTime": begin,
        "EndTime": end,
        "ScanBy": "TimestampAscending",
    }
    status: dict[str, str] = {}
    said: dict[str, str] = {}
    token = None
    while True:
        page = client.get_metric_data(**request, **({"NextToken": token} if token else {}))
        for result in page["MetricDataResults"]:
            place, statistic = asked[result["Id"]]
            points = answers[place].points.setdefault(statistic, [])
            points += zip(map(_seconds, result["Timestamps"]), result["Values"], strict=True)
            status[result["Id"]] = result.get("StatusCode", "Complete")
            for message in result.get("Messages") or ():
                said[result["Id"]] = f"{message.get('Code', '')}: {message.get('Value', '')}"
        token = page.get("NextToken")
        if not token:
            break
    again = []
    for i, (place, _) in asked.items():
        code = status.get(i, "InternalError")
        if code == "Complete":
            continue
        answers[place].problem = f"GetMetricData answered {code} {said.get(i, '')}".rstrip()
        if code != "Forbidden" and place not in again:
            again.append(place)
    return again


def _query(query: Query, identifier: str, statistic: str) -> dict[str, Any]:
    dimensions = [{"Name": name, "Value": value} for name, value in query.dimensions]
    metric = {"Namespace": query.namespace, "MetricName": query.name, "Dimensions": dimensions}
    return {
        "Id": identifier,
        "MetricStat": {"Metric": metric, "Period": query.period_s, "Stat": statistic},
        "ReturnData": True,
    }


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
