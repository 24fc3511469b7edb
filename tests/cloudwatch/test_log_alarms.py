"""Log alarms: wanted with a role on a log group that exists; put, compared and proved like any other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from alarm_room import POLICY, Room
from fake_aws.aws import FakeAws
from fleet40 import GROUPS, PLACE

from aurorascope.catalog import rule_dirs
from aurorascope.cloudwatch.armed import armed
from aurorascope.cloudwatch.desired import Desired, desired
from aurorascope.cloudwatch.export import cloudformation, terraform
from aurorascope.cloudwatch.plan import Plan, look, make_plan, tag_reader
from aurorascope.cloudwatch.policy import read_policy
from aurorascope.cloudwatch.price import price
from aurorascope.cloudwatch.push import push
from aurorascope.model.errors import BadRequestError
from aurorascope.rules.expand import Place
from aurorascope.rules.files import read_rules

World = Callable[[int], FakeAws]
NAME = "aurorascope-c00-panic-in-log-group"
ROLE = "arn:aws:iam::{account}:role/aurorascope-logs"
WITH_ROLE = {**POLICY, "rules": ["panic-in-log-group"], "log_alarms": {"query_role": ROLE}}
HELD = [group.name for group in GROUPS]


def wanted(room: Room, stated: object = None, groups: list[str] | None = None) -> Desired:
    """Return what a config wants of log alarms."""
    policy = read_policy(WITH_ROLE if stated is None else stated, "alerts")
    there = HELD if groups is None else groups
    return desired(read_rules(rule_dirs()), room.clusters, Place(*PLACE), policy, log_groups=there)


def planned(room: Room, **how: object) -> Plan:
    """Compare with what is there."""
    found = wanted(room, **how)  # type: ignore[arg-type]
    return make_plan(
        *PLACE, found.requests, found.mutes, look(room.client), tag_reader(room.client), delete=True
    )


def test_a_log_alarm_is_wanted_with_a_role_on_a_log_group_that_exists(world_of: World) -> None:
    world_of(6)
    room = Room()
    found = wanted(room)
    assert [one["AlarmName"] for one in found.requests] == [NAME]
    reasons = {one.cluster: one.reason for one in found.left}
    assert reasons["c05"] == "there is no log group /aws/rds/cluster/c05/postgresql"
    assert reasons["c01"] == "its postgresql log is not exported to CloudWatch Logs"
    without_role = wanted(room, stated={**POLICY, "rules": ["panic-in-log-group"]})
    assert without_role.requests == ()
    assert "alerts.log_alarms.query_role" in next(
        one.reason for one in without_role.left if one.cluster == "c00"
    )


def test_it_is_put_once_and_a_change_by_hand_is_drift(world_of: World) -> None:
    fake = world_of(2)
    room = Room()
    assert push(room.client, planned(room)).whole
    assert {one.kind for one in planned(room).changes} == {"same"}
    (there,) = room.client.describe_alarms(AlarmTypes=["LogAlarm"])["LogAlarms"]
    query = there["ScheduledQueryConfiguration"]
    assert query["LogGroupIdentifiers"] == HELD
    assert query["ScheduledQueryRoleARN"] == ROLE.format(account=PLACE[0])
    assert query["ScheduleConfiguration"] == {
        "ScheduleExpression": "rate(5 minutes)",
        "StartTimeOffset": 360,
        "EndTimeOffset": 60,
    }
    assert "PANIC:  |" in query["QueryString"]  # both blanks: they tell a severity from a statement
    by_hand = {
        name: there[name]
        for name in ("AlarmName", "QueryResultsToEvaluate", "QueryResultsToAlarm", "ComparisonOperator")
    }
    by_hand["ScheduledQueryConfiguration"] = {k: v for k, v in query.items() if k != "QueryARN"}
    room.client.put_log_alarm(**by_hand, Threshold=7.0, TreatMissingData="ignore")
    (change,) = planned(room).of("change")
    fields = {one.field: (one.there, one.wanted) for one in change.differences}
    assert change.what == "log alarm"
    assert fields["Threshold"] == (7.0, 0.0)
    assert fields["TreatMissingData"] == ("ignore", "notBreaching")
    assert "ScheduledQueryConfiguration" not in fields
    assert push(room.client, planned(room)).whole
    assert [one.operation for one in fake.ledger.entries].count("PutLogAlarm") == 3
    assert {one.kind for one in planned(room, groups=[]).changes} == {"delete"}


def test_it_is_armed_once_its_query_has_answered(world_of: World) -> None:
    world_of(1)
    room = Room()
    alarms = wanted(room).alarms

    def verdict() -> str:
        from datetime import UTC, datetime

        (one,) = armed(room.client, alarms, room.clusters, datetime.now(UTC))
        return one.verdict

    assert verdict() == "never"
    push(room.client, planned(room))
    assert verdict() == "quiet"
    room.client.set_alarm_state(AlarmName=NAME, StateValue="OK", StateReason="no line")
    assert verdict() == "armed"


def test_its_price_is_not_made_up_and_the_export_says_what_it_holds(world_of: World) -> None:
    world_of(1)
    requests = wanted(Room()).requests
    assert (price(requests).log_alarms, price(requests).usd_month) == (1, 0.0)
    assert '"AWS::CloudWatch::LogAlarm"' in cloudformation(requests)
    assert NAME not in terraform(requests)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"lines": 5}, "query_role is missing"),
        ({"query_role": "logs"}, "'logs' is no role"),
        ({"query_role": ROLE, "lines": 51}, "0 to 50"),
        ({"query_role": ROLE, "lines": 5}, "lines and lines_role go together"),
        ({"query_rule": ROLE}, "did you mean 'query_role'?"),
    ],
)
def test_a_wrong_key_of_log_alarms_is_named(stated: object, expected: str) -> None:
    with pytest.raises(BadRequestError, match=expected):
        read_policy({"log_alarms": stated}, "alerts")
