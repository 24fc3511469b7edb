"""sts, s3, cloudtrail, application-autoscaling and tagging, asked through boto3."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import ACCOUNT, NOON, PLACE, WHEN, arn, small_fleet

Refused = Callable[..., tuple[str, str]]
Client = Callable[..., Any]


def test_a_role_is_assumed_with_its_external_id_only(fake: FakeAws, client: Client, refused: Refused) -> None:
    role = fake.credentials.role(ACCOUNT, "collector", external_id="orders-9", allow=["rds:Describe*"])
    sts, asked = client("sts"), {"RoleArn": role, "RoleSessionName": "nightly"}
    for wrong in ({}, {"ExternalId": "orders-8"}):
        assert refused(sts.assume_role, **asked, **wrong)[0] == "AccessDenied"
    given = sts.assume_role(**asked, ExternalId="orders-9")["Credentials"]
    session = fake.session(*PLACE).client(
        "rds",
        endpoint_url=fake.url,
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )
    assert len(session.describe_db_clusters()["DBClusters"]) == 2
    assert fake.ledger.entries[-1].principal.endswith(":assumed-role/collector/nightly")
    fake.credentials.expire_sessions()
    assert refused(session.describe_db_clusters)[0] == "ExpiredToken"


def test_a_session_of_less_than_a_quarter_of_an_hour_is_refused(
    fake: FakeAws, client: Client, refused: Refused
) -> None:
    role = fake.credentials.role(ACCOUNT, "collector")
    asked = {"RoleArn": role, "RoleSessionName": "nightly", "DurationSeconds": 60}
    code, message = refused(client("sts", careful=False).assume_role, **asked)
    assert code == "ValidationError"
    assert "below 900" in message


def test_who_is_asking_needs_no_permission(fake: FakeAws) -> None:
    key = fake.credentials.user(ACCOUNT, "nobody", allow=[])
    assert fake.client("sts", *PLACE, key=key).get_caller_identity()["Account"] == ACCOUNT


def _keys(answer: dict[str, Any]) -> list[str]:
    return [each["Key"] for each in answer.get("Contents", ())]


def test_objects_are_listed_by_prefix_and_in_pages(client: Client) -> None:
    s3 = client("s3")
    assert (
        _keys(s3.list_objects_v2(Bucket="orders-logs", Prefix="2026/03/13/"))[2] == "2026/03/13/02/part 2.gz"
    )
    days = s3.list_objects_v2(Bucket="orders-logs", Prefix="2026/03/", Delimiter="/")["CommonPrefixes"]
    assert [each["Prefix"] for each in days] == ["2026/03/12/", "2026/03/13/", "2026/03/14/"]
    pages = list(
        s3.get_paginator("list_objects_v2").paginate(Bucket="orders-logs", PaginationConfig={"PageSize": 4})
    )
    assert [page["KeyCount"] for page in pages] == [4, 4, 1]
    later = s3.list_objects_v2(Bucket="orders-logs", StartAfter="2026/03/14/01")
    assert len(_keys(later)) == 2


def test_an_object_is_read_whole_or_by_range(client: Client) -> None:
    s3, where = client("s3"), {"Bucket": "orders-logs", "Key": "2026/03/12/00/part 0.gz"}
    assert s3.get_object(**where)["Body"].read() == b"0123456789" * 12
    part = s3.get_object(**where, Range="bytes=5-9")
    assert (part["Body"].read(), part["ContentRange"]) == (b"56789", "bytes 5-9/120")
    assert s3.get_object(**where, Range="bytes=-3")["Body"].read() == b"789"
    assert s3.head_object(**where)["ContentLength"] == 120


def test_what_is_not_in_s3_is_refused(client: Client, refused: Refused) -> None:
    s3 = client("s3")
    assert refused(s3.get_object, Bucket="orders-logs", Key="none")[0] == "NoSuchKey"
    assert refused(s3.list_objects_v2, Bucket="nobodys")[0] == "NoSuchBucket"
    far = {"Bucket": "orders-logs", "Key": "2026/03/12/00/part 0.gz", "Range": "bytes=120-"}
    assert refused(s3.get_object, **far)[0] == "InvalidRange"


def test_changes_are_looked_up_newest_first_and_ninety_days_back(client: Client) -> None:
    pages = list(client("cloudtrail").get_paginator("lookup_events").paginate())
    events = [event for page in pages for event in page["Events"]]
    assert [len(page["Events"]) for page in pages] == [50, 41]
    assert [event["EventId"] for event in events[:2]] == ["event-0", "event-1"]


def test_changes_are_looked_up_by_one_attribute(client: Client, refused: Refused) -> None:
    trail = client("cloudtrail")
    reboots = {"AttributeKey": "EventName", "AttributeValue": "RebootDBInstance"}
    named = {"AttributeKey": "ResourceName", "AttributeValue": "orders-1"}
    span = {"StartTime": WHEN - timedelta(days=3), "EndTime": WHEN}
    assert len(trail.lookup_events(LookupAttributes=[reboots], **span)["Events"]) == 2
    assert len(trail.lookup_events(LookupAttributes=[named], **span)["Events"]) == 4
    assert (
        refused(trail.lookup_events, LookupAttributes=[reboots, named])[0]
        == "InvalidLookupAttributesException"
    )
    backward = {"StartTime": WHEN, "EndTime": WHEN - timedelta(days=1)}
    assert refused(trail.lookup_events, **backward)[0] == "InvalidTimeRangeException"


def _activity(hours_ago: int, status: str) -> dict[str, Any]:
    return {
        "ActivityId": f"a-{hours_ago}",
        "ServiceNamespace": "rds",
        "ResourceId": "cluster:orders",
        "ScalableDimension": "rds:cluster:ReadReplicaCount",
        "Description": "Setting replica count to 2.",
        "Cause": "monitor alarm",
        "StartTime": WHEN - timedelta(hours=hours_ago),
        "StatusCode": status,
    }


def test_scaling_activities_are_of_six_weeks_and_only_those_that_scaled(start_fake: StartFake) -> None:
    world = small_fleet()
    activities = [_activity(1, "Successful"), _activity(2, "Unfulfilled"), _activity(43 * 24, "Successful")]
    world.records[PLACE, "DescribeScalingActivities"] = activities
    client = start_fake(world, NOON).client("application-autoscaling", *PLACE)
    found = client.describe_scaling_activities(ServiceNamespace="rds")["ScalingActivities"]
    assert [each["ActivityId"] for each in found] == ["a-1"]
    asked = {"ServiceNamespace": "rds", "IncludeNotScaledActivities": True}
    assert len(client.describe_scaling_activities(**asked)["ScalingActivities"]) == 2


def test_resources_are_found_by_their_tags(client: Client) -> None:
    tagging = client("resourcegroupstaggingapi")

    def found(*values: str) -> list[str]:
        asked = {
            "TagFilters": [{"Key": "team", "Values": list(values)}],
            "ResourceTypeFilters": ["rds:cluster"],
        }
        return [each["ResourceARN"] for each in tagging.get_resources(**asked)["ResourceTagMappingList"]]

    assert found("orders") == found() == [arn("cluster", "orders"), arn("cluster", "idle")]
    assert found("billing") == []


def test_an_operation_that_is_not_emulated_says_so(client: Client) -> None:
    with pytest.raises(ClientError) as caught:
        client("rds").create_db_cluster(DBClusterIdentifier="new", Engine="aurora-postgresql")
    assert caught.value.response["Error"]["Code"] == "NotEmulated"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
