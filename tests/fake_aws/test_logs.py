"""logs, asked through boto3: what is within a span, how pages end, what is counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from fake_aws.aws import FakeAws
from fake_aws.faults import Kind
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import NOON, ORDERS_LOG, PLACE, small_fleet
from fake_aws.world import LogEvents, LogGroup

Refused = Callable[..., tuple[str, str]]
Client = Callable[..., Any]
ONE = {"logGroupName": ORDERS_LOG, "logStreamName": "orders-1"}
MINUTE = {"startTime": (NOON - 120) * 1000, "endTime": (NOON - 60) * 1000}


def _forward(client: Any, **asked: Any) -> list[list[dict[str, Any]]]:
    """Read a stream to its end, as the documentation says: until the token stays the same."""
    pages, token = [], None
    while True:
        more = {} if token is None else {"nextToken": token}
        answer = client.get_log_events(**ONE, **asked, startFromHead=True, **more)
        pages.append(answer["events"])
        if answer["nextForwardToken"] == token:
            return pages
        token = answer["nextForwardToken"]


def test_the_end_of_a_span_is_without_for_get_and_within_for_filter(client: Client) -> None:
    logs = client("logs")
    got = [event for page in _forward(logs, **MINUTE) for event in page]
    filtered = logs.filter_log_events(logGroupName=ORDERS_LOG, logStreamNames=["orders-1"], **MINUTE)[
        "events"
    ]
    assert len(got) == 60
    assert len(filtered) == 61
    assert filtered[-1]["timestamp"] == MINUTE["endTime"]


def test_a_stream_ends_with_the_same_token_after_an_empty_page(client: Client) -> None:
    pages = _forward(client("logs"), limit=1000)
    assert [len(page) for page in pages] == [1000, 1000, 1000, 590, 0]
    events = [event for page in pages for event in page]
    assert len({event["timestamp"] for event in events}) == 3590  # the last ten come later


def test_without_saying_so_the_newest_events_come(client: Client) -> None:
    events = client("logs").get_log_events(**ONE, limit=3)["events"]
    assert [event["message"] for event in events] == ["one 3587 LOG", "one 3588 LOG", "one 3589 LOG"]


def test_a_page_has_at_most_one_megabyte(start_fake: StartFake) -> None:
    world = small_fleet()
    moments = np.arange(NOON - 100, NOON - 90) * 1000
    texts = ["x" * 300_000] * 10
    world.streams[PLACE, ORDERS_LOG] = {"orders-1": LogEvents(moments, moments, texts)}
    logs = start_fake(world, NOON).client("logs", *PLACE)
    assert [len(page) for page in _forward(logs)] == [3, 3, 3, 1, 0]
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=ORDERS_LOG)
    assert [len(page["events"]) for page in pages] == [3, 3, 3, 1]


def test_a_token_lives_a_day(fake: FakeAws, client: Client, refused: Refused) -> None:
    logs = client("logs")
    token = logs.get_log_events(**ONE, startFromHead=True)["nextForwardToken"]
    fake.clock.advance(86_401)
    code, message = refused(logs.get_log_events, **ONE, startFromHead=True, nextToken=token)
    assert (code, message) == ("InvalidParameterException", "The specified nextToken has expired.")


def test_streams_are_read_together_in_the_order_of_time(client: Client) -> None:
    span = {"startTime": (NOON - 120) * 1000, "endTime": (NOON - 118) * 1000}
    events = client("logs").filter_log_events(logGroupName=ORDERS_LOG, **span)["events"]
    assert [(each["logStreamName"], each["timestamp"] - span["startTime"]) for each in events] == [
        ("orders-1", 0),
        ("orders-2", 500),
        ("orders-1", 1000),
        ("orders-2", 1500),
        ("orders-1", 2000),
    ]
    assert len({each["eventId"] for each in events}) == 5


def test_pages_of_a_filter_are_whole_and_without_repeats(client: Client) -> None:
    paginator = client("logs").get_paginator("filter_log_events")
    pages = list(paginator.paginate(logGroupName=ORDERS_LOG, limit=999))
    ids = [event["eventId"] for page in pages for event in page["events"]]
    assert len(ids) == len(set(ids)) == 2 * 3590
    assert [len(page["events"]) for page in pages] == [999] * 7 + [187]


@pytest.mark.parametrize(
    ("pattern", "count"), [("ERROR", 36), ('"one 7"', 111), ("ERROR -one", 0), ("?ERROR ?LOG", 3590)]
)
def test_a_filter_chooses_messages(client: Client, pattern: str, count: int) -> None:
    asked = {"logGroupName": ORDERS_LOG, "logStreamNames": ["orders-1"], "filterPattern": pattern}
    pages = client("logs").get_paginator("filter_log_events").paginate(**asked)
    assert sum(len(page["events"]) for page in pages) == count


def test_late_events_are_seen_when_they_have_been_ingested(fake: FakeAws, client: Client) -> None:
    span = {"startTime": (NOON - 10) * 1000, "endTime": NOON * 1000}
    logs = client("logs")
    assert logs.get_log_events(**ONE, **span, startFromHead=True)["events"] == []
    fake.clock.advance(62)
    assert len(logs.get_log_events(**ONE, **span, startFromHead=True)["events"]) == 10


def test_an_empty_page_with_a_token_is_not_the_end(fake: FakeAws, client: Client) -> None:
    fake.faults.add(Kind.EMPTY_PAGE, "logs", "FilterLogEvents", nth=[1, 3])
    pages = list(
        client("logs").get_paginator("filter_log_events").paginate(logGroupName=ORDERS_LOG, **MINUTE)
    )
    assert [len(page["events"]) for page in pages] == [0, 121]


def test_an_empty_page_of_one_stream_has_a_token_of_its_own(fake: FakeAws, client: Client) -> None:
    fake.faults.add(Kind.EMPTY_PAGE, "logs", "GetLogEvents", nth=[1, 2, 4])
    assert [len(page) for page in _forward(client("logs"), **MINUTE)] == [0, 0, 60, 0, 0]


def test_the_end_of_a_stream_is_the_same_token_while_time_goes_on(fake: FakeAws, client: Client) -> None:
    logs, span = client("logs"), {"startTime": (NOON - 60) * 1000, "endTime": (NOON - 30) * 1000}
    first = logs.get_log_events(**ONE, **span, startFromHead=True)["nextForwardToken"]
    fake.clock.advance(10)
    assert (
        logs.get_log_events(**ONE, **span, startFromHead=True, nextToken=first)["nextForwardToken"] == first
    )


def test_duplicated_events_have_the_same_id(fake: FakeAws, client: Client) -> None:
    fake.faults.add(Kind.DUPLICATED, "logs", "FilterLogEvents")
    asked = {"logGroupName": ORDERS_LOG, "logStreamNames": ["orders-1"]}
    events = client("logs").filter_log_events(**asked, **MINUTE)["events"]
    assert len(events) == 122
    assert len({event["eventId"] for event in events}) == 61


def test_what_is_older_than_the_retention_is_gone(fake: FakeAws, client: Client) -> None:
    fake.clock.set(NOON - 1800 + 30 * 86_400)
    assert len(_forward(client("logs"), limit=10_000)[0]) == 1800


def test_groups_and_streams_are_listed_in_pages_of_fifty(start_fake: StartFake) -> None:
    world = small_fleet()
    world.groups[PLACE] += [LogGroup(f"/aws/rds/cluster/c{n}/error") for n in range(60)]
    logs = start_fake(world, NOON).client("logs", *PLACE)
    paginator = logs.get_paginator("describe_log_groups")
    pages = list(paginator.paginate(logGroupNamePrefix="/aws/rds/cluster/"))
    assert [len(page["logGroups"]) for page in pages] == [50, 11]
    [first, second] = logs.describe_log_streams(logGroupName=ORDERS_LOG)["logStreams"]
    assert first["lastEventTimestamp"] == (NOON - 11) * 1000
    assert second["logStreamName"] == "orders-2"
    by_arn = pages[1]["logGroups"][-1]["logGroupArn"]
    assert len(logs.describe_log_streams(logGroupIdentifier=by_arn)["logStreams"]) == 2


def test_a_query_counts_and_is_not_ready_at_once(client: Client) -> None:
    logs = client("logs")
    query = logs.start_query(
        logGroupName=ORDERS_LOG,
        startTime=NOON - 120,
        endTime=NOON - 60,
        queryString="stats count(*) as events, sum(strlen(@message)) as bytes by @logStream",
    )["queryId"]
    assert logs.get_query_results(queryId=query)["status"] == "Running"
    done = logs.get_query_results(queryId=query)
    assert done["status"] == "Complete"
    rows = [{cell["field"]: cell["value"] for cell in row} for row in done["results"]]
    assert [(row["@logStream"], row["events"]) for row in rows] == [("orders-1", "61"), ("orders-2", "61")]
    assert int(rows[0]["bytes"]) == sum(len(f"one {n} LOG") for n in range(3480, 3541)) + 2 * 1


@pytest.mark.parametrize(
    ("operation", "asked", "code"),
    [
        ("get_log_events", {"logGroupName": "none", "logStreamName": "a"}, "ResourceNotFoundException"),
        ("get_log_events", ONE | {"logStreamName": "none"}, "ResourceNotFoundException"),
        ("get_log_events", ONE | {"limit": 10_001}, "InvalidParameterException"),
        ("get_log_events", ONE | {"nextToken": "f/bm9uZQ=="}, "InvalidParameterException"),
        (
            "filter_log_events",
            {"logGroupName": ORDERS_LOG, "logStreamNames": ["orders-1"], "logStreamNamePrefix": "o"},
            "InvalidParameterException",
        ),
        ("filter_log_events", {"logGroupName": ORDERS_LOG, "filterPattern": "{ $.x = 1 }"}, "NotEmulated"),
        (
            "describe_log_streams",
            {"logGroupName": ORDERS_LOG, "orderBy": "LastEventTime", "logStreamNamePrefix": "o"},
            "InvalidParameterException",
        ),
        ("describe_log_groups", {"limit": 51}, "InvalidParameterException"),
        ("get_query_results", {"queryId": "none"}, "ResourceNotFoundException"),
        (
            "start_query",
            {"logGroupName": ORDERS_LOG, "startTime": 0, "endTime": 1, "queryString": "fields @message"},
            "NotEmulated",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused(
    client: Client, refused: Refused, operation: str, asked: dict[str, Any], code: str
) -> None:
    assert refused(getattr(client("logs"), operation), **asked)[0] == code
