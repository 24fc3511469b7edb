"""What botocore lets pass is refused: max, pattern, enum, and what a World may not answer."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fake_aws.aws import FakeAws
from fake_aws.models import SIGNED_FOR, operation_model, service_model
from fake_aws.small_fleet import NOON, PLACE, small_fleet
from fake_aws.validate import Shapes, compiled


def problems(service: str, operation: str, value: Any, *, output: bool = False) -> list[str]:
    model = operation_model(service, operation)
    assert model is not None
    return Shapes().problems(model.output_shape if output else model.input_shape, value)


PI = {
    "ServiceType": "RDS",
    "Identifier": "db-ONE",
    "StartTime": datetime(2026, 3, 14, tzinfo=UTC),
    "EndTime": datetime(2026, 3, 15, tzinfo=UTC),
    "MetricQueries": [{"Metric": "db.load.avg"}],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, None),
        ({"MetricQueries": []}, ".MetricQueries: length 0 is below 1"),
        ({"MetricQueries": [{"Metric": "db.load.avg"}] * 16}, ".MetricQueries: length 16 is above 15"),
        ({"MetricQueries": None}, ".MetricQueries: required, but missing"),
        ({"MetricQueries": [{"Metric": 7}]}, ".MetricQueries[0].Metric: string was expected, got 7"),
        ({"ServiceType": "EC2"}, ".ServiceType: 'EC2' is none of RDS, DOCDB"),
        ({"Identifier": "db_ONE"}, r".Identifier: 'db_ONE' does not match ^[a-zA-Z0-9-]+$"),
        ({"MaxResults": 26}, ".MaxResults: value 26 is above 25"),
        ({"MaxResults": True}, ".MaxResults: integer was expected, got True"),
        ({"Colour": "red"}, ".Colour: GetResourceMetricsRequest has no such member"),
        ({"StartTime": datetime(2026, 3, 14)}, ".StartTime: a moment needs its zone"),  # noqa: DTZ001 -- on purpose
    ],
)
def test_a_value_against_its_shape(change: dict[str, Any], said: str | None) -> None:
    assert problems("pi", "GetResourceMetrics", PI | change) == ([] if said is None else [said])


def test_a_structure_of_points_is_looked_at_one_by_one_when_one_is_odd() -> None:
    points: list[dict[str, Any]] = [{"Timestamp": 1, "Value": 2.0}] * 1000
    answer = {"MetricList": [{"DataPoints": [*points, {"Timestamp": 1, "Value": "much"}]}]}
    [said] = problems("pi", "GetResourceMetrics", answer, output=True)
    assert said == ".MetricList[0].DataPoints[1000].Value: double was expected, got 'much'"


def test_a_structure_that_holds_itself_is_checked_to_its_depth() -> None:
    deepest = {"InsightId": "c", "Severity": "DREADFUL"}
    insight = {"InsightId": "a", "SupportingInsights": [{"InsightId": "b", "SupportingInsights": [deepest]}]}
    report = {"AnalysisReport": {"AnalysisReportId": "report-1", "Insights": [insight]}}
    said = problems("pi", "GetPerformanceAnalysisReport", report, output=True)
    assert "Insights[0].SupportingInsights[0].SupportingInsights[0].Severity" in said[-1]


def test_many_threads_may_ask_a_new_shape_at_once(request: pytest.FixtureRequest) -> None:
    interval = sys.getswitchinterval()
    request.addfinalizer(lambda: sys.setswitchinterval(interval))
    sys.setswitchinterval(1e-6)
    model = operation_model("pi", "GetPerformanceAnalysisReport")
    assert model is not None
    insight: dict[str, Any] = {"InsightId": "a"}
    for _ in range(20):
        insight = {"InsightId": "a", "SupportingInsights": [insight]}
    report = {"AnalysisReport": {"AnalysisReportId": "report-0123456789abcdef0", "Insights": [insight]}}
    for _ in range(20):
        shapes = Shapes()
        with ThreadPoolExecutor(8) as pool:
            answers = pool.map(lambda _, asked=shapes: asked.problems(model.output_shape, report), range(8))
        assert list(answers) == [[]] * 8


def test_every_pattern_of_the_services_can_be_read() -> None:
    for service in SIGNED_FOR.values():
        model = service_model(service)
        for name in model.shape_names:
            pattern = model.shape_for(name).metadata.get("pattern")
            if pattern:
                compiled(pattern)


@pytest.mark.parametrize(
    ("pattern", "fits", "not_fits"),
    [
        (r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+", "größe 7", "a\nb"),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*", "a \U0001f600", "\x00"),
        (r"[\w+=,.@-]*", "a-b@c", "é"),
        (r"\p{Print}+", "print", "\n"),
    ],
)
def test_patterns_mean_what_they_mean_in_java(pattern: str, fits: str, not_fits: str) -> None:
    assert compiled(pattern).fullmatch(fits)
    assert not compiled(pattern).fullmatch(not_fits)


def test_a_world_that_breaks_the_models_is_a_defect() -> None:
    world = small_fleet()
    world.records[PLACE, "DescribeDBClusters"] = [{"DBClusterIdentifier": "orders", "Colour": "red"}]
    with FakeAws(world, NOON) as fake:
        with pytest.raises(ClientError, match="FakeAwsDefect"):
            fake.client("rds", *PLACE).describe_db_clusters()
        assert "DBCluster has no such member" in fake.defects[0]
