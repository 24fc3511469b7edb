"""The fake's alarms behave as AWS documents: a put replaces, a page is a page, limits are limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

ALARM: dict[str, Any] = {
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
Client = Callable[..., Any]


def test_a_new_alarm_has_no_data_and_an_update_keeps_its_state_and_tags(client: Client) -> None:
    cloudwatch = client("cloudwatch")
    cloudwatch.put_metric_alarm(**ALARM, Tags=[{"Key": "owner", "Value": "us"}])
    (alarm,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert alarm["StateValue"] == "INSUFFICIENT_DATA"
    cloudwatch.set_alarm_state(AlarmName="cpu", StateValue="ALARM", StateReason="test")
    cloudwatch.put_metric_alarm(**{**ALARM, "Threshold": 80.0}, Tags=[{"Key": "owner", "Value": "them"}])
    (alarm,) = cloudwatch.describe_alarms()["MetricAlarms"]
    assert (alarm["StateValue"], alarm["Threshold"]) == ("ALARM", 80.0)
    tags = cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"]
    assert tags == [{"Key": "owner", "Value": "us"}]


def test_composites_are_described_only_when_asked_for_and_need_their_children(
    client: Client, refused: Callable[..., tuple[str, str]]
) -> None:
    cloudwatch = client("cloudwatch")
    rule = {"AlarmName": "both", "AlarmRule": "ALARM(cpu)"}
    assert refused(cloudwatch.put_composite_alarm, **rule)[0] == "ValidationError"
    cloudwatch.put_metric_alarm(**ALARM)
    cloudwatch.put_composite_alarm(**rule)
    assert cloudwatch.describe_alarms()["CompositeAlarms"] == []
    asked = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm", "MetricAlarm"])
    assert [each["AlarmName"] for each in asked["CompositeAlarms"]] == ["both"]


def test_pages_follow_each_other(client: Client) -> None:
    cloudwatch = client("cloudwatch")
    for number in range(7):
        cloudwatch.put_metric_alarm(**{**ALARM, "AlarmName": f"cpu-{number}"})
    pages = cloudwatch.get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 3})
    names = [[each["AlarmName"] for each in page["MetricAlarms"]] for page in pages]
    assert [len(page) for page in names] == [3, 3, 1]
    assert sorted(name for page in names for name in page) == [f"cpu-{number}" for number in range(7)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"Period": 90},
        {"EvaluationPeriods": 1441},
        {"DatapointsToAlarm": 6},
        {"TreatMissingData": "notbreaching"},
        {"ExtendedStatistic": "p90"},
        {"AlarmActions": ["not-an-arn"]},
        {"AlarmActions": [f"arn:aws:sns:eu-west-1:111122223333:t{n}" for n in range(6)]},
        {"AlarmDescription": "x" * 1025},
        {"ComparisonOperator": "LessThanLowerThreshold"},
        {"Metrics": [{"Id": "e1", "Expression": "1"}]},
    ],
)
def test_what_aws_refuses_is_refused(
    client: Client, refused: Callable[..., tuple[str, str]], wrong: dict[str, Any]
) -> None:
    assert refused(client("cloudwatch").put_metric_alarm, **{**ALARM, **wrong})[0] == "ValidationError"


def test_a_mute_rule_is_put_found_and_deleted(client: Client) -> None:
    cloudwatch = client("cloudwatch")
    cloudwatch.put_metric_alarm(**ALARM)
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
