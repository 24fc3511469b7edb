"""What the config says of alarms is read, and what is wrong is named; an action off the list is refused."""

from __future__ import annotations

from typing import Any

import pytest
from alarm_room import POLICY, TOPIC

from aurorascope.cloudwatch.policy import read_policy
from aurorascope.model.errors import BadRequestError


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (
            {"actions": {"critical": [TOPIC + "page"]}},
            "is not in allowed_actions; an alarm acts on nothing else",
        ),
        ({"allowed_action": []}, "unknown key 'allowed_action'; did you mean 'allowed_actions'?"),
        ({"allowed_actions": ["page"]}, "'page' is no ARN"),
        ({"actions": {"critcal": []}}, "did you mean 'critical'?"),
        ({"owners": [{"actions": {}}]}, "an owner has tags or clusters"),
        ({"thresholds": {"writer-cpu": "high"}}, "alerts.thresholds.writer-cpu must be a number"),
        ({"facts": {"c1": {"memory": 1}}}, "did you mean 'memory_bytes'?"),
        (
            {"mutes": [{"schedule": "cron(0 2 * *)", "duration": "PT2H"}]},
            "alerts.mutes[0]: mute.schedule must be",
        ),
        ({"ok_actions": "yes"}, "alerts.ok_actions must be true or false"),
        ({"owners": {}}, "must be tables"),
        ([], "alerts must be a table"),
    ],
)
def test_a_wrong_key_is_named(stated: Any, expected: str) -> None:
    with pytest.raises(BadRequestError) as raised:
        read_policy(stated, "alerts")
    assert expected in str(raised.value)


def test_an_owner_by_tag_or_name_hears_of_its_own_clusters() -> None:
    policy = read_policy(POLICY, "alerts")
    assert policy.actions_for("critical", "c1", {"team": "payments"}, "1", "r") == (TOPIC + "payments",)
    assert policy.actions_for("critical", "c1", {"team": "orders"}, "1", "r") == (TOPIC + "page",)
    assert policy.actions_for("warning", "c1", {"team": "payments"}, "1", "r") == (TOPIC + "mail",)
    assert policy.actions_for("info", "c1", {}, "1", "r") == ()


def test_a_topic_may_be_that_of_each_account_and_region() -> None:
    topic = "arn:aws:sns:{region}:{account}:oncall"
    policy = read_policy({"allowed_actions": [topic], "actions": {"critical": [topic]}}, "alerts")
    assert policy.actions_for("critical", "c1", {}, "111122223333", "eu-west-1") == (
        "arn:aws:sns:eu-west-1:111122223333:oncall",
    )
