"""Moments are read as botocore reads them, only faster, and in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.utils import parse_timestamp
from fake_aws.aws import SECRET
from fake_aws.fixtures import StartFake, start_fake
from fake_aws.small_fleet import NOON, PLACE, WHEN, small_fleet

from aurorascope.aws.moments import moment, read_moments_fast

__all__ = ["start_fake"]


@pytest.mark.parametrize(
    "value",
    [
        1773489600,
        1773489600.123,
        "1773489600",
        "2026-03-14T12:00:00Z",
        "2026-03-14T12:00:00.123Z",
        "2026-03-14T12:00:00+02:00",
        "Sat, 14 Mar 2026 12:00:00 GMT",
    ],
)
def test_a_moment_is_the_one_botocore_reads(value: float | str) -> None:
    assert moment(value) == parse_timestamp(value)
    assert moment(value).utcoffset() is not None


def test_a_moment_without_a_zone_is_in_utc() -> None:
    assert moment("2026-03-14T12:00:00") == datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_what_is_no_moment_is_refused_as_botocore_does() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        moment("yesterday")


def test_clients_of_a_session_read_json_and_xml_this_way(start_fake: StartFake) -> None:
    fake = start_fake(small_fleet(), NOON)
    session = boto3.Session(f"AKIA{PLACE[0]}", SECRET, region_name=PLACE[1])
    read_moments_fast(session)
    events = session.client("rds", endpoint_url=fake.url).describe_events()["Events"]
    changes = session.client("cloudtrail", endpoint_url=fake.url).lookup_events()["Events"]
    assert events[0]["Date"] == WHEN - timedelta(minutes=30)
    assert {each["Date"].tzinfo for each in events} | {each["EventTime"].tzinfo for each in changes} == {UTC}
