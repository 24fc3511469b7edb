"""The shipped rules pushed to an account: all of it, once, and nobody else's alarm is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from alarm_room import TOPIC, Room
from fake_aws.aws import FakeAws
from fake_aws.faults import Kind

from aurorascope.cloudwatch.plan import differences
from aurorascope.cloudwatch.price import price
from aurorascope.cloudwatch.push import push, remaining
from aurorascope.cloudwatch.request import fields_of, request_of

World = Callable[[int], FakeAws]
THEIRS = {
    "Namespace": "AWS/RDS",
    "MetricName": "CPUUtilization",
    "Statistic": "Average",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 50.0,
    "ComparisonOperator": "GreaterThanThreshold",
}
PUTS = ("PutMetricAlarm", "PutCompositeAlarm", "DeleteAlarms", "PutAlarmMuteRule", "DeleteAlarmMuteRule")


def calls(fake: FakeAws) -> Counter[str]:
    """Count the calls that change alarms."""
    return Counter(one.operation for one in fake.ledger.entries if one.operation in PUTS)


def described(room: Room) -> dict[str, Any]:
    """Return the metric alarms that are there, by name."""
    pages = room.client.get_paginator("describe_alarms").paginate()
    return {one["AlarmName"]: one for page in pages for one in page["MetricAlarms"]}


def no_pause(_: float) -> None:
    """Wait for nothing: the fake's clock stands still."""


def test_forty_clusters_are_pushed_once_and_a_second_push_changes_nothing(world_of: World) -> None:
    fake = world_of(40)
    room = Room()
    plan = room.plan()
    created = plan.of("create")
    assert {change.kind for change in plan.changes} == {"create"}
    assert len([one for one in created if one.what == "alarm"]) > 800
    assert push(room.client, plan, pause=no_pause).whole
    first = calls(fake)
    assert sum(first.values()) == len(created)
    assert {change.kind for change in room.plan(delete=True).changes} == {"same"}
    assert push(room.client, room.plan(delete=True), pause=no_pause).done == []
    assert calls(fake) == first
    requests = room.desired().requests
    own = [one for one in requests if one.get("Namespace") == "Aurorascope"]
    composites = [one for one in requests if "AlarmRule" in one]
    bands = [one for one in requests if "ThresholdMetricId" in one]
    math = [one for one in requests if "Metrics" in one and one not in bands]
    metrics = len(requests) - len(composites) + 2 * len(bands) + sum(len(one["Metrics"]) - 2 for one in math)
    expected = 0.1 * metrics + 0.5 * len(composites) + 0.3 * len(own)
    assert price(requests).usd_month == pytest.approx(expected)


def test_a_change_by_hand_is_found_field_by_field_and_put_right(world_of: World) -> None:
    world_of(2)
    room = Room()
    push(room.client, room.plan(), pause=no_pause)
    name = "aurorascope-c00-writer-cpu"
    (alarm,) = room.client.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    by_hand = {key: alarm[key] for key in (*THEIRS, "AlarmName", "Dimensions", "DatapointsToAlarm")}
    room.client.put_metric_alarm(**{**by_hand, "Threshold": 99.0, "TreatMissingData": "ignore"})
    (change,) = room.plan().of("change")
    found = {one.field: (one.there, one.wanted) for one in change.differences}
    assert change.name == name
    assert found["Threshold"] == (99.0, 90.0)
    assert found["TreatMissingData"] == ("ignore", "breaching")
    assert found["AlarmActions"] == ([], [TOPIC + "mail"])
    assert "Statistic" not in found
    assert push(room.client, room.plan(), pause=no_pause).whole
    assert room.plan().of("change") == []


def test_the_alarms_of_others_are_never_touched(world_of: World) -> None:
    fake = world_of(2)
    room = Room()
    push(room.client, room.plan(), pause=no_pause)
    room.client.put_metric_alarm(AlarmName="theirs", **THEIRS)
    room.client.put_metric_alarm(AlarmName="aurorascope-by-hand", **THEIRS)
    room.client.delete_alarms(AlarmNames=["aurorascope-c00-writer-cpu"])
    room.client.put_metric_alarm(AlarmName="aurorascope-c00-writer-cpu", **THEIRS)
    before = calls(fake)
    plan = room.plan(delete=True)
    assert sorted(one.name for one in plan.of("foreign")) == [
        "aurorascope-by-hand",
        "aurorascope-c00-writer-cpu",
    ]
    assert plan.of("create", "change", "delete") == []
    push(room.client, plan, pause=no_pause)
    assert calls(fake) == before


def test_what_no_rule_wants_any_more_is_deleted_only_when_asked(world_of: World) -> None:
    world_of(2)
    room = Room()
    push(room.client, room.plan(), pause=no_pause)
    fewer = Room({"rules": ["writer-*"], "without": ["writer-in-trouble"]})
    assert fewer.plan().of("delete") == []
    gone = fewer.plan(delete=True)
    kinds = [one.what for one in gone.of("delete")]
    assert kinds.index("mute rule") < kinds.index("composite") < kinds.index("alarm")
    assert push(fewer.client, gone, pause=no_pause).whole
    left = set(described(fewer))
    assert left
    assert all("-writer-" in name for name in left)
    assert fewer.plan(delete=True).of("delete") == []


def test_a_throttled_push_goes_on_and_ends_whole(world_of: World) -> None:
    """A few alarms: boto3 itself slows down for a while once it was throttled."""
    fake = world_of(1)
    room = Room({"rules": ["writer-cpu", "writer-down", "failover-seen"]})
    plan = room.plan()
    fake.faults.add(Kind.THROTTLED, "cloudwatch", "PutMetricAlarm", nth=[2])
    paused: list[float] = []
    pushed = push(room.client, plan, pause=paused.append)
    assert (pushed.whole, len(pushed.done), len(paused)) == (True, 3, 1)
    assert calls(fake)["PutMetricAlarm"] == 4
    assert {change.kind for change in room.plan().changes} == {"same"}


