"""A mute window covers the minutes that CloudWatch's schedule says, in its own zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aurorascope.model.rule import Mute
from aurorascope.rules.mutes import MuteError, read_mute


@pytest.mark.parametrize(
    ("schedule", "duration", "zone", "moment", "muted"),
    [
        ("cron(0 2 * * *)", "PT2H", "UTC", "2026-11-19T02:00", True),
        ("cron(0 2 * * *)", "PT2H", "UTC", "2026-11-19T03:59", True),
        ("cron(0 2 * * *)", "PT2H", "UTC", "2026-11-19T04:00", False),
        ("cron(0 2 * * SUN)", "PT2H", "UTC", "2026-11-22T02:30", True),
        ("cron(0 2 * * SUN)", "PT2H", "UTC", "2026-11-23T02:30", False),
        ("cron(0 2 * * 7)", "PT2H", "UTC", "2026-11-22T02:30", True),
        ("cron(0 18 * * FRI)", "P2DT12H", "UTC", "2026-11-22T23:00", True),
        ("cron(0 2 * * *)", "PT1H", "Europe/Berlin", "2026-11-19T01:30", True),
        ("cron(0 2 * * *)", "PT1H", "Europe/Berlin", "2026-07-19T00:30", True),
        ("cron(30 1 1,15 JAN-MAR *)", "PT10M", "UTC", "2026-02-15T01:35", True),
        ("cron(30 1 1,15 JAN-MAR *)", "PT10M", "UTC", "2026-02-14T01:35", False),
        ("cron(0 1 13 * FRI)", "PT1H", "UTC", "2026-11-20T01:30", True),
        ("at(2026-11-20T22:00)", "PT30M", "UTC", "2026-11-20T22:10", True),
        ("at(2026-11-20T22:00)", "PT30M", "UTC", "2026-11-21T22:10", False),
    ],
)
def test_a_moment_is_muted_or_not(schedule: str, duration: str, zone: str, moment: str, muted: bool) -> None:
    window = read_mute(Mute(schedule, duration, zone))
    assert window.covers(datetime.fromisoformat(moment).replace(tzinfo=UTC)) is muted


@pytest.mark.parametrize(
    ("schedule", "duration", "zone", "expected"),
    [
        ("cron(0 2 * *)", "PT2H", "UTC", "mute.schedule must be"),
        ("rate(1 hour)", "PT2H", "UTC", "mute.schedule must be"),
        ("cron(61 2 * * *)", "PT2H", "UTC", "'61' is no minutes"),
        ("cron(0 5-2 * * *)", "PT2H", "UTC", "'5-2' is no hours"),
        ("cron(0 2 * * FUN)", "PT2H", "UTC", "'FUN' is no day of week"),
        ("cron(0 2 * * *)", "2h", "UTC", "mute.duration must be ISO 8601"),
        ("cron(0 2 * * *)", "P", "UTC", "mute.duration must be ISO 8601"),
        ("cron(0 2 * * *)", "P16D", "UTC", "from PT1M to P15D"),
        ("cron(0 2 * * *)", "PT2H", "Mars/Base", "no IANA time zone"),
        ("at(2026-13-20T22:00)", "PT2H", "UTC", "is no moment"),
    ],
)
def test_what_cloudwatch_would_refuse_is_refused(
    schedule: str, duration: str, zone: str, expected: str
) -> None:
    with pytest.raises(MuteError) as raised:
        read_mute(Mute(schedule, duration, zone))
    assert expected in str(raised.value)
