"""The check-up names what cannot be seen, why that matters, and the command that mends it."""

from __future__ import annotations

from typing import Any

import pytest
from fake_aws.aws import FakeAws
from fake_aws.faults import Fault, Kind
from fake_aws.small_fleet import PLACE
from running import account_of

from aurorascope.catalog import load_collectors
from aurorascope.collect.advice import WANTED, at_least_zero, at_most, is_on
from aurorascope.collect.checkup import Look, check_up
from aurorascope.collect.fleet import Fleet

pytestmark = pytest.mark.uncounted


def looked() -> list[Look]:
    return list(check_up(Fleet(), [it for it in load_collectors() if not it.opt_in], account_of))


def said(looks: list[Look], *words: str) -> list[Look]:
    return [look for look in looks if all(word in f"{look.text} {look.mend}" for word in words)]


def clusters(fake: FakeAws) -> list[dict[str, Any]]:
    return fake.world.records[PLACE, "DescribeDBClusters"]  # type: ignore[attr-defined, no-any-return]


def test_a_log_that_is_not_exported_comes_with_the_command_that_exports_it(fake: FakeAws) -> None:
    clusters(fake)[0]["EnabledCloudwatchLogsExports"] = ["postgresql"]
    looks = looked()
    assert said(looks, "orders", "exports postgresql")[0].verdict == "ok"
    found = said(looks, "idle", "not exported")[0]
    assert found.verdict == "act"
    assert found.mend == (
        "aws rds modify-db-cluster --region eu-west-1 --db-cluster-identifier idle "
        '--cloudwatch-logs-export-configuration \'{"EnableLogTypes": ["postgresql"]}\''
    )


def test_parameters_that_leave_the_log_empty_are_named_with_their_group(fake: FakeAws) -> None:
    clusters(fake)[0] |= {"DBClusterParameterGroup": "own", "EngineVersion": "16.4"}
    clusters(fake)[1] |= {"DBClusterParameterGroup": "default.aurora-postgresql16", "EngineVersion": "16.4"}
    parameters = {"log_min_duration_statement": "500", "log_lock_waits": "0", "log_connections": "1"}
    for group in ("own", "default.aurora-postgresql16"):
        fake.world.children[PLACE, "DescribeDBClusterParameters", group] = [  # type: ignore[attr-defined]
            {"ParameterName": name, "ParameterValue": value, "Source": "user"}
            for name, value in parameters.items()
        ]
    looks = looked()
    assert said(looks, "orders", "log_min_duration_statement") == []
    assert said(looks, "orders", "log_connections is") == []
    assert said(looks, "orders", "log_lock_waits is 0")[0].mend == (
        "aws rds modify-db-cluster-parameter-group --region eu-west-1 --db-cluster-parameter-group-name own "
        "--parameters ParameterName=log_lock_waits,ParameterValue=1,ApplyMethod=immediate"
    )
    assert "default groups cannot be changed" in said(looks, "idle", "log_lock_waits")[0].mend


@pytest.mark.parametrize(
    ("engine", "parameter", "value"),
    [
        *(("postgresql", name, "-1") for name in ("log_min_duration_statement", "log_temp_files")),
        *(("postgresql", name, "0") for name in ("log_lock_waits", "log_connections", "log_disconnections")),
        *(("mysql", name, "0") for name in ("slow_query_log", "innodb_print_all_deadlocks")),
        ("mysql", "log_output", "TABLE"),
        ("mysql", "long_query_time", "10"),
    ],
)
def test_each_parameter_that_hides_something_is_named_with_why_and_the_command(
    fake: FakeAws, engine: str, parameter: str, value: str
) -> None:
    version = {"postgresql": "16.4", "mysql": "8.0.mysql_aurora.3.08.0"}[engine]
    clusters(fake)[0] |= {
        "Engine": f"aurora-{engine}",
        "EngineVersion": version,
        "DBClusterParameterGroup": "own",
    }
    for record in fake.world.records[PLACE, "DescribeDBInstances"]:  # type: ignore[attr-defined]
        record["Engine"] = f"aurora-{engine}"
    set_to = {"ParameterName": parameter, "ParameterValue": value, "Source": "user"}
    fake.world.children[PLACE, "DescribeDBClusterParameters", "own"] = [set_to]  # type: ignore[attr-defined]
    (look,) = said(looked(), "orders", f"{parameter} is {value}")
    assert look.verdict == "watch"
    assert look.text.partition(f"{parameter} is {value}: ")[2]
    assert f"ParameterName={parameter}," in look.mend


def test_what_is_switched_off_at_an_instance_is_named(fake: FakeAws) -> None:
    instance = fake.world.records[PLACE, "DescribeDBInstances"][0]  # type: ignore[attr-defined]
    instance["PerformanceInsightsEnabled"] = False
    looks = looked()
    assert "--enable-performance-insights" in said(looks, "orders-1", "Performance Insights is off")[0].mend
    assert said(looks, "orders-2", "Performance Insights is off") == []
    assert said(looks, "orders-2", "Enhanced Monitoring is off")


@pytest.mark.parametrize(
    ("operation", "verdict"), [("DescribeEvents", "act"), ("DescribeDBProxies", "watch")]
)
def test_a_missing_permission_is_named_with_what_it_costs(
    fake: FakeAws, operation: str, verdict: str
) -> None:
    fake.faults.rules.append(Fault(Kind.DENIED, "rds", operation))
    found = said(looked(), f"rds:{operation} is not allowed")[0]
    assert (found.verdict, found.mend) == (
        verdict,
        "attach what `aurorascope policy` prints (Region eu-west-1)",
    )


def test_an_account_without_credentials_is_said_first(fake: FakeAws, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fake.url
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    (only,) = looked()
    assert (only.verdict, only.mend) == ("act", "aws sts get-caller-identity")


def test_the_check_up_changes_nothing_and_reads_no_data(fake: FakeAws) -> None:
    looked()
    called = {operation for _, operation in fake.ledger.counts()}
    assert called
    assert all(name.startswith(("Describe", "List", "Get", "Lookup")) for name in called)
    assert called.isdisjoint({"GetMetricData", "GetResourceMetrics", "GetLogEvents", "FilterLogEvents"})


@pytest.mark.parametrize(
    ("text", "well"), [("-1", False), ("", False), ("0", True), ("500", True), ("x", False)]
)
def test_minus_one_switches_a_threshold_off(text: str, well: bool) -> None:
    assert at_least_zero(text) is well


def test_switches_are_read_in_every_spelling() -> None:
    assert [is_on(it) for it in ("1", "on", "all", "receipt,authorization", "0", "off", "")] == [True] * 4 + [
        False
    ] * 3
    assert [at_most(2)(it) for it in ("0", "1.5", "10", "-1", "")] == [True, True, False, False, False]


def test_a_value_that_is_advised_is_well() -> None:
    assert [it.parameter for it in WANTED if not it.is_well(it.value)] == []