def test_a_push_that_is_throttled_to_the_end_is_continued_by_the_next(world_of: World) -> None:
    fake = world_of(1)
    room = Room({"rules": ["writer-cpu", "failover-seen"]})
    plan = room.plan()
    fake.faults.add(Kind.THROTTLED, "cloudwatch", "PutMetricAlarm", nth=[2, 3, 4, 5])
    first = push(room.client, plan, pause=no_pause)
    assert (len(first.done), [one.change for one in first.failed]) == (1, list(remaining(plan, first)))
    second = push(room.client, room.plan(), pause=no_pause)
    assert [one.name for one in second.done] == [one.name for one in remaining(plan, first)]
    assert {change.kind for change in room.plan().changes} == {"same"}


def test_one_denied_alarm_stops_no_other_and_is_named(world_of: World) -> None:
    fake = world_of(1)
    room = Room()
    plan = room.plan()
    fake.faults.add(Kind.DENIED, "cloudwatch", "PutMetricAlarm", nth=[3])
    pushed = push(room.client, plan, pause=no_pause)
    (failure,) = [one for one in pushed.failed if one.change.what == "alarm"]
    assert "cloudwatch:PutMetricAlarm" in failure.reason
    assert next(iter(remaining(plan, pushed))).name == failure.change.name
    fake.faults.clear()
    again = room.plan()
    assert {one.name for one in again.of("create")} >= {failure.change.name}
    assert push(room.client, again, pause=no_pause).whole


def test_expired_credentials_end_the_push_and_the_rest_is_left(world_of: World) -> None:
    fake = world_of(1)
    room = Room()
    plan = room.plan()
    fake.faults.add(Kind.EXPIRED, "cloudwatch", "PutMetricAlarm", nth=[4])
    pushed = push(room.client, plan, pause=no_pause)
    assert len(pushed.done) == 3
    assert calls(fake)["PutMetricAlarm"] == 4
    assert len(remaining(plan, pushed)) == len(plan.of("create")) - 3


def test_alarms_go_to_the_owner_by_severity_and_say_why(world_of: World) -> None:
    world_of(3)
    room = Room()
    push(room.client, room.plan(), pause=no_pause)
    found = described(room)
    payments, orders = (found[f"aurorascope-{name}-writer-down"] for name in ("c00", "c01"))
    assert payments["AlarmActions"] == [TOPIC + "payments"]
    assert orders["AlarmActions"] == [TOPIC + "page"]
    assert found["aurorascope-c00-writer-cpu"]["AlarmActions"] == [TOPIC + "mail"]
    assert found["aurorascope-c00-tiered-cache"]["AlarmActions"] == []
    text = payments["AlarmDescription"]
    assert text.startswith("The cluster has no running writer. ")
    assert "1. RDS events of the cluster" in text
    assert text.endswith("https://aurora.example.com/alerts/writer-down?cluster=c00")
    assert max(len(one["AlarmDescription"]) for one in found.values()) <= 1024
    assert not any("Unit" in one for one in found.values())


def test_a_mute_window_is_a_mute_rule_over_all_its_alarms(world_of: World) -> None:
    world_of(5)
    room = Room()
    push(room.client, room.plan(), pause=no_pause)
    rules = room.client.list_alarm_mute_rules()["AlarmMuteRuleSummaries"]
    names = [one["AlarmMuteRuleArn"].rpartition(":")[2] for one in rules]
    held = [room.client.get_alarm_mute_rule(AlarmMuteRuleName=name) for name in names]
    muted = [name for one in held for name in one["MuteTargets"]["AlarmNames"]]
    assert all(len(one["MuteTargets"]["AlarmNames"]) <= 100 for one in held)
    assert sorted(muted) == sorted(alarm.name for alarm in room.desired().alarms)
    assert {one["Rule"]["Schedule"]["Expression"] for one in held} == {"cron(0 2 * * SUN)"}


def test_few_samples_are_ignored_where_a_rule_says_so_and_evaluate_is_no_drift(world_of: World) -> None:
    world_of(1)
    room = Room()
    (shipped,) = [one for one in room.desired().alarms if one.rule.name == "writer-read-latency"]
    asked = replace(shipped, rule=replace(shipped.rule, low_samples="ignore"))
    plain, ignoring = (request_of(one, room.policy, {}) for one in (shipped, asked))
    field = "EvaluateLowSampleCountPercentile"
    assert (plain.get(field), ignoring[field]) == (None, "ignore")
    room.client.put_metric_alarm(**plain | {field: "evaluate"})
    (there,) = room.client.describe_alarms(AlarmNames=[shipped.name])["MetricAlarms"]
    assert differences(fields_of(plain), fields_of(there)) == ()
    (found,) = differences(fields_of(ignoring), fields_of(there))
    assert (found.field, found.there, found.wanted) == (field, "evaluate", "ignore")


def test_a_stated_threshold_wins_and_needs_no_facts(world_of: World) -> None:
    world_of(2)
    policy = {"thresholds": {"writer-cpu": 75, "c01/writer-cpu": 60, "storage-network": 5e8}}
    room = Room(policy)
    wanted = {one["AlarmName"]: one.get("Threshold") for one in room.desired().requests}
    assert wanted["aurorascope-c00-writer-cpu"] == 75.0
    assert wanted["aurorascope-c01-writer-cpu"] == 60.0
    assert wanted["aurorascope-c00-storage-network"] == 5e8
    assert not [one for one in room.desired().left if one.rule == "storage-network"]
