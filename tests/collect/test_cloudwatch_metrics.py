"""CloudWatch's metrics: what is listed is read, late points too, the past in slices, failures are named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from fake_aws.aws import FakeAws
from fake_aws.faults import Fault, Kind
from fake_aws.small_fleet import NOON, PLACE, cpu
from fake_aws.world import Points, Series
from running import Run, rows

from aurorascope.aws.metric_data import Query, batches, period_that_fits
from aurorascope.collect.fleet import Fleet
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

NAME = "cloudwatch_metrics"
NO_PAST = Fleet(options={NAME: {"past_days": 0}})
ONCE = "select count(*), count(distinct (name, dimensions, statistic, period_s, ts)) from metrics"


def put(
    fake: FakeAws, name: str, dimensions: dict[str, str], value: float, since: int = 7200, **more: Any
) -> None:
    times = np.arange(NOON - since, NOON + 7200, 60)
    series = Series("AWS/RDS", name, tuple(dimensions.items()), "None", **more)
    fake.world.metrics[PLACE][series] = Points(times, np.full(len(times), value))  # type: ignore[attr-defined]


def test_the_metrics_of_instances_are_read_with_scope_unit_and_cluster(run: Run, store: Store) -> None:
    assert run(NAME, fleet=NO_PAST).outcome == "complete"
    assert rows(
        store,
        "select cluster, instance, scope, unit, statistic, period_s, count(*) as n, min(value) as v "
        "from metrics where name = 'CPUUtilization' group by all order by all",
    ) == [
        ("orders", name, "instance", "Percent", statistic, 60, 180, low)
        for name, lows in (("orders-1", (0.0, 1.0)), ("orders-2", (0.0, 0.0)))
        for statistic, low in zip(("Average", "Maximum"), lows, strict=True)
    ]


def test_again_and_later_each_point_is_there_once(run: Run, store: Store, fake: FakeAws) -> None:
    run(NAME, fleet=NO_PAST)
    for _ in range(4):
        fake.clock.advance(300)
        run(NAME, fleet=NO_PAST)
    assert rows(store, ONCE) == [(4 * 200, 4 * 200)]
    assert rows(
        store, "select series, status, reason from coverage where collector = 'cloudwatch_metrics'"
    ) == [(f"instance orders-{number}", "complete", None) for number in (1, 2)]


def test_a_point_that_is_late_is_read_when_it_is_there(run: Run, store: Store, fake: FakeAws) -> None:
    series = cpu("orders-1")
    whole = fake.world.metrics[PLACE][series]  # type: ignore[attr-defined]
    seen = whole.times + 60
    seen[whole.times == NOON - 600] = NOON + 400
    fake.world.metrics[PLACE][series] = Points(whole.times, whole.average, visible_from=seen)  # type: ignore[attr-defined]
    late = f"select count(*) from metrics where instance = 'orders-1' and ts = to_timestamp({NOON - 600})"
    run(NAME, fleet=NO_PAST)
    assert rows(store, late) == [(0,)]
    fake.clock.advance(600)
    run(NAME, fleet=NO_PAST)
    assert rows(store, late) == [(2,)]


def test_metrics_are_asked_by_exact_sets_and_by_the_one_that_says_most(
    run: Run, store: Store, fake: FakeAws
) -> None:
    put(fake, "AuroraReplicaLag", {"DBClusterIdentifier": "orders", "Role": "READER"}, 20.0)
    put(fake, "CPUUtilization", {"DBClusterIdentifier": "orders"}, 99.0)
    put(fake, "CPUUtilization", {"EngineName": "aurora-postgresql"}, 99.0)
    put(
        fake, "VolumeReadIOPs", {"DbClusterIdentifier": "orders", "EngineName": "aurora"}, 777.0, period_s=300
    )
    put(fake, "DatabaseConnections", {"DBInstanceIdentifier": "not-ours"}, 99.0)
    put(fake, "AuroraGlobalDBRPOLag", {"DBClusterIdentifier": "idle"}, 900.0)
    run(NAME, fleet=NO_PAST)
    assert rows(store, "select name, scope, cluster, period_s from metrics where value in (777, 20, 99, 900) "
                       "group by all order by all") == [
        ("AuroraGlobalDBRPOLag", "global", "idle", 60),
        ("AuroraReplicaLag", "role", "orders", 60),
        ("VolumeReadIOPs", "cluster", "orders", 300),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tier", "expected"),
    [("vital", {"CPUUtilization"}), ("useful", {"CPUUtilization", "SwapUsage"}),
     ("all", {"CPUUtilization", "SwapUsage", "NobodyKnowsIt"})],
)  # fmt: skip
def test_a_tier_says_how_many_metrics_are_read(
    run: Run, store: Store, fake: FakeAws, tier: Any, expected: set[str]
) -> None:
    put(fake, "SwapUsage", {"DBInstanceIdentifier": "orders-1"}, 1.0)
    put(fake, "NobodyKnowsIt", {"DBInstanceIdentifier": "orders-1"}, 1.0)
    run(NAME, fleet=Fleet(tier=tier, options={NAME: {"past_days": 0}}))
    assert {row[0] for row in rows(store, "select distinct name from metrics")} == expected


def test_the_past_comes_in_slices_until_all_of_it_is_there(run: Run, store: Store, fake: FakeAws) -> None:
    fleet = Fleet(options={NAME: {"past_days": 2, "past_calls": 1}})
    for _ in range(6):
        run(NAME, fleet=fleet)
        fake.clock.advance(60)
    count, distinct = rows(store, ONCE)[0]
    assert count == distinct
    assert rows(
        store,
        "select min(ts) = to_timestamp(" + str(NOON - 86_400) + "), count(distinct period_s) from metrics",
    ) == [(True, 1)]
    assert rows(store, "select status from coverage where collector = 'cloudwatch_metrics' group by all") == [
        ("complete",)
    ]
    before = len(fake.ledger.calls("cloudwatch", "GetMetricData"))
    run(NAME, fleet=fleet)
    assert len(fake.ledger.calls("cloudwatch", "GetMetricData")) == before + 1


@pytest.mark.parametrize("kind", [Kind.PARTIAL, Kind.POINT_ERROR])
def test_what_cloudwatch_answers_in_part_is_asked_for_again(
    run: Run, store: Store, fake: FakeAws, kind: Kind
) -> None:
    fake.faults.rules.append(Fault(kind, "cloudwatch", "GetMetricData", nth=[1]))
    assert run(NAME, fleet=NO_PAST).outcome == "complete"
    assert rows(store, ONCE) == [(720, 720)]


def test_a_metric_that_is_never_answered_leaves_its_instance_as_a_gap(
    run: Run, store: Store, fake: FakeAws
) -> None:
    run(NAME, fleet=NO_PAST)
    fake.clock.advance(300)
    rule = Fault(Kind.POINT_ERROR, "cloudwatch", "GetMetricData")
    fake.faults.rules.append(rule)
    summary = run(NAME, fleet=NO_PAST)
    assert summary.outcome == "partial"
    assert "InternalError" in summary.results[0].reasons[0]
    fake.faults.rules.remove(rule)
    fake.clock.advance(300)
    assert run(NAME, fleet=NO_PAST).outcome == "complete"
    assert rows(store, ONCE) == [(4 * 190, 4 * 190)]
    assert rows(store, "select status from coverage group by all") == [("complete",)]


def test_a_denied_action_is_named(run: Run, fake: FakeAws) -> None:
    fake.faults.rules.append(Fault(Kind.DENIED, "cloudwatch", "GetMetricData"))
    summary = run(NAME, fleet=NO_PAST)
    assert summary.outcome == "failed"
    assert "cloudwatch:GetMetricData" in summary.results[0].reasons[0]


def test_metrics_are_listed_once_an_hour(run: Run, fake: FakeAws) -> None:
    for _ in range(13):
        run(NAME, fleet=NO_PAST)
        fake.clock.advance(300)
    assert len(fake.ledger.calls("cloudwatch", "ListMetrics")) == 2


@pytest.mark.parametrize(
    ("days", "native", "period"),
    [(1, 60, 60), (15, 60, 60), (16, 60, 300), (1, 300, 300), (63, 60, 300), (64, 60, 3600), (456, 60, None)],
)
def test_a_period_fits_the_age_of_its_points(days: int, native: int, period: int | None) -> None:
    assert period_that_fits(timedelta(days=days), native) == period


def test_all_statistics_of_a_metric_go_into_one_call() -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 1, 1, tzinfo=UTC)
    queries = [Query("AWS/RDS", f"m{i}", (), ("Average", "Maximum", "Sum"), 60) for i in range(500)]
    parts = list(batches(queries, now - timedelta(hours=1), now))
    assert [query for part in parts for query in part] == queries
    assert all(sum(len(query.statistics) for query in part) <= 500 for part in parts)
    assert len(parts) == 4


def band_alarm(name: str, cluster: str) -> dict[str, Any]:
    """Return a request for an alarm on a band, as a push makes it."""
    dimensions = [{"Name": "DBClusterIdentifier", "Value": cluster}, {"Name": "Role", "Value": "WRITER"}]
    metric = {"Namespace": "AWS/RDS", "MetricName": "ConnectionAttempts", "Dimensions": dimensions}
    stat = {"Metric": metric, "Period": 60, "Stat": "Sum"}
    return {
        "AlarmName": name,
        "Metrics": [
            {"Id": "m1", "MetricStat": stat, "ReturnData": True},
            {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m1, 3)", "ReturnData": True},
        ],
        "ThresholdMetricId": "band",
        "EvaluationPeriods": 3,
        "ComparisonOperator": "GreaterThanUpperThreshold",
    }


def test_the_band_of_an_alarm_of_ours_is_read_as_the_backtest_wants_it(
    run: Run, store: Store, fake: FakeAws
) -> None:
    put(fake, "ConnectionAttempts", {"DBClusterIdentifier": "orders", "Role": "WRITER"}, 4.0)
    of_bands = "from metrics where statistic like '% band %'"
    run(NAME, fleet=NO_PAST)
    assert rows(store, f"select count(*) {of_bands}") == [(0,)]
    client = fake.client("cloudwatch", *PLACE)
    for name, cluster in (("aurorascope-a", "orders"), ("theirs", "orders"), ("aurorascope-b", "others")):
        client.put_metric_alarm(**band_alarm(name, cluster))
    for _ in range(2):
        fake.clock.advance(300)
        run(NAME, fleet=NO_PAST)
    found = rows(
        store,
        "select name, dimensions, scope, statistic, period_s, cluster, count(*) = count(distinct ts), "
        f"count(*) > 110, min(value), max(value) {of_bands} group by all order by statistic",
    )
    key = '{"DBClusterIdentifier":"orders","Role":"WRITER"}'
    assert found == [
        ("ConnectionAttempts", key, "role", f"Sum band 3 {side}", 60, "orders", True, True, 4.0, 4.0)
        for side in ("lower", "upper")
    ]
    assert rows(store, "select status from coverage where series = 'bands' group by all") == [("complete",)]
