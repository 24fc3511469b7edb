"""Half an answer is not an empty one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError
from fake_aws.faults import Kind
from fake_aws.fixtures import StartFake, start_fake
from fake_aws.small_fleet import NOON, PLACE, small_fleet

from aurorascope.aws.whole_answers import hold_to_length

__all__ = ["start_fake"]
CALLS: dict[str, Callable[[Any], Any]] = {
    "cloudwatch": lambda client: client.list_metrics()["Metrics"],
    "rds": lambda client: client.describe_db_clusters()["DBClusters"],
    "pi": lambda client: client.get_resource_metadata(ServiceType="RDS", Identifier="db-ORDERSONE")[
        "Features"
    ],
    "logs": lambda client: client.describe_log_groups()["logGroups"],
    "s3": lambda client: client.list_objects_v2(Bucket="orders-logs")["Contents"],
}


@pytest.mark.parametrize("service", CALLS)
def test_an_answer_that_was_cut_is_asked_for_again(start_fake: StartFake, service: str) -> None:
    fake = start_fake(small_fleet(), NOON)
    fake.faults.add(Kind.CUT_MIDWAY, nth=[1])
    client = fake.client(service, *PLACE, attempts=3)
    hold_to_length(client)
    assert CALLS[service](client)
    assert [entry.outcome for entry in fake.ledger.entries] == ["cut", "ok"]


def test_an_answer_that_is_always_cut_is_a_failure(start_fake: StartFake) -> None:
    fake = start_fake(small_fleet(), NOON)
    fake.faults.add(Kind.CUT_MIDWAY)
    client = fake.client("cloudwatch", *PLACE, attempts=2)
    hold_to_length(client)
    with pytest.raises(ConnectionClosedError):
        client.list_metrics()


def test_an_object_and_its_head_pass(start_fake: StartFake) -> None:
    client = start_fake(small_fleet(), NOON).client("s3", *PLACE)
    hold_to_length(client)
    where = {"Bucket": "orders-logs", "Key": "2026/03/12/00/part 0.gz"}
    assert client.head_object(**where)["ContentLength"] == 120
    assert len(client.get_object(**where)["Body"].read()) == 120
