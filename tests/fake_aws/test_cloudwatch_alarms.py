"""Alarms, put and read through boto3: what is refused, what an update keeps, what is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fake_aws.aws import FakeAws
from fake_aws.small_fleet import ACCOUNT, PLACE, REGION

Refused = Callable[..., tuple[str, str]]
Client = Callable[..., Any]
CPU = {
    "AlarmName": "cpu",
    "Namespace": "AWS/RDS",
    "MetricName": "CPUUtilization",
    "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": "orders-1"}],
    "Statistic": "Average",
    "Period": 60,
    "EvaluationPeriods": 5,
    "Threshold": 90.0,
    "ComparisonOperator": "GreaterThanThreshold",
}
METRIC = {"Metric": {"Namespace": "AWS/RDS", "MetricName": "CPUUtilization"}, "Period": 60, "Stat": "Average"}
BAND = {
    "AlarmName": "band",
    "Metrics": [
        {"Id": "m1", "MetricStat": METRIC},
        {"Id": "ad1", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)"},
    ],
    "ThresholdMetricId": "ad1",
    "EvaluationPeriods": 3,
    "ComparisonOperator": "LessThanLowerOrGreaterThanUpperThreshold",
}


LOG = {
    "AlarmName": "log",
    "ScheduledQueryConfiguration": {
        "QueryString": "filter @message like /PANIC/",
        "LogGroupIdentifiers": ["/aws/rds/cluster/orders/postgresql"],
        "ScheduledQueryRoleARN": "arn:aws:iam::111122223333:role/logs",
        "ScheduleConfiguration": {"ScheduleExpression": "rate(5 minutes)", "StartTimeOffset": 300},
        "AggregationExpression": "count(*)",
    },
    "QueryResultsToEvaluate": 3,
    "QueryResultsToAlarm": 2,
    "Threshold": 0.0,
    "ComparisonOperator": "GreaterThanThreshold",
}


def scheduled(**changed: Any) -> dict[str, Any]:
    return LOG | {"ScheduledQueryConfiguration": {**LOG["ScheduledQueryConfiguration"], **changed}}  # type: ignore[dict-item]


def at_rate(expression: str, **more: Any) -> dict[str, Any]:
    return scheduled(ScheduleConfiguration={"ScheduleExpression": expression, "StartTimeOffset": 300, **more})


@pytest.mark.parametrize(
    ("alarm", "said"),
    [
        (scheduled(LogGroupIdentifiers=["g"] * 51), "50"),
        (scheduled(QueryString="x" * 10_001), "10000"),
        (scheduled(AggregationExpression="x" * 257), "256"),
        (scheduled(ScheduledQueryRoleARN="logs"), "is no role"),
        (at_rate("rate(1 minutes)"), "rate"),
        (at_rate("cron(* * * * *)"), "rate"),
        (at_rate("rate(1 hour)", EndTimeOffset=300), "less than StartTimeOffset"),
        (LOG | {"QueryResultsToAlarm": 4}, "QueryResultsToAlarm"),
        (LOG | {"QueryResultsToEvaluate": 101}, "100"),
        (LOG | {"ComparisonOperator": "GreaterThanUpperThreshold"}, "no band"),
        (LOG | {"ActionLogLineCount": 5}, "ActionLogLineRoleArn is required"),
        (LOG | {"TreatMissingData": "bad"}, "TreatMissingData"),
    ],
)
def test_a_log_alarm_that_breaks_a_limit_is_refused(
    client: Client, refused: Refused, alarm: dict[str, Any], said: str
) -> None:
    _, message = refused(client("cloudwatch").put_log_alarm, **alarm)
    assert said in message


def test_a_log_alarm_is_told_only_to_those_who_ask_for_its_type(client: Client) -> None:
    cloudwatch = client("cloudwatch")
    cloudwatch.put_log_alarm(**LOG)
    assert cloudwatch.describe_alarms()["MetricAlarms"] == []
    [alarm] = cloudwatch.describe_alarms(AlarmTypes=["LogAlarm"])["LogAlarms"]
    assert alarm["StateValue"] == "INSUFFICIENT_DATA"
    assert ":scheduled-query:" in alarm["ScheduledQueryConfiguration"]["QueryARN"]


def without(alarm: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in alarm.items() if name not in names}


def test_a_new_alarm_knows_nothing_yet_and_an_update_keeps_its_state(client: Client) -> None:
    cloudwatch = client("cloudwatch")
    cloudwatch.put_metric_alarm(**CPU, Tags=[{"Key": "owner", "Value": "a"}])
    [alarm] = cloudwatch.describe_alarms()["MetricAlarms"]
    assert alarm["StateValue"] == "INSUFFICIENT_DATA"
    cloudwatch.set_alarm_state(AlarmName="cpu", StateValue="ALARM", StateReason="a test")
    changed = without(CPU, "Dimensions") | {"Threshold": 80.0, "Tags": [{"Key": "owner", "Value": "b"}]}
    cloudwatch.put_metric_alarm(**changed)
    [alarm] = cloudwatch.describe_alarms()["MetricAlarms"]
    assert (alarm["StateValue"], alarm["Threshold"], alarm["Dimensions"]) == ("ALARM", 80.0, [])
    tags = cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"]
    assert tags == [{"Key": "owner", "Value": "a"}]


@pytest.mark.parametrize(
    ("alarm", "said"),
    [
        (without(CPU, "MetricName"), "Exactly one of MetricName"),
        (CPU | {"Metrics": BAND["Metrics"]}, "Exactly one of MetricName"),
        (without(CPU, "Statistic"), "Exactly one of Statistic"),
        (CPU | {"ExtendedStatistic": "p90"}, "Exactly one of Statistic"),
        (without(CPU, "Statistic") | {"ExtendedStatistic": "p101"}, "not supported"),
        (without(CPU, "Namespace"), "Namespace is required"),
        (without(CPU, "ComparisonOperator"), "ComparisonOperator is required"),
        (without(CPU, "Threshold"), "needs Threshold"),
        (CPU | {"Period": 45}, "multiple of 60"),
        (CPU | {"EvaluationPeriods": 1441}, "86400"),
        (CPU | {"Period": 3600, "EvaluationPeriods": 169}, "604800"),
        (CPU | {"DatapointsToAlarm": 6}, "DatapointsToAlarm"),
        (CPU | {"TreatMissingData": "bad"}, "TreatMissingData"),
        (CPU | {"AlarmActions": ["arn:aws:sns:x"] * 6}, "above 5"),
        (CPU | {"AlarmActions": ["a topic"]}, "arn syntax"),
        (CPU | {"AlarmName": "x" * 256}, "above 255"),
        (CPU | {"ComparisonOperator": "Above"}, "none of"),
        (CPU | {"Tags": [{"Key": "aws:x", "Value": "1"}]}, "aws:"),
        (BAND | {"Threshold": 1.0}, "A band needs"),
        (BAND | {"ThresholdMetricId": "m1"}, "not an ANOMALY_DETECTION_BAND"),
        (BAND | {"Period": 60}, "mutually exclusive"),
        (BAND | {"Metrics": [{"Id": f"m{n}", "MetricStat": METRIC} for n in range(11)]}, "at most 10"),
    ],
)
def test_an_alarm_against_the_rules_is_refused(
    client: Client, refused: Refused, alarm: dict[str, Any], said: str
) -> None:
    code, message = refused(client("cloudwatch").put_metric_alarm, **alarm)
    assert code == "ValidationError"
    assert said in message


def test_a_band_is_kept_as_it_was_put(client: Client) -> None:
    client("cloudwatch").put_metric_alarm(**BAND)
    [alarm] = client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert {name: alarm[name] for name in BAND} == BAND


def test_composite_alarms_are_seen_when_asked_for_by_whoever_may_see_all(
    fake: FakeAws, client: Client
) -> None:
    cloudwatch = client("cloudwatch")
    cloudwatch.put_metric_alarm(**CPU)
    cloudwatch.put_composite_alarm(AlarmName="both", AlarmRule='ALARM("cpu") AND NOT (OK(cpu) OR FALSE)')
    assert cloudwatch.describe_alarms()["CompositeAlarms"] == []
    asked = {"AlarmTypes": ["MetricAlarm", "CompositeAlarm"]}
    assert len(cloudwatch.describe_alarms(**asked)["CompositeAlarms"]) == 1
    assert len(cloudwatch.describe_alarms(ChildrenOfAlarmName="both")["MetricAlarms"]) == 1
    alarm = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:*"
    policy = {"Statement": [{"Effect": "Allow", "Action": "cloudwatch:DescribeAlarms", "Resource": alarm}]}
    key = fake.credentials.user(ACCOUNT, "narrow", allow=policy)
    assert fake.client("cloudwatch", *PLACE, key=key).describe_alarms(**asked)["CompositeAlarms"] == []


@pytest.mark.parametrize(
    "rule", ["ALARM(none)", "ALARM(cpu) OR", "ALARM(cpu) ALARM(cpu)", "(ALARM(cpu)", "cpu", "ALARM(cpu))"]
)
def test_a_rule_that_cannot_be_read_is_refused(client: Client, refused: Refused, rule: str) -> None:
    client("cloudwatch").put_metric_alarm(**CPU)
    code, _ = refused(client("cloudwatch").put_composite_alarm, AlarmName="both", AlarmRule=rule)
    assert code == "ValidationError"


def test_nothing_is_deleted_when_one_is_missing_or_in_use(client: Client, refused: Refused) -> None:
    cloudwatch = client("cloudwatch")
    cloudwatch.put_metric_alarm(**CPU)
    cloudwatch.put_composite_alarm(AlarmName="both", AlarmRule="ALARM(cpu)")
    assert refused(cloudwatch.delete_alarms, AlarmNames=["both", "none"])[0] == "ResourceNotFound"
    assert refused(cloudwatch.delete_alarms, AlarmNames=["cpu"])[0] == "ValidationError"
    cloudwatch.delete_alarms(AlarmNames=["cpu", "both"])
    assert cloudwatch.describe_alarms(AlarmTypes=["MetricAlarm", "CompositeAlarm"])["MetricAlarms"] == []


def test_alarms_come_in_pages_and_by_prefix(client: Client) -> None:
    cloudwatch = client("cloudwatch")
    for number in range(7):
        cloudwatch.put_metric_alarm(**CPU | {"AlarmName": f"a{number}"})
    pages = list(cloudwatch.get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 3}))
    assert [len(page["MetricAlarms"]) for page in pages] == [3, 3, 1]
    assert len(cloudwatch.describe_alarms(AlarmNamePrefix="a6")["MetricAlarms"]) == 1


def test_history_says_what_was_done(client: Client) -> None:
    cloudwatch = client("cloudwatch")
    cloudwatch.put_metric_alarm(**CPU)
    cloudwatch.set_alarm_state(AlarmName="cpu", StateValue="OK", StateReason="a test")
    cloudwatch.delete_alarms(AlarmNames=["cpu"])
    items = cloudwatch.describe_alarm_history(ScanBy="TimestampAscending")["AlarmHistoryItems"]
    assert [item["HistorySummary"] for item in items] == [
        'Alarm "cpu" created',
        "Alarm updated from INSUFFICIENT_DATA to OK",
        'Alarm "cpu" deleted',
    ]
    only = cloudwatch.describe_alarm_history(HistoryItemType="StateUpdate")["AlarmHistoryItems"]
    assert len(only) == 1


def test_a_mute_rule_is_put_found_and_deleted(client: Client) -> None:
    cloudwatch = client("cloudwatch")
    cloudwatch.put_metric_alarm(**CPU)
    schedule = {"Expression": "cron(0 2 * * *)", "Duration": "PT2H"}
    cloudwatch.put_alarm_mute_rule(
        Name="night", Rule={"Schedule": schedule}, MuteTargets={"AlarmNames": ["cpu"]}
    )
    (found,) = cloudwatch.list_alarm_mute_rules()["AlarmMuteRuleSummaries"]
    assert found["AlarmMuteRuleArn"].endswith(":alarm-mute-rule:night")
    held = cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName="night")
    assert held["MuteTargets"] == {"AlarmNames": ["cpu"]}
    cloudwatch.delete_alarm_mute_rule(AlarmMuteRuleName="night")
    assert cloudwatch.list_alarm_mute_rules()["AlarmMuteRuleSummaries"] == []
