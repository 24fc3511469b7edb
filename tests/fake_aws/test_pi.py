"""pi, asked through boto3."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import LONG_TEXT, NOON, PLACE, WHEN, small_fleet

Refused = Callable[..., tuple[str, str]]
Client = Callable[..., Any]
ONE = {"ServiceType": "RDS", "Identifier": "db-ORDERSONE"}
TEN_MINUTES = {"StartTime": WHEN - timedelta(minutes=10), "EndTime": WHEN, "PeriodInSeconds": 60}
BY_SQL = {"Group": "db.sql_tokenized", "Dimensions": ["db.sql_tokenized.id"]}
BY_WAIT = {"Group": "db.wait_event", "Dimensions": ["db.wait_event.name"]}


def ago(minutes: float) -> datetime:
    return WHEN - timedelta(minutes=minutes)


def _series(client: Any, *queries: dict[str, Any], **asked: Any) -> list[dict[str, Any]]:
    answer = client.get_resource_metrics(**ONE, **(TEN_MINUTES | asked), MetricQueries=list(queries))
    found: list[dict[str, Any]] = answer["MetricList"]
    return found


def _values(series: dict[str, Any]) -> list[float]:
    return [round(point["Value"], 6) for point in series["DataPoints"]]


def test_the_total_comes_first_and_then_the_heaviest_keys(client: Client) -> None:
    total, slow, fast = _series(client("pi"), {"Metric": "db.load.avg", "GroupBy": BY_SQL})
    assert "Dimensions" not in total["Key"]
    assert slow["Key"]["Dimensions"] == {"db.sql_tokenized.id": "TSLOW"}
    assert _values(total) == [3.333333] * 10
    assert _values(slow) == [2.0] * 10
    assert _values(fast) == [1.0] * 10


def test_a_moment_is_the_end_of_its_period_unless_the_start_is_asked_for(client: Client) -> None:
    [ends] = _series(client("pi"), {"Metric": "db.load.avg"})
    assert [point["Timestamp"] for point in ends["DataPoints"]] == [ago(n) for n in range(9, -1, -1)]
    [starts] = _series(client("pi"), {"Metric": "db.load.avg"}, PeriodAlignment="START_TIME")
    assert [point["Timestamp"] for point in starts["DataPoints"]] == [ago(n) for n in range(10, 0, -1)]


def test_an_odd_span_is_widened_to_whole_periods(client: Client) -> None:
    asked = {"StartTime": ago(9.5), "EndTime": ago(0.5), "PeriodInSeconds": 60}
    answer = client("pi").get_resource_metrics(**ONE, **asked, MetricQueries=[{"Metric": "db.load.avg"}])
    assert (answer["AlignedStartTime"], answer["AlignedEndTime"]) == (ago(10), WHEN)


def test_a_period_that_is_not_over_has_no_point(start_fake: StartFake) -> None:
    pi = start_fake(small_fleet(), NOON - 90).client("pi", *PLACE)
    [series] = _series(pi, {"Metric": "db.load.avg"})
    assert series["DataPoints"][-1]["Timestamp"] == ago(2)


def test_a_limit_cuts_the_keys_and_not_the_total(client: Client) -> None:
    found = _series(client("pi"), {"Metric": "db.load.avg", "GroupBy": BY_SQL | {"Limit": 1}})
    assert [each["Key"].get("Dimensions") for each in found] == [None, {"db.sql_tokenized.id": "TSLOW"}]


def test_a_filter_keeps_what_has_the_value(client: Client) -> None:
    query = {"Metric": "db.load.avg", "Filter": {"db.wait_event_type.name": "Lock"}}
    [locked] = _series(client("pi"), query)
    assert _values(locked) == [0.0, 2.0] * 5


def test_texts_are_cut_at_five_hundred_bytes_and_not_within_a_character(client: Client) -> None:
    group = {"Group": "db.sql"}
    _, slow, _ = _series(client("pi"), {"Metric": "db.load.avg", "GroupBy": group})
    text = slow["Key"]["Dimensions"]["db.sql.statement"]
    assert LONG_TEXT.startswith(text)
    assert 499 <= len(text.encode()) <= 500


def test_counters_are_aggregated_by_their_suffix(client: Client) -> None:
    name = "os.cpuUtilization.user"
    suffixes = ["avg", "min", "max", "sum", "sample_count"]
    queries = [{"Metric": f"{name}.{each}"} for each in suffixes]
    found = _series(client("pi"), *queries, PeriodInSeconds=300, EndTime=ago(5))
    # minutes 0 to 4 of a saw 0..9 whose counts are 1..5
    assert [_values(each) for each in found] == [[2.666667], [-1.0], [5.0], [40.0], [15.0]]


def test_statistics_are_rates_and_means_of_each_digest(client: Client) -> None:
    prefix = "db.sql_tokenized.stats."
    queries = [{"Metric": f"{prefix}{name}.avg"} for name in ("calls_per_sec", "avg_latency_per_call")]
    found = _series(client("pi"), *queries)
    assert [each["Key"]["Dimensions"]["db.sql_tokenized.id"] for each in found] == ["TFAST", "TSLOW"] * 2
    assert [_values(each)[0] for each in found] == [10.0, 0.016667, 1.0, 2000.0]


def test_series_come_in_pages(client: Client) -> None:
    queries = [{"Metric": "os.cpuUtilization.user.avg"}, {"Metric": "db.User.numbackends.avg"}] * 7
    pi, asked = client("pi"), {**ONE, **TEN_MINUTES, "MetricQueries": queries, "MaxResults": 10}
    first = pi.get_resource_metrics(**asked)
    second = pi.get_resource_metrics(**asked, NextToken=first["NextToken"])
    assert [len(page["MetricList"]) for page in (first, second)] == [10, 4]
    assert "NextToken" not in second


def test_keys_are_described_with_their_parts_and_statistics(client: Client) -> None:
    calls = "db.sql_tokenized.stats.calls_per_sec.avg"
    answer = client("pi").describe_dimension_keys(
        **ONE,
        **TEN_MINUTES,
        Metric="db.load.avg",
        GroupBy=BY_SQL,
        PartitionBy=BY_WAIT,
        AdditionalMetrics=[calls],
    )
    waits = [key["Dimensions"]["db.wait_event.name"] for key in answer["PartitionKeys"]]
    assert waits == ["CPU", "Lock:tuple"]
    slow, fast = answer["Keys"]
    assert slow["Total"] == pytest.approx(2.0)
    assert slow["Partitions"] == pytest.approx([1.0, 1.0])
    assert slow["AdditionalMetrics"][calls] == pytest.approx(1 / 60)
    assert fast["Partitions"] == pytest.approx([1.0, 0.0])


def test_a_whole_text_is_a_detail_and_may_not_be_ready(client: Client) -> None:
    pi, asked = client("pi"), {**ONE, "Group": "db.sql", "RequestedDimensions": ["statement"]}
    [slow] = pi.get_dimension_key_details(**asked, GroupIdentifier="SLOW")["Dimensions"]
    assert slow == {"Dimension": "db.sql.statement", "Value": LONG_TEXT, "Status": "AVAILABLE"}
    [new] = pi.get_dimension_key_details(**asked, GroupIdentifier="NEW")["Dimensions"]
    assert new == {"Dimension": "db.sql.statement", "Status": "PROCESSING"}


def test_what_an_instance_offers_is_listed(client: Client) -> None:
    pi = client("pi")
    types = ["os", "db.sql_tokenized.stats"]
    listed = pi.list_available_resource_metrics(**ONE, MetricTypes=types)["Metrics"]
    names = [each["Metric"] for each in listed]
    assert names[:2] == ["os.cpuUtilization.user", "db.sql_tokenized.stats.calls"]
    assert "db.sql_tokenized.stats.avg_latency_per_call" in names
    [load] = pi.list_available_resource_dimensions(**ONE, Metrics=["db.load"])["MetricDimensions"]
    groups = {each["Group"]: [name["Identifier"] for name in each["Dimensions"]] for each in load["Groups"]}
    assert groups["db.wait_event_type"] == ["db.wait_event_type.name"]
    assert groups["db.sql"] == ["db.sql.id", "db.sql.statement", "db.sql.tokenized_id"]
    features = pi.get_resource_metadata(**ONE)["Features"]
    assert features["SQL_STATISTICS"]["Status"] == "ENABLED"


def test_a_paused_instance_has_no_load_not_even_none(start_fake: StartFake) -> None:
    world = small_fleet()
    world.loads[PLACE, "db-IDLEONE"] = world.loads[PLACE, "db-ORDERSONE"]
    asked = TEN_MINUTES | {"ServiceType": "RDS", "Identifier": "db-IDLEONE"}
    answer = (
        start_fake(world, NOON)
        .client("pi", *PLACE)
        .get_resource_metrics(**asked, MetricQueries=[{"Metric": "db.load.avg"}])
    )
    assert answer["MetricList"][0]["DataPoints"] == []


LOAD = {"Metric": "db.load.avg"}


@pytest.mark.parametrize(
    "asked",
    [
        {"MetricQueries": [LOAD] * 16},
        {"MetricQueries": [LOAD | {"GroupBy": {"Group": "db.sql", "Limit": 26}}]},
        {"MetricQueries": [LOAD | {"GroupBy": {"Group": "db.sql", "Dimensions": ["db.sql.id"] * 11}}]},
        {"MetricQueries": [LOAD | {"GroupBy": {"Group": "db.plans"}}]},
        {"MetricQueries": [LOAD | {"GroupBy": {"Group": "db.sql", "Dimensions": ["db.user.name"]}}]},
        {"MetricQueries": [{"Metric": "db.load"}]},
        {"MetricQueries": [{"Metric": "os.nothing.avg"}]},
        {"MetricQueries": [LOAD], "PeriodInSeconds": 120},
        {"MetricQueries": [LOAD], "MaxResults": 26},
        {"MetricQueries": [LOAD], "StartTime": ago(8 * 1440)},
        {"MetricQueries": [LOAD], "StartTime": WHEN},
        {"MetricQueries": [LOAD], "Identifier": "db-UNKNOWN"},
        {"MetricQueries": [LOAD], "ServiceType": "EC2"},
        {"MetricQueries": [LOAD], "PeriodAlignment": "MIDDLE"},
        {"MetricQueries": [LOAD], "NextToken": "bm9uZQ=="},
    ],
)
def test_a_request_beyond_the_limits_is_refused(
    client: Client, refused: Refused, asked: dict[str, Any]
) -> None:
    code, _ = refused(client("pi").get_resource_metrics, **(ONE | TEN_MINUTES | asked))
    assert code == "InvalidArgumentException"


def test_an_instance_without_performance_insights_is_refused(start_fake: StartFake, refused: Refused) -> None:
    world = small_fleet()
    for record in world.records[PLACE, "DescribeDBInstances"]:
        record["PerformanceInsightsEnabled"] = False
    code, message = refused(start_fake(world, NOON).client("pi", *PLACE).get_resource_metadata, **ONE)
    assert code == "InvalidArgumentException"
    assert "not enabled" in message
