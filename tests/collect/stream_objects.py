"""Objects as a metric stream writes them, in JSON and both OpenTelemetry formats: made here, seen nowhere."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping

from fake_aws.small_fleet import ACCOUNT, REGION

Dimensions = Mapping[str, str]
Point = tuple[str, Dimensions, int, Mapping[str, float]]  # name, dimensions, second, value


def json_object(points: Iterable[Point], account: str = ACCOUNT, namespace: str = "AWS/RDS") -> bytes:
    """Return a line a point."""
    return b"".join(
        json.dumps({
            "metric_stream_name": "to-s3", "account_id": account, "region": REGION, "namespace": namespace,
            "metric_name": name, "dimensions": dict(dimensions), "timestamp": at * 1000, "value": dict(value),
            "unit": "Percent",
        }).encode() + b"\n"
        for name, dimensions, at, value in points
    )  # fmt: skip


def varint(value: int) -> bytes:
    """Return a number in seven bits a byte."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def framed(number: int, content: bytes | str) -> bytes:
    """Return a field that holds a text or a message."""
    held = content.encode() if isinstance(content, str) else content
    return varint(number << 3 | 2) + varint(len(held)) + held


def eight(number: int, value: float) -> bytes:
    """Return a field of eight bytes: a fixed integer or a double."""
    packed = struct.pack("<Q", value) if isinstance(value, int) else struct.pack("<d", value)
    return varint(number << 3 | 1) + packed


def pair(key: str, value: bytes) -> bytes:
    """Return a KeyValue of 1.0.0."""
    return framed(1, key) + framed(2, value)


def otel_object(points: Iterable[Point], *, old: bool = False) -> bytes:
    """Return a request for each point; `old` is 0.7.0, which has labels instead of attributes."""
    resource = b"".join(
        framed(1, pair(key, framed(1, value)))
        for key, value in (
            ("cloud.provider", "aws"),
            ("cloud.account.id", ACCOUNT),
            ("cloud.region", REGION),
        )
    )
    out = b""
    for name, dimensions, at, value in points:
        metric = framed(1, f"amazonaws.com/AWS/RDS/{name}") + framed(3, "%")
        metric += framed(11, framed(1, _summary(name, dimensions, at, value, old=old)))
        request = framed(1, framed(1, resource) + framed(2, framed(2, metric)))
        out += varint(len(request)) + request
    return out


def _summary(name: str, dimensions: Dimensions, at: int, value: Mapping[str, float], *, old: bool) -> bytes:
    if old:
        named = {"Namespace": "AWS/RDS", "MetricName": name, **dimensions}
        out = b"".join(framed(1, framed(1, key) + framed(2, text)) for key, text in named.items())
    else:
        listed = b"".join(framed(1, pair(key, framed(1, text))) for key, text in dimensions.items())
        out = framed(7, pair("Namespace", framed(1, "AWS/RDS")))
        out += framed(7, pair("MetricName", framed(1, name)))
        out += framed(7, pair("Dimensions", framed(6, listed)))
    out += eight(2, at * 10**9) + eight(3, (at + 60) * 10**9)
    out += eight(4, int(value["count"])) + eight(5, float(value["sum"]))
    quantiles = {"min": 0.0, "p99": 0.99, "p99.9": 0.999, "max": 1.0}
    for key, quantile in quantiles.items():
        if key in value:
            # a quantile of nought is the default, which is not written
            said = eight(1, quantile) if quantile else b""
            out += framed(6, said + eight(2, float(value[key])))
    return out
