"""rds, asked through boto3: pages, filters, events, log files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.services.rds_log_files import CUT_MARK
from fake_aws.small_fleet import ACCOUNT, NOON, PLACE, REGION, WHEN, arn, small_fleet

Refused = Callable[..., tuple[str, str]]
Client = Callable[..., Any]


def test_a_hundred_and_fifty_clusters_come_in_two_pages(start_fake: StartFake) -> None:
    world = small_fleet()
    clusters = [{"DBClusterIdentifier": f"c{n}"} for n in range(150)]
    world.records[PLACE, "DescribeDBClusters"] = clusters
    rds = start_fake(world, NOON).client("rds", *PLACE)
    pages = list(rds.get_paginator("describe_db_clusters").paginate())
    assert [len(page["DBClusters"]) for page in pages] == [100, 50]
    assert [each["DBClusterIdentifier"] for page in pages for each in page["DBClusters"]] == [
        each["DBClusterIdentifier"] for each in clusters
    ]


@pytest.mark.parametrize("size", [19, 101])
def test_a_page_has_twenty_to_a_hundred_records(client: Client, refused: Refused, size: int) -> None:
    code, message = refused(client("rds").describe_db_clusters, MaxRecords=size)
    assert code == "InvalidParameterValue"
    assert "between 20 and 100" in message


def test_a_marker_of_another_question_is_refused(start_fake: StartFake, refused: Refused) -> None:
    world = small_fleet()
    world.records[PLACE, "DescribeDBClusters"] = [{"DBClusterIdentifier": f"c{n}"} for n in range(150)]
    rds = start_fake(world, NOON).client("rds", *PLACE)
    marker = rds.describe_db_clusters()["Marker"]
    assert refused(rds.describe_db_instances, Marker=marker)[0] == "InvalidParameterValue"


def test_filters_choose_and_an_unknown_one_is_refused(client: Client, refused: Refused) -> None:
    rds = client("rds")

    def names(**asked: Any) -> list[str]:
        return [each["DBInstanceIdentifier"] for each in rds.describe_db_instances(**asked)["DBInstances"]]

    assert names(Filters=[{"Name": "db-cluster-id", "Values": ["ORDERS"]}]) == ["orders-1", "orders-2"]
    assert names(Filters=[{"Name": "dbi-resource-id", "Values": ["db-IDLEONE"]}]) == ["idle-1"]
    assert names(DBInstanceIdentifier=arn("db", "orders-2")) == ["orders-2"]
    code, message = refused(rds.describe_db_instances, Filters=[{"Name": "db-cluster", "Values": ["orders"]}])
    assert (code, message) == ("InvalidParameterValue", "Unrecognized filter name: db-cluster")


@pytest.mark.parametrize(
    ("operation", "asked", "code"),
    [
        ("describe_db_clusters", {"DBClusterIdentifier": "none"}, "DBClusterNotFoundFault"),
        ("describe_db_instances", {"DBInstanceIdentifier": "none"}, "DBInstanceNotFound"),
        ("describe_db_cluster_backtracks", {"DBClusterIdentifier": "none"}, "DBClusterNotFoundFault"),
        (
            "describe_db_cluster_parameters",
            {"DBClusterParameterGroupName": "none"},
            "DBParameterGroupNotFound",
        ),
        ("describe_db_log_files", {"DBInstanceIdentifier": "none"}, "DBInstanceNotFound"),
        ("list_tags_for_resource", {"ResourceName": arn("db", "none")}, "DBInstanceNotFound"),
    ],
)
def test_what_is_not_there_is_refused_by_its_own_code(
    client: Client, refused: Refused, operation: str, asked: dict[str, str], code: str
) -> None:
    assert refused(getattr(client("rds"), operation), **asked)[0] == code


def test_snapshots_of_others_are_listed_when_asked_for(start_fake: StartFake) -> None:
    world = small_fleet()
    kinds = ("automated", "manual", "shared", "public")
    world.records[PLACE, "DescribeDBClusterSnapshots"] = [
        {"DBClusterSnapshotIdentifier": kind, "SnapshotType": kind} for kind in kinds
    ]
    rds = start_fake(world, NOON).client("rds", *PLACE)

    def listed(**asked: Any) -> list[str]:
        found = rds.describe_db_cluster_snapshots(**asked)["DBClusterSnapshots"]
        return [each["SnapshotType"] for each in found]

    assert listed() == ["automated", "manual"]
    assert listed(IncludeShared=True, IncludePublic=True) == list(kinds)
    assert listed(SnapshotType="public") == ["public"]


def test_events_are_chosen_by_category_and_source(client: Client) -> None:
    asked = {"Duration": 120, "SourceType": "db-cluster", "SourceIdentifier": "orders"}
    assert len(client("rds").describe_events(**asked, EventCategories=["failover", "failure"])["Events"]) == 2
    assert client("rds").describe_events(**asked, EventCategories=["maintenance"])["Events"] == []


def test_tags_are_those_of_the_record(client: Client) -> None:
    tags = client("rds").list_tags_for_resource(ResourceName=arn("cluster", "orders"))["TagList"]
    assert tags == [{"Key": "team", "Value": "orders"}]


def _messages(answer: dict[str, Any]) -> list[str]:
    return [event["Message"].split()[0] for event in answer["Events"]]


def test_events_are_those_of_the_last_hour_unless_asked_for_more(client: Client) -> None:
    rds = client("rds")
    assert _messages(rds.describe_events()) == ["Completed"]
    assert _messages(rds.describe_events(Duration=120)) == ["Started", "Completed"]
    span = {"StartTime": WHEN - timedelta(days=14), "EndTime": WHEN}
    assert _messages(rds.describe_events(**span)) == ["Started", "Completed"]


def test_both_ends_of_a_span_of_events_are_within_it(client: Client) -> None:
    span = {"StartTime": WHEN - timedelta(minutes=90), "EndTime": WHEN - timedelta(minutes=30)}
    assert _messages(client("rds").describe_events(**span)) == ["Started", "Completed"]


def test_a_start_alone_is_the_start_of_one_hour(client: Client) -> None:
    answer = client("rds").describe_events(StartTime=WHEN - timedelta(minutes=95))
    assert _messages(answer) == ["Started"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"SourceIdentifier": "orders"}, "InvalidParameterCombination"),
        ({"StartTime": WHEN - timedelta(days=15), "EndTime": WHEN}, "InvalidParameterValue"),
        ({"Duration": 20_161}, "InvalidParameterValue"),
        ({"SourceType": "cluster"}, "InvalidParameterValue"),
    ],
)
def test_events_are_not_asked_for_like_that(
    client: Client, refused: Refused, asked: dict[str, Any], code: str
) -> None:
    assert refused(client("rds").describe_events, **asked)[0] == code


def test_a_log_file_comes_in_portions_and_the_cut_line_loses_its_rest(client: Client) -> None:
    rds, marker, portions = client("rds"), "0", []
    while True:
        portion = rds.download_db_log_file_portion(
            DBInstanceIdentifier="orders-1", LogFileName="error/postgresql.log", Marker=marker
        )
        portions.append(portion["LogFileData"])
        marker = portion["Marker"]
        if not portion["AdditionalDataPending"]:
            break
    assert portions[0].endswith("x" + CUT_MARK)
    assert portions[1] == "last line\n"
    assert sum(map(len, portions)) < 1_100_000


def test_without_a_marker_only_the_last_ten_thousand_lines_come(client: Client) -> None:
    asked = {"DBInstanceIdentifier": "orders-1", "LogFileName": "error/small.log"}
    portion = client("rds").download_db_log_file_portion(**asked)
    assert portion["LogFileData"].startswith("line 2000 <&>\n")
    assert portion["LogFileData"].endswith("line 11999 <&>\n")
    assert portion["AdditionalDataPending"] is False
    first = client("rds").download_db_log_file_portion(**asked, Marker="0", NumberOfLines=2)
    assert first["LogFileData"] == "line 0 <&>\nline 1 <&>\n"
    assert first["AdditionalDataPending"] is True


def test_asking_for_log_files_wakes_a_paused_instance_and_describing_does_not(
    fake: FakeAws, client: Client
) -> None:
    client("rds").describe_db_instances()
    client("rds").describe_db_log_files(DBInstanceIdentifier="orders-1")
    assert fake.woken(*PLACE) == []
    client("rds").describe_db_log_files(DBInstanceIdentifier="idle-1")
    assert fake.woken(*PLACE) == [("idle-1", "DescribeDBLogFiles", NOON)]


def test_a_whole_log_file_comes_by_rest(fake: FakeAws) -> None:
    path = f"/v13/downloadCompleteLogFile/orders-1/{quote('error/small.log')}"
    request = AWSRequest("GET", fake.url + path)
    SigV4Auth(fake.session(*PLACE).get_credentials(), "rds", REGION).add_auth(request)
    with urlopen(Request(fake.url + path, headers=dict(request.headers))) as answer:  # noqa: S310 -- loopback
        content = answer.read()
    assert content == small_fleet().files[PLACE, "orders-1"]["error/small.log"][1]
    assert fake.ledger.actions() == {"rds:DownloadCompleteDBLogFile"}
    assert fake.ledger.entries[0].resource == f"arn:aws:rds:{REGION}:{ACCOUNT}:db:orders-1"
