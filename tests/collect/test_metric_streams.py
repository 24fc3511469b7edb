"""Metrics that a stream put into a bucket: the points of the API, once, in whichever format they came."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from contextlib import suppress

import pytest
from fake_aws.aws import FakeAws
from fake_aws.small_fleet import NOON, PLACE
from fake_aws.world import Points
from hypothesis import given
from hypothesis import strategies as st
from running import Run, rows
from stream_objects import Point, json_object, otel_object

from aurorascope.aws.stream_objects import NoStreamObject, points_of
from aurorascope.collect.fleet import Fleet
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

BUCKET = "orders-logs"
STREAM = {"bucket": BUCKET, "prefix": "stream/"}
FLEET = Fleet(switches={"metric_streams": True}, options={"metric_streams": STREAM})
ONE, TWO = {"DBInstanceIdentifier": "orders-1"}, {"DBInstanceIdentifier": "orders-2"}
CPU = "CPUUtilization"
FORMATS: dict[str, Callable[[list[Point]], bytes]] = {
    "json": json_object,
    "json gz": lambda points: gzip.compress(json_object(points)),
    "otel 1.0": otel_object,
    "otel 1.0 gz": lambda points: gzip.compress(otel_object(points)),
    "otel 0.7": lambda points: otel_object(points, old=True),
}


def value(low: float, high: float, **more: float) -> dict[str, float]:
    return {"count": 2.0, "sum": low + high, "min": low, "max": high, **more}


def put(fake: FakeAws, name: str, at: int, content: bytes) -> None:
    fake.world.stored[BUCKET][f"stream/2026/03/14/11/{name}"] = (at, content)  # type: ignore[attr-defined]


MINUTES: list[Point] = [(CPU, ONE, NOON - 600 + 60 * n, value(n, n + 2, p99=n + 1.5)) for n in range(5)]


@pytest.mark.parametrize("way", FORMATS)
def test_a_point_is_the_same_in_every_format(way: str) -> None:
    told = list(points_of(FORMATS[way](MINUTES)))
    assert [(it.name, dict(it.dimensions), it.ts_s, it.period_s) for it in told] == [
        (name, dict(dimensions), at, 60) for name, dimensions, at, _ in MINUTES
    ]
    assert {(it.account, it.region, it.namespace) for it in told} == {(*PLACE, "AWS/RDS")}
    assert told[1].values == {
        "Minimum": 1.0, "Maximum": 3.0, "Sum": 4.0, "SampleCount": 2.0, "Average": 2.0, "p99": 2.5
    }  # fmt: skip


def test_a_point_is_a_row_of_each_of_its_statistics(run: Run, store: Store, fake: FakeAws) -> None:
    put(fake, "a", NOON - 60, gzip.compress(otel_object(MINUTES)))
    assert run("metric_streams", fleet=FLEET).outcome == "complete"
    found = rows(
        store,
        "select statistic, value, unit, scope, cluster, instance, source, period_s from metrics "
        f"where epoch(ts) = {NOON - 540} order by 1",
    )
    rest = ("Percent", "instance", "orders", "orders-1", "metric_stream", 60)
    assert found == [
        ("Average", 2.0, *rest), ("Maximum", 3.0, *rest), ("Minimum", 1.0, *rest),
        ("SampleCount", 2.0, *rest), ("Sum", 4.0, *rest), ("p99", 2.5, *rest),
    ]  # fmt: skip


def test_what_comes_again_or_by_the_api_too_is_one_point(run: Run, store: Store, fake: FakeAws) -> None:
    series = next(
        it for it in fake.world.metrics[PLACE] if ("DBInstanceIdentifier", "orders-1") in it.dimensions
    )  # type: ignore[attr-defined]
    known: Points = fake.world.metrics[PLACE][series]  # type: ignore[attr-defined]
    at = NOON - 600
    mean = float(known.average[known.times == at][0])
    put(fake, "a", NOON - 90, json_object([(CPU, ONE, at, value(mean - 1, mean + 1))]))
    put(fake, "b", NOON - 60, json_object([(CPU, ONE, at, value(mean - 1, mean + 1))]))
    both = Fleet(
        switches={"metric_streams": True},
        options={"metric_streams": STREAM, "cloudwatch_metrics": {"past_days": 0}},
    )
    run("cloudwatch_metrics", "metric_streams", fleet=both)
    fake.clock.advance(120)
    put(fake, "c", NOON + 60, json_object([(CPU, ONE, at, value(mean - 1, mean + 1))]))
    run("cloudwatch_metrics", "metric_streams", fleet=both)
    found = rows(
        store,
        f"select statistic, count(*) from metrics where epoch(ts) = {at} and instance = 'orders-1' "
        "group by all order by 1",
    )
    assert [count for _, count in found] == [1] * len(found)
    assert {name for name, _ in found} >= {"Average", "Minimum", "Maximum"}


def test_each_object_is_read_once_and_coverage_says_how_far(run: Run, store: Store, fake: FakeAws) -> None:
    put(fake, "a", NOON - 300, json_object(MINUTES[:3]))
    run("metric_streams", fleet=FLEET)
    fake.clock.advance(300)
    put(fake, "b", NOON + 60, json_object(MINUTES[3:]))
    run("metric_streams", fleet=FLEET)
    run("metric_streams", fleet=FLEET)
    assert fake.ledger.counts()["s3", "GetObject"] == 2
    assert rows(store, "select count(distinct ts), count(*) from metrics") == [(5, 30)]
    assert rows(
        store,
        "select series, status, epoch(covered_from)::bigint, epoch(covered_to)::bigint, route "
        "from coverage where instance = 'orders-1'",
    ) == [("instance orders-1", "complete", NOON - 600, NOON - 300, "s3")]


def test_what_is_of_another_is_left_out_and_the_sharpest_dimension_set_is_kept(
    run: Run, store: Store, fake: FakeAws
) -> None:
    role = {"DBClusterIdentifier": "orders", "Role": "WRITER"}
    at = NOON - 300
    content = json_object([(CPU, it, at, value(1, 3)) for it in (ONE, role, {}, {"EngineName": "x"})])
    content += json_object([(CPU, {"DBInstanceIdentifier": "nobodys"}, at, value(1, 3))])
    content += json_object([(CPU, TWO, at, value(1, 3))], account="999999999999")
    content += json_object([(CPU, TWO, at, value(1, 3))], namespace="AWS/EC2")
    put(fake, "a", NOON - 60, content)
    run("metric_streams", fleet=FLEET)
    assert rows(store, "select distinct dimensions from metrics") == [
        ('{"DBInstanceIdentifier":"orders-1"}',)
    ]


def test_minutes_of_a_metric_of_five_are_put_together_as_the_api_would(
    run: Run, store: Store, fake: FakeAws
) -> None:
    cluster = {"DBClusterIdentifier": "orders"}
    begin = NOON - 900
    points: list[Point] = [
        ("VolumeReadIOPs", cluster, begin + 60 * n, value(n, 10 * n, p99=5)) for n in (1, 3)
    ]
    put(fake, "a", NOON - 720, json_object(points[:1]))
    put(fake, "b", NOON - 60, json_object(points[1:]))
    fake.clock.set(NOON - 700)
    run("metric_streams", fleet=FLEET)
    assert rows(store, "select count(*) from metrics") == [(0,)]  # the period is not over
    fake.clock.set(NOON)
    run("metric_streams", fleet=FLEET)
    assert rows(
        store, "select statistic, value, period_s, epoch(ts)::bigint from metrics order by 1"
    ) == [
        ("Average", 11.0, 300, begin), ("Maximum", 30.0, 300, begin), ("Minimum", 1.0, 300, begin),
        ("SampleCount", 4.0, 300, begin), ("Sum", 44.0, 300, begin),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{}\n", "line 1 is no point"),
        (json_object(MINUTES[:1]) + b"[1]", "line 2 is no point"),
        (otel_object(MINUTES)[:-5], "a length that goes beyond the end"),
        (gzip.compress(json_object(MINUTES), mtime=0)[:-9], "its gzip ends in the middle"),
    ],
    ids=["empty", "another line", "cut message", "cut gzip"],  # gzip holds the moment
)
def test_what_no_stream_wrote_is_said_to_be_none(body: bytes, reason: str) -> None:
    with pytest.raises(NoStreamObject, match=reason):
        list(points_of(body))


def test_an_object_that_no_stream_wrote_is_named_and_the_others_are_read(
    run: Run, store: Store, fake: FakeAws
) -> None:
    put(fake, "a", NOON - 120, b"some text")
    put(fake, "b", NOON - 60, json_object([(CPU, TWO, NOON - 300, value(1, 3))]))
    summary = run("metric_streams", fleet=FLEET)
    assert summary.outcome == "partial"
    assert "neither JSON nor OpenTelemetry" in summary.results[0].reasons[0]
    assert rows(store, "select count(*) from metrics where instance = 'orders-2'") == [(5,)]


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 255))
def test_no_bytes_at_all_break_the_reader(noise: bytes, place: int, byte: int) -> None:
    whole = bytearray(otel_object(MINUTES[:2]))
    whole[place % len(whole)] = byte
    for content in (noise, bytes(whole), b"{" + noise):
        with suppress(NoStreamObject):
            list(points_of(content))


def test_without_a_bucket_the_run_says_what_to_write(run: Run) -> None:
    summary = run("metric_streams", fleet=Fleet(switches={"metric_streams": True}))
    assert "bucket = " in summary.results[0].reasons[0]
