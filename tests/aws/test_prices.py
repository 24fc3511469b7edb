"""Prices are the user's to replace, and a call is billed as AWS bills it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aurorascope.aws.prices import aurora_prices, billed_metrics, read_prices
from aurorascope.insight.views import load_view
from aurorascope.model.errors import BadRequestError


def query(name: str, statistic: str, period: int = 60) -> dict[str, object]:
    metric = {"Namespace": "AWS/RDS", "MetricName": name, "Dimensions": []}
    return {"Id": "x", "MetricStat": {"Metric": metric, "Period": period, "Stat": statistic}}


def test_five_statistics_of_one_metric_are_billed_as_one() -> None:
    five = ["Average", "Minimum", "Maximum", "Sum", "SampleCount"]
    assert billed_metrics([query("CPUUtilization", it) for it in five]) == 1
    assert billed_metrics([query("CPUUtilization", it) for it in [*five, "p90"]]) == 2
    assert billed_metrics([query(name, it) for name in ("a", "b") for it in five]) == 2


def test_the_prices_are_aws_own() -> None:
    prices = read_prices()
    assert prices.dollars("cloudwatch", "GetMetricData", calls=3, units=1000) == pytest.approx(0.01)
    assert prices.dollars("cloudwatch", "ListMetrics", calls=1000) == pytest.approx(0.01)
    assert prices.dollars("rds", "DescribeEvents", calls=1000) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rds = 1", "rds must be a table"),
        ("[rds.X]\nusd = 1", "rds.X must have usd, per and unit"),
        ('[rds.X]\nusd = -1\nper = 1\nunit = "calls"', "usd must be a number of dollars"),
        ('[rds.X]\nusd = 1\nper = 1\nunit = "rows"', "unit must be calls, metrics, bytes or hours"),
        ("[", "not a TOML file"),
    ],
)
def test_a_wrong_table_is_named(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(text)
    with pytest.raises(BadRequestError, match=expected):
        read_prices(path)


def test_the_view_of_costs_takes_the_built_in_prices_where_nobody_gives_others() -> None:
    default = load_view("costs").params["prices"].default
    assert json.loads(str(default)) == aurora_prices()


def test_a_price_of_the_user_s_own_takes_the_place_of_ours_and_others_stay(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text('[aurora]\nacu_hour = 0.2\n"db.r6g.large" = 0.3\n')
    assert aurora_prices(own) == aurora_prices() | {"acu_hour": 0.2, "db.r6g.large": 0.3}


@pytest.mark.parametrize(
    ("text", "expected"), [("aurora = 1", "must be a table"), ('[aurora]\nx = "1"', "number")]
)
def test_a_price_of_aurora_that_is_none_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(text)
    with pytest.raises(BadRequestError, match=expected):
        aurora_prices(path)
