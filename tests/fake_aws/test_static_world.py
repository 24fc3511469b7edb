"""The hand-made World is a World, and shows a record only once it has happened."""

from __future__ import annotations

from datetime import UTC, datetime

from fake_aws.static_world import StaticWorld, keyed
from fake_aws.world import World

PLACE = ("111122223333", "eu-west-1")
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_what_has_not_happened_is_not_there() -> None:
    world: World = StaticWorld(
        places=[PLACE], records={(PLACE, "DescribeEvents"): [{"Date": NOON, "Message": "Started failover"}]}
    )
    noon = int(NOON.timestamp())
    assert world.describe(*PLACE, "DescribeEvents", None, noon - 1) == []
    assert [event["Message"] for event in world.describe(*PLACE, "DescribeEvents", None, noon)] == [
        "Started failover"
    ]


def test_keys_are_coded_once_and_none_is_no_key() -> None:
    column = keyed([{"db.user.name": "app"}, None, {"db.user.name": "app"}, {"db.user.name": "report"}])
    assert column.codes.tolist() == [0, -1, 0, 1]
    assert [member["db.user.name"] for member in column.members] == ["app", "report"]
