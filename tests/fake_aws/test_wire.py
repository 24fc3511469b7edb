"""What goes over the wire: every shape of a request and an answer survives it."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any

import pytest

from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.models import operation_model
from fake_aws.small_fleet import ACCOUNT, NOON, PLACE, REGION, small_fleet
from fake_aws.wire import jsons, query, xml

Client = Callable[..., Any]
WHEN = datetime(2026, 3, 14, 11, 59, 59, 123000, tzinfo=UTC)


def model(service: str, operation: str) -> Any:
    found = operation_model(service, operation)
    assert found is not None
    return found


def test_a_form_becomes_parameters_by_the_model() -> None:
    form = (
        b"Action=DescribeDBClusters&Version=2014-10-31&IncludeShared=true&MaxRecords=20"
        b"&Filters.Filter.1.Name=engine&Filters.Filter.1.Values.Value.1=a%20b&Filters.Filter.1.Values.Value.2=c"
        b"&Unheard.Of=7"
    )
    name, tree = query.action(form)
    assert name == "DescribeDBClusters"
    assert query.parameters(model("rds", name), tree) == {
        "IncludeShared": True,
        "MaxRecords": 20,
        "Filters": [{"Name": "engine", "Values": ["a b", "c"]}],
        "Unheard": {"Of": "7"},
    }


def test_an_empty_list_and_a_number_that_is_none_are_kept_for_the_checks() -> None:
    _, tree = query.action(
        b"Action=DescribeEvents&EventCategories=&MaxRecords=many&StartTime=2026-03-14T12:00:00Z"
    )
    found = query.parameters(model("rds", "DescribeEvents"), tree)
    assert found["EventCategories"] == []
    assert found["MaxRecords"] == "many"
    assert found["StartTime"] == datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_text_that_xml_cannot_hold_is_replaced_and_all_other_text_survives(start_fake: StartFake) -> None:
    world = small_fleet()
    text = 'a <b> & "c"\ttab\r\nline\x1b[0m \U0001f600 é'
    world.files[PLACE, "orders-1"] = {"error/odd.log": (NOON * 1000, text.encode())}
    rds = start_fake(world, NOON).client("rds", *PLACE)
    asked = {"DBInstanceIdentifier": "orders-1", "LogFileName": "error/odd.log", "Marker": "0"}
    assert rds.download_db_log_file_portion(**asked)["LogFileData"] == text.replace("\x1b", "\ufffd")
    assert xml.text("plain") == "plain"


def test_records_survive_xml_with_moments_numbers_and_lists(start_fake: StartFake) -> None:
    world = small_fleet()
    record = {
        "DBClusterIdentifier": "orders",
        "ClusterCreateTime": WHEN,
        "StorageEncrypted": False,
        "Port": 5432,
        "AvailabilityZones": ["eu-west-1a", "eu-west-1b"],
        "ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 16.0},
        "DBClusterMembers": [],
    }
    world.records[PLACE, "DescribeDBClusters"] = [record]
    [cluster] = start_fake(world, NOON).client("rds", *PLACE).describe_db_clusters()["DBClusters"]
    assert cluster == record


def test_moments_survive_json(client: Client) -> None:
    change = {"StartTime": WHEN - timedelta(days=2), "EndTime": WHEN}
    [newest, _] = client("cloudtrail").lookup_events(**change)["Events"]
    assert newest["EventTime"] == datetime(2026, 3, 13, 12, tzinfo=UTC)
    body = jsons.answer(model("cloudtrail", "LookupEvents"), {"Events": [{"EventTime": WHEN}]})
    assert json.loads(body) == {"Events": [{"EventTime": WHEN.timestamp()}]}


def _raw(
    fake: FakeAws, method: str, path: str, headers: dict[str, str], body: bytes = b""
) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", int(fake.url.rpartition(":")[2]), timeout=10)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _signed(service: str) -> dict[str, str]:
    scope = f"AKIA{ACCOUNT}/20260314/{REGION}/{service}/aws4_request"
    return {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({}, b"", 403, b"MissingAuthenticationToken"),
        (_signed("ec2"), b"", 403, b"MissingAuthenticationToken"),
        (_signed("rds"), b"Action=Nothing", 400, b"InvalidAction"),
        (
            _signed("pi") | {"X-Amz-Target": "PerformanceInsightsv20180227.Nothing"},
            b"{}",
            400,
            b"InvalidAction",
        ),
        (
            _signed("pi") | {"X-Amz-Target": "PerformanceInsightsv20180227.GetResourceMetadata"},
            b"{not json",
            400,
            b"SerializationException",
        ),
        (
            _signed("pi") | {"X-Amz-Target": "PerformanceInsightsv20180227.GetResourceMetadata"},
            b'["a list"]',
            400,
            b"InvalidArgumentException",
        ),
    ],
)
def test_what_boto3_never_sends_is_refused(
    fake: FakeAws, headers: dict[str, str], body: bytes, status: int, code: bytes
) -> None:
    answered, told = _raw(fake, "POST", "/", headers, body)
    assert answered == status
    assert code in told


def test_a_connection_is_kept_for_many_calls(fake: FakeAws) -> None:
    connection = HTTPConnection("127.0.0.1", int(fake.url.rpartition(":")[2]), timeout=10)
    for _ in range(3):
        connection.request("POST", "/", b"Action=GetCallerIdentity", _signed("sts"))
        assert ACCOUNT.encode() in connection.getresponse().read()
    connection.close()
    assert len(fake.ledger.entries) == 3


def test_what_is_no_http_ends_the_connection_and_nothing_else(fake: FakeAws, client: Client) -> None:
    with socket.create_connection(("127.0.0.1", int(fake.url.rpartition(":")[2])), timeout=10) as noise:
        noise.sendall(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        assert noise.recv(100) == b""
    assert client("sts").get_caller_identity()["Account"] == ACCOUNT
