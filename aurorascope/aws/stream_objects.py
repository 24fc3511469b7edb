"""Objects that a CloudWatch metric stream writes: a point a line of JSON, or OpenTelemetry 1.0.0 and 0.7.0.

OpenTelemetry's messages follow each other, each behind its length; how they are coded is in `protobuf`. A
summary's quantiles 0 and 1 are the minimum and the maximum, the others percentiles.
Source: AWS's pages on the formats of metric streams, OpenTelemetry's metrics.proto 1.0.0 and 0.7.0.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.aws.log_objects import NoLogObject, unpacked
from aurorascope.aws.protobuf import Fields, NotProtobuf, double, fields, messages, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PERIOD_S = 60  # JSON does not say it: metrics of AWS's own services have none that is shorter
NANO = 1_000_000_000
NAMES = {"min": "Minimum", "max": "Maximum", "sum": "Sum", "count": "SampleCount"}


class NoStreamObject(Exception):  # noqa: N818 - it says what the object is
    """An object that no metric stream wrote; the message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class StreamPoint:
    """One point of one metric; `values` are its statistics as CloudWatch names them."""

    account: str
    region: str
    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    ts_s: int
    unit: str
    values: Mapping[str, float]
    period_s: int = PERIOD_S


def points_of(content: bytes) -> Iterator[StreamPoint]:
    """Yield the points of an object. Raises NoStreamObject where it holds something else."""
    try:
        data = unpacked(content)
    except NoLogObject as error:
        raise NoStreamObject(str(error)) from error
    if data[:64].lstrip()[:1] == b"{":
        yield from _lines(data)
        return
    try:
        for request in messages(data):
            yield from _request(fields(request))
    except NotProtobuf as error:
        raise NoStreamObject(f"it is neither JSON nor OpenTelemetry: {error}") from error


# -- JSON


def _lines(data: bytes) -> Iterator[StreamPoint]:
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield _point(json.loads(line))
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
            raise NoStreamObject(f"line {number} is no point of a metric stream") from error


def _point(said: Mapping[str, Any]) -> StreamPoint:
    return StreamPoint(
        str(said["account_id"]),
        str(said["region"]),
        str(said["namespace"]),
        str(said["metric_name"]),
        tuple(sorted((str(name), str(value)) for name, value in said["dimensions"].items())),
        int(said["timestamp"]) // 1000,
        str(said.get("unit") or ""),
        _finite({NAMES.get(name, name): float(value) for name, value in said["value"].items()}),
    )


def _finite(values: Mapping[str, float]) -> dict[str, float]:
    """Return the statistics that are numbers, with the mean, which a stream leaves to its reader."""
    found = {name: value for name, value in values.items() if math.isfinite(value)}
    count, total = found.get("SampleCount"), found.get("Sum")
    return found | ({"Average": total / count} if count and total is not None else {})


# -- OpenTelemetry: numbers are those of its .proto files


def _request(request: Fields) -> Iterator[StreamPoint]:
    for resource_metrics in request.messages(1):
        said = {
            key: value
            for resource in resource_metrics.messages(1)
            for attribute in resource.messages(1)
            for key, value in [_attribute(attribute)]
        }
        place = (str(said.get("cloud.account.id", "")), str(said.get("cloud.region", "")))
        for scope in resource_metrics.messages(2):
            for metric in scope.messages(2):
                unit = text(metric.first(3))
                for summary in metric.messages(11):
                    for point in summary.messages(1):
                        yield _summary(point, place, unit)


def _summary(point: Fields, place: tuple[str, str], unit: str) -> StreamPoint:
    said = dict(_attribute(it) for it in point.messages(7))  # 1.0.0
    labels = {text(it.first(1)): text(it.first(2)) for it in point.messages(1)}  # 0.7.0
    said |= labels
    named = said.get("Dimensions")
    if not isinstance(named, dict):
        named = {key: value for key, value in labels.items() if key not in {"Namespace", "MetricName"}}
    begin, end = (_whole(point.first(number)) // NANO for number in (2, 3))
    if not said.get("MetricName") or end <= begin:
        raise NotProtobuf("a point without a name or a period")
    values = {"SampleCount": float(_whole(point.first(4))), "Sum": double(point.first(5))}
    for quantile in point.messages(6):
        values[_statistic(double(quantile.first(1)))] = double(quantile.first(2))
    return StreamPoint(
        *place,
        str(said.get("Namespace", "")),
        str(said["MetricName"]),
        tuple(sorted((str(key), str(value)) for key, value in named.items())),
        begin,
        unit,
        _finite(values),
        end - begin,
    )


def _statistic(quantile: float) -> str:
    if quantile in {0.0, 1.0}:
        return "Maximum" if quantile else "Minimum"
    return f"p{round(quantile * 100, 6):g}"


def _attribute(pair: Fields) -> tuple[str, str | dict[str, str]]:
    """Return a key and its value: a text, or a list of keys and texts."""
    value = pair.message(2)
    for listed in value.messages(6):
        return text(pair.first(1)), {
            text(it.first(1)): text(it.message(2).first(1)) for it in listed.messages(1)
        }
    return text(pair.first(1)), text(value.first(1))


def _whole(value: int | bytes | None) -> int:
    return value if isinstance(value, int) else 0
