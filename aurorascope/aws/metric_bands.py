"""The bands of our own anomaly alarms, as CloudWatch draws them: an alarm says of which metric and how wide.

A band is drawn anew whenever its model learns, so it is read as time goes on and never for the past: what the
alarm was compared with last week is not known afterwards.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.aws.metric_data import POINTS, QUERIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    Edges = tuple[int, float, float]  # a period's begin in seconds, lower and upper edge

OURS = "aurorascope-"  # the names of the alarms that `alerts push` makes begin so
EXPRESSION = re.compile(r"ANOMALY_DETECTION_BAND\((\w+)\s*,\s*(\d+(?:\.\d+)?)\)\Z")


@dataclass(frozen=True, slots=True)
class Band:
    """One band: a metric with its exact dimensions, statistic and period, and the width in deviations."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str
    period_s: int
    width: float


def list_bands(client: Any, clusters: Collection[str]) -> list[Band]:
    """Return the bands that our alarms on these clusters compare with."""
    found: set[Band] = set()
    pages = client.get_paginator("describe_alarms").paginate(
        AlarmNamePrefix=OURS, AlarmTypes=["MetricAlarm"], PaginationConfig={"PageSize": 100}
    )
    for alarm in (one for page in pages for one in page.get("MetricAlarms", ())):
        band = _band(alarm) if alarm.get("ThresholdMetricId") else None
        if band is not None and dict(band.dimensions).get("DBClusterIdentifier") in clusters:
            found.add(band)
    return sorted(found, key=lambda one: (one.name, one.dimensions, one.statistic, one.period_s, one.width))


def _band(alarm: dict[str, Any]) -> Band | None:
    queries = {one["Id"]: one for one in alarm.get("Metrics", ())}
    match = EXPRESSION.match(queries.get(alarm["ThresholdMetricId"], {}).get("Expression", ""))
    stat = queries.get(match[1], {}).get("MetricStat") if match else None
    if match is None or stat is None:
        return None
    dimensions = tuple(sorted((one["Name"], one["Value"]) for one in stat["Metric"].get("Dimensions", ())))
    metric = stat["Metric"]
    return Band(
        metric["Namespace"], metric["MetricName"], dimensions, stat["Stat"], stat["Period"], float(match[2])
    )


def read_bands(
    client: Any, bands: Sequence[Band], begin: datetime, end: datetime
) -> Iterator[tuple[Band, list[Edges]]]:
    """Yield each band with its edges; a moment for which not exactly two edges are told is left out."""
    for some in _batches(bands, (end - begin).total_seconds()):
        asked = {f"b{number}": band for number, band in enumerate(some)}
        queries = [query for name, band in asked.items() for query in _queries(name, band)]
        # metric math has no further pages: the batches keep below what one call returns
        page = client.get_metric_data(
            MetricDataQueries=queries, StartTime=begin, EndTime=end, ScanBy="TimestampAscending"
        )
        edges: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
        for result in page["MetricDataResults"]:
            for at, value in zip(result["Timestamps"], result["Values"], strict=True):
                edges[result["Id"]][int(at.timestamp())].append(value)
        last = int(end.timestamp())
        for name, band in asked.items():
            yield (
                band,
                [
                    (at, min(pair), max(pair))
                    for at, pair in sorted(edges[name].items())
                    if len(pair) == 2 and at + band.period_s <= last
                ],
            )


def _queries(name: str, band: Band) -> list[dict[str, Any]]:
    dimensions = [{"Name": key, "Value": value} for key, value in band.dimensions]
    metric = {"Namespace": band.namespace, "MetricName": band.name, "Dimensions": dimensions}
    stat = {"Metric": metric, "Period": band.period_s, "Stat": band.statistic}
    return [
        {"Id": f"of_{name}", "MetricStat": stat, "ReturnData": False},
        {"Id": name, "Expression": f"ANOMALY_DETECTION_BAND(of_{name}, {band.width:g})"},
    ]


def _batches(bands: Iterable[Band], seconds: float) -> Iterator[list[Band]]:
    batch: list[Band] = []
    points = 0.0
    for band in bands:
        size = 3 * max(1.0, seconds / band.period_s)
        if batch and (2 * len(batch) + 2 > QUERIES or points + size > POINTS):
            yield batch
            batch, points = [], 0.0
        batch.append(band)
        points += size
    if batch:
        yield batch
