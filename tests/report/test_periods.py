"""A day is a day of its zone, and the nights before are the same hours on the same clock."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime, timedelta

import pytest

from aurorascope.model import amounts
from aurorascope.model.errors import BadRequestError
from aurorascope.report import diff, happenings
from aurorascope.report.looks import axes
from aurorascope.report.period import Period, day, is_period, period_named, whole_day

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("named", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-19", 24), ("2026-12-31", 24)]
)
def test_a_day_has_the_hours_that_its_zone_gives_it(named: str, hours: int) -> None:
    found = day(named, "Europe/Berlin", NOW, None)
    assert found.seconds == hours * 3600
    assert found.is_day


def test_yesterday_is_that_of_the_zone_and_not_of_utc() -> None:
    assert day("yesterday", "UTC", NOW, None).label == "Thursday 2026-11-19"
    assert day("yesterday", "America/New_York", NOW, None).label == "Wednesday 2026-11-18"
    assert day("yesterday", "Asia/Tokyo", NOW, None).label == "Thursday 2026-11-19"


def test_the_newest_day_is_the_last_whole_one_of_the_data() -> None:
    nearly = datetime(2026, 11, 19, 23, 58, tzinfo=UTC)
    assert day("newest", "UTC", NOW, nearly).file_part == "2026-11-19"
    assert day("newest", "UTC", NOW, nearly - timedelta(hours=5)).file_part == "2026-11-18"
    with pytest.raises(BadRequestError, match="holds no data"):
        day("newest", "UTC", NOW, None)


@pytest.mark.parametrize(
    ("hours", "part"),
    [
        (3.2, "20261119T2046-20261119T2359"),
        (0, "20261119T2358-20261119T2359"),
        (23, "2026-11-19"),
        (30, "2026-11-19"),
    ],
)
def test_the_newest_day_of_less_than_a_day_is_all_there_is(hours: float, part: str) -> None:
    newest = datetime(2026, 11, 19, 23, 58, tzinfo=UTC)
    oldest = newest - timedelta(hours=hours)
    assert day("newest", "UTC", NOW, newest, oldest).file_part == part


def test_a_short_log_over_midnight_is_not_cut_at_it() -> None:
    newest = datetime(2026, 11, 20, 2, 0, 30, tzinfo=UTC)
    found = day("newest", "UTC", NOW, newest, newest - timedelta(hours=4))
    assert found.label == "2026-11-19 22:00 to 2026-11-20 02:01"


@pytest.mark.parametrize("wrong", ["tomorrow", "2026-13-01", "19.11.2026", ""])
def test_a_day_that_is_none_is_said(wrong: str) -> None:
    with pytest.raises(BadRequestError, match="is no day"):
        day(wrong, "UTC", NOW, None)


def test_a_zone_that_is_none_is_said() -> None:
    with pytest.raises(BadRequestError, match="is no time zone"):
        whole_day(date(2026, 11, 19), "Mars/Olympus")


def test_nights_keep_the_clock_when_the_hour_changes() -> None:
    night = Period(
        datetime(2026, 10, 26, 1, tzinfo=UTC), datetime(2026, 10, 26, 3, tzinfo=UTC), "Europe/Berlin"
    )
    before = night.nights_before(2)
    assert [one.local(one.begin).hour for one in before] == [2, 2]
    assert [one.begin.hour for one in before] == [0, 0], "the clock went back in the night to the 25th"
    assert [one.local(one.begin).day for one in before] == [25, 24]


def test_a_long_period_steps_back_so_that_none_overlaps() -> None:
    week = Period(datetime(2026, 11, 9, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC))
    first, second = week.nights_before(2)
    assert first.end == week.begin
    assert second.end == first.begin


def test_periods_and_clusters_are_told_apart() -> None:
    assert is_period("2026-11-19")
    assert is_period("2026-11-19T08:00/2026-11-19T12:00")
    assert not is_period("prod-shop")
    assert not is_period("2026")


def test_a_period_is_read_on_the_clock_of_the_zone() -> None:
    found = period_named("2026-11-19T08:00/2026-11-19T12:00+00:00", "Europe/Berlin")
    assert (found.begin.hour, found.end.hour) == (7, 12)
    for wrong in ("2026-11-19T12:00/2026-11-19T08:00", "2026-11-19/soon", "2026-11-19T08:00"):
        with pytest.raises(BadRequestError):
            period_named(wrong, "UTC")


@pytest.mark.parametrize("module", [amounts, axes, diff, happenings])
def test_the_examples_in_the_code_are_true(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0
