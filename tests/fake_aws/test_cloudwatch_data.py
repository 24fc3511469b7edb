"""cloudwatch's metrics, asked through boto3."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
import pytest

from fake_aws.aws import FakeAws
from fake_aws.faults import Kind
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import NOON, PLACE, WHEN, cpu, small_fleet
from fake_aws.static_world import StaticWorld
from fake_aws.world import Points, Series

Refused = Callable[..., tuple[str, str]]
Client = Callable[..., Any]


def query(
    name: str, instance: str = "orders-1", stat: str = "Average", period: int = 60, **more: Any
) -> dict[str, Any]:
    metric = {
        "Namespace": "AWS/RDS",
        "MetricName": "CPUUtilization",
        "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": instance}],
    }
    return {"Id": name, "MetricStat": {"Metric": metric, "Period": period, "Stat": stat, **more}}


def ago(**back: float) -> datetime:
    return WHEN - timedelta(**back)


def test_a_listing_has_pages_of_five_hundred(start_fake: StartFake) -> None:
    world = small_fleet()
    points = next(iter(world.metrics[PLACE].values()))
    world.metrics[PLACE] = {cpu(f"i{n}"): points for n in range(1200)}
    pages = list(
        start_fake(world, NOON).client("cloudwatch", *PLACE).get_paginator("list_metrics").paginate()
    )
    assert [len(page["Metrics"]) for page in pages] == [500, 500, 200]


def _listed(client: Any, **asked: Any) -> list[str]:
    return [metric["MetricName"] for metric in client.list_metrics(**asked)["Metrics"]]


def test_a_metric_is_listed_from_its_first_quarter_of_an_hour_to_two_weeks_after_its_last(
    start_fake: StartFake,
) -> None:
    def series(name: str, first_s: int, last_s: int) -> tuple[Series, Points]:
        times = np.arange(NOON + first_s, NOON + last_s, 60)
        return Series("AWS/RDS", name, (("EngineName", "aurora"),), "Count"), Points(
            times, np.ones(len(times))
        )

    day = 86_400
    world = StaticWorld(
        places=[PLACE],
        metrics={
            PLACE: dict(
                [
                    series("Forgotten", -20 * day, -15 * day),
                    series("Silent", -20 * day, -day),
                    series("Recent", -20 * day, -2 * 3600),
                    series("Steady", -20 * day, 0),
                    series("New", -20 * 60, 0),
                    series("Newest", -10 * 60, 0),
                ]
            )
        },
    )
    client = start_fake(world, NOON).client("cloudwatch", *PLACE)
    assert _listed(client) == ["Silent", "Recent", "Steady", "New"]
    assert _listed(client, RecentlyActive="PT3H") == ["Recent", "Steady", "New"]


def test_dimensions_of_a_listing_name_what_a_metric_must_have(start_fake: StartFake) -> None:
    points = next(iter(small_fleet().metrics[PLACE].values()))
    both = Series("AWS/RDS", "Both", (("DBClusterIdentifier", "a"), ("Role", "WRITER")), "Count")
    one = Series("AWS/RDS", "One", (("DBClusterIdentifier", "a"),), "Count")
    other = Series("AWS/RDS", "Other", (("DBClusterIdentifier", "b"),), "Count")
    world = StaticWorld(places=[PLACE], metrics={PLACE: dict.fromkeys([both, one, other], points)})
    client = start_fake(world, NOON).client("cloudwatch", *PLACE)
    assert _listed(client, Dimensions=[{"Name": "DBClusterIdentifier", "Value": "a"}]) == ["Both", "One"]
    assert _listed(client, Dimensions=[{"Name": "Role"}]) == ["Both"]
    assert _listed(client, Dimensions=[{"Name": "role"}]) == []


def _data(client: Any, *queries: dict[str, Any], **span: Any) -> list[dict[str, Any]]:
    asked = {"StartTime": ago(minutes=5), "EndTime": WHEN, "ScanBy": "TimestampAscending"} | span
    answer = client.get_metric_data(MetricDataQueries=list(queries), **asked)
    results: list[dict[str, Any]] = answer["MetricDataResults"]
    return results


def test_the_start_is_within_a_span_and_the_end_is_not(client: Client) -> None:
    [result] = _data(client("cloudwatch"), query("m"))
    assert result["Timestamps"] == [ago(minutes=minute) for minute in (5, 4, 3, 2, 1)]
    assert result["Values"] == [5.0, 6.0, 7.0, 8.0, 9.0]


def test_the_newest_point_comes_first_unless_asked_otherwise(client: Client) -> None:
    asked = {"StartTime": ago(minutes=5), "EndTime": WHEN, "MetricDataQueries": [query("m")]}
    [result] = client("cloudwatch").get_metric_data(**asked)["MetricDataResults"]
    assert result["Values"] == [9.0, 8.0, 7.0, 6.0, 5.0]


def test_statistics_are_made_of_the_native_points(client: Client) -> None:
    stats = ["Average", "Minimum", "Maximum", "Sum", "SampleCount", "p50", "p100"]
    queries = [query(f"m{n}", stat=stat, period=300) for n, stat in enumerate(stats)]
    results = _data(client("cloudwatch"), *queries)
    assert [result["Values"] for result in results] == [
        [7.0],
        [4.0],
        [10.0],
        [2100.0],
        [300.0],
        [7.0],
        [10.0],
    ]


def test_a_series_that_was_never_published_is_empty_and_complete(client: Client) -> None:
    unknown = query("m", instance="nobody")
    wrong_unit = query("n", Unit="Bytes")
    for result in _data(client("cloudwatch"), unknown, wrong_unit):
        assert (result["Values"], result["StatusCode"]) == ([], "Complete")


@pytest.mark.parametrize(
    ("back", "period", "there"),
    [
        (timedelta(days=14), 60, True),
        (timedelta(days=16), 60, False),
        (timedelta(days=16), 300, True),
        (timedelta(days=64), 300, False),
        (timedelta(days=64), 3600, True),
        (timedelta(days=456), 3600, False),
    ],
)
def test_a_period_finds_data_only_while_points_that_fine_are_kept(
    start_fake: StartFake, back: timedelta, period: int, *, there: bool
) -> None:
    start = WHEN - back
    times = np.arange(int(start.timestamp()), int(start.timestamp()) + 3600, 60)
    world = StaticWorld(places=[PLACE], metrics={PLACE: {cpu("orders-1"): Points(times, np.ones(60))}})
    client = start_fake(world, NOON).client("cloudwatch", *PLACE)
    span = {"StartTime": start, "EndTime": start + timedelta(hours=1)}
    [result] = _data(client, query("m", period=period), **span)
    assert bool(result["Values"]) is there


def test_an_odd_start_is_rounded_down_to_the_minute(client: Client) -> None:
    [result] = _data(client("cloudwatch"), query("m"), StartTime=ago(minutes=4, seconds=20))
    assert result["Timestamps"][0] == ago(minutes=5)


def test_points_beyond_the_most_come_behind_a_token(client: Client) -> None:
    queries = [query("a"), query("b", instance="orders-2")]
    cloudwatch = client("cloudwatch")
    asked = {"MetricDataQueries": queries, "StartTime": ago(minutes=5), "EndTime": WHEN, "MaxDatapoints": 3}
    pages = list(cloudwatch.get_paginator("get_metric_data").paginate(**asked))
    seen = [
        (result["Id"], result["Values"], result["StatusCode"])
        for page in pages
        for result in page["MetricDataResults"]
    ]
    assert seen == [
        ("a", [9.0, 8.0, 7.0], "PartialData"),
        ("a", [6.0, 5.0], "Complete"),
        ("b", [9.0], "PartialData"),
        ("b", [8.0, 7.0, 6.0], "PartialData"),
        ("b", [5.0], "Complete"),
    ]


def test_a_day_of_seventy_one_series_passes_the_most_points_of_one_answer(start_fake: StartFake) -> None:
    world = small_fleet()
    points = next(iter(world.metrics[PLACE].values()))
    world.metrics[PLACE] = {cpu(f"i{n}"): points for n in range(71)}
    fake = start_fake(world, NOON)
    queries = [query(f"m{n}", instance=f"i{n}") for n in range(71)]
    asked = {"MetricDataQueries": queries, "StartTime": NOON - 86_400, "EndTime": NOON}
    first = by_hand(fake, asked)
    second = by_hand(fake, asked | {"NextToken": first["NextToken"]})
    counts = [sum(len(each["Values"]) for each in page["MetricDataResults"]) for page in (first, second)]
    assert counts == [100_800, 71 * 1440 - 100_800]
    assert "NextToken" not in second


def by_hand(fake: FakeAws, asked: dict[str, Any]) -> dict[str, Any]:
    """Ask without boto3, which takes seconds to read the moments of so many points."""
    scope = f"AKIA{PLACE[0]}/20260314/{PLACE[1]}/monitoring/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}",
        "X-Amz-Target": "GraniteServiceVersion20100801.GetMetricData",
    }
    with urlopen(Request(fake.url, json.dumps(asked).encode(), headers)) as answer:  # noqa: S310 -- loopback
        found: dict[str, Any] = json.loads(answer.read())
    return found


@pytest.mark.parametrize(
    ("queries", "said"),
    [
        ([query(f"m{n}") for n in range(501)], "greater than 500"),
        ([query("Upper")], "expected pattern"),
        ([query("m"), query("m")], "not unique"),
        ([query("m", period=7)], "multiple of 60"),
        ([query("m", stat="p101")], "not supported"),
        ([query("m", Unit="Parsecs")], "none of"),
    ],
)
def test_queries_beyond_the_documented_limits_are_refused(
    client: Client, refused: Refused, queries: list[dict[str, Any]], said: str
) -> None:
    span = {"StartTime": ago(minutes=5), "EndTime": WHEN}
    code, message = refused(client("cloudwatch").get_metric_data, MetricDataQueries=queries, **span)
    assert code == "ValidationError"
    assert said in message


def test_partial_data_is_completed_behind_the_token(fake: FakeAws, client: Client) -> None:
    fake.faults.add(Kind.PARTIAL, "cloudwatch", "GetMetricData", nth=[1])
    asked = {
        "MetricDataQueries": [query("a"), query("b", instance="orders-2"), query("c")],
        "StartTime": ago(minutes=5),
        "EndTime": WHEN,
    }
    first = client("cloudwatch").get_metric_data(**asked)
    assert [result["StatusCode"] for result in first["MetricDataResults"]] == ["Complete", "PartialData"]
    rest = client("cloudwatch").get_metric_data(**asked, NextToken=first["NextToken"])
    results = first["MetricDataResults"] + rest["MetricDataResults"]
    for name in ("a", "b", "c"):
        values = [value for each in results if each["Id"] == name for value in each["Values"]]
        assert values == [9.0, 8.0, 7.0, 6.0, 5.0]


def test_late_points_are_the_same_ones_each_time_and_come_in_the_end(fake: FakeAws, client: Client) -> None:
    fake.faults.late_points(0.5, 600)
    cloudwatch = client("cloudwatch")
    hour = {"StartTime": ago(hours=1)}
    [early] = _data(cloudwatch, query("m"), **hour)
    [again] = _data(cloudwatch, query("m"), **hour)
    assert early["Timestamps"] == again["Timestamps"]
    assert 49 < len(early["Values"]) < 60
    fake.clock.advance(600)
    [later] = _data(cloudwatch, query("m"), **hour)
    assert len(later["Values"]) == 60


def test_of_metric_math_the_band_alone_is_answered_as_two_series_of_one_id(
    client: Client, refused: Refused
) -> None:
    ask = client("cloudwatch").get_metric_data
    band = {"Id": "e1", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)"}
    span = {"StartTime": ago(hours=1), "EndTime": WHEN}
    results = ask(MetricDataQueries=[query("m1"), band], **span)["MetricDataResults"]
    assert [one["Id"] for one in results] == ["m1", "e1", "e1"]
    values, upper, lower = (one["Values"] for one in results)
    assert len(values) == len(upper) == len(lower)
    assert lower[0] <= values[0] <= upper[0]
    assert "no metric of this call" in refused(ask, MetricDataQueries=[band], **span)[1]
