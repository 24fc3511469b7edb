"""What goes wrong on demand arrives at a real client as each service says it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, HTTPClientError
from botocore.parsers import ResponseParserError

from fake_aws import services
from fake_aws.aws import SECRET, FakeAws
from fake_aws.faults import Kind
from fake_aws.fixtures import StartFake
from fake_aws.quotas import DOCUMENTED
from fake_aws.refusals import MANNERS
from fake_aws.small_fleet import ACCOUNT, NOON, ORDERS_LOG, PLACE, REGION, WHEN, small_fleet

Refused = Callable[..., tuple[str, str]]
Client = Callable[..., Any]
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "rds": ("describe_db_clusters", {}),
    "sts": ("assume_role", {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/collector", "RoleSessionName": "test"}),
    "cloudwatch": ("list_metrics", {}),
    "pi": ("get_resource_metadata", {"ServiceType": "RDS", "Identifier": "db-ORDERSONE"}),
    "logs": ("describe_log_groups", {}),
    "cloudtrail": ("lookup_events", {}),
    "application-autoscaling": ("describe_scaling_activities", {"ServiceNamespace": "rds"}),
    "resourcegroupstaggingapi": ("get_resources", {}),
    "secretsmanager": ("get_secret_value", {"SecretId": "chat"}),
    "athena": ("get_work_group", {"WorkGroup": "primary"}),
    "sns": ("publish", {"TopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:t", "Message": "x"}),
    "emr-serverless": (
        "start_job_run",
        {
            "applicationId": "00f1",
            "executionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/spark",
            "jobDriver": {"sparkSubmit": {"entryPoint": "s3://b/job.py"}},
        },
    ),
    "glue": ("start_job_run", {"JobName": "aurorascope"}),
    "s3": ("list_objects_v2", {"Bucket": "orders-logs"}),
}
REFUSALS = {
    Kind.THROTTLED: "throttled",
    Kind.INTERNAL: "internal",
    Kind.EXPIRED: "expired",
    Kind.DENIED: "denied",
    Kind.SKEWED: "skewed",
}


def test_every_service_is_struck_here() -> None:
    assert set(CALLS) == set(MANNERS)


@pytest.mark.parametrize("service", CALLS)
def test_a_service_says_its_trouble_in_its_own_words(fake: FakeAws, client: Client, service: str) -> None:
    operation, asked = CALLS[service]
    fake.credentials.role(ACCOUNT, "collector")
    fake.state(*PLACE)["secrets"] = {"chat": "https://hooks.example/x"}
    call = getattr(client(service), operation)
    for kind, manner in REFUSALS.items():
        fault = fake.faults.add(kind, service, times=1)
        with pytest.raises(ClientError) as caught:
            call(**asked)
        answer = caught.value.response
        told = (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"])
        assert told == getattr(MANNERS[service], manner)
        assert fault.struck == 1
        call(**asked)


@pytest.mark.parametrize("kind", [Kind.THROTTLED, Kind.INTERNAL, Kind.CUT])
@pytest.mark.parametrize("service", ["rds", "cloudwatch", "pi", "logs", "s3"])
def test_a_client_that_retries_gets_over_it(fake: FakeAws, client: Client, service: str, kind: Kind) -> None:
    operation, asked = CALLS[service]
    fake.faults.add(kind, service, nth=[1])
    getattr(client(service, attempts=3), operation)(**asked)
    outcomes = [entry.outcome for entry in fake.ledger.calls(service)]
    assert len(outcomes) == 2
    assert outcomes[0] != "ok"
    assert outcomes[1] == "ok"


def test_a_cut_connection_is_seen_as_one(fake: FakeAws, client: Client) -> None:
    fake.faults.add(Kind.CUT, "rds")
    with pytest.raises((ConnectionClosedError, HTTPClientError)):
        client("rds").describe_db_clusters()


def test_botocore_takes_half_an_answer_for_an_empty_one(fake: FakeAws, client: Client) -> None:
    fake.faults.add(Kind.CUT_MIDWAY)
    assert "Metrics" not in client("cloudwatch", attempts=3).list_metrics()
    assert len(fake.ledger.entries) == 1  # and does not even try again
    with pytest.raises(ResponseParserError):
        client("rds", attempts=3).describe_db_clusters()


def test_a_denial_names_the_action_and_the_resource(fake: FakeAws, refused: Refused) -> None:
    key = fake.credentials.user(ACCOUNT, "collector", allow=["rds:*"])
    dbi = "db-ORDERSONE"
    code, message = refused(
        fake.client("pi", *PLACE, key=key).get_resource_metadata, ServiceType="RDS", Identifier=dbi
    )
    assert code == "NotAuthorizedException"
    assert f"{ACCOUNT}:user/collector is not authorized to perform: pi:GetResourceMetadata" in message
    assert f"arn:aws:pi:{REGION}:{ACCOUNT}:metrics/rds/{dbi}" in message


def test_a_policy_with_resources_allows_these_only(fake: FakeAws, refused: Refused) -> None:
    group = f"arn:aws:logs:*:{ACCOUNT}:log-group:/aws/rds/cluster/*"
    policy = {
        "Statement": [
            {"Effect": "Allow", "Action": ["logs:FilterLogEvents", "logs:GetLogEvents"], "Resource": group},
            {"Effect": "Deny", "Action": "logs:GetLogEvents", "Resource": "*"},
            {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a": "b"}}},
        ]
    }
    logs = fake.client("logs", *PLACE, key=fake.credentials.user(ACCOUNT, "collector", allow=policy))
    assert logs.filter_log_events(logGroupName=ORDERS_LOG, limit=1)["events"]
    for operation, asked in (
        (logs.filter_log_events, {"logGroupName": "RDSOSMetrics"}),
        (logs.get_log_events, {"logGroupName": ORDERS_LOG, "logStreamName": "orders-1"}),
        (logs.describe_log_groups, {}),
    ):
        assert refused(operation, **asked)[0] == "AccessDeniedException"


def test_an_unknown_key_is_nobody(fake: FakeAws, refused: Refused) -> None:
    assert (
        refused(fake.client("rds", *PLACE, key="AKIA999999999999").describe_db_clusters)[0]
        == "InvalidClientTokenId"
    )


def test_the_ledger_knows_what_was_called(fake: FakeAws, client: Client) -> None:
    client("rds").describe_db_clusters(MaxRecords=20)
    client("cloudwatch").list_metrics()
    first, second = fake.ledger.entries
    assert (first.account, first.region, first.actions) == (ACCOUNT, REGION, ("rds:DescribeDBClusters",))
    assert first.parameters == {"MaxRecords": 20}
    assert second.actions == ("cloudwatch:ListMetrics",)
    assert fake.ledger.counts() == {("rds", "DescribeDBClusters"): 1, ("cloudwatch", "ListMetrics"): 1}


def test_chance_is_the_same_for_the_same_seed(start_fake: StartFake) -> None:
    def story(seed: int) -> list[str]:
        fake = start_fake(small_fleet(), NOON, seed=seed)
        fake.faults.add(Kind.THROTTLED, "rds", probability=0.5)
        rds = fake.client("rds", *PLACE)
        for _ in range(20):
            try:
                rds.describe_db_clusters()
            except ClientError:
                continue
        return [entry.outcome for entry in fake.ledger.entries]

    assert story(1) == story(1)
    assert story(1) != story(2)
    assert set(story(1)) == {"ok", "Throttling"}


def test_many_clients_at_once_are_answered_each_its_own(fake: FakeAws) -> None:
    fake.faults.add(Kind.THROTTLED, probability=0.1)
    fake.faults.add(Kind.CUT, probability=0.05)
    clients = {service: fake.client(service, *PLACE, attempts=10) for service in ("rds", "pi", "logs")}

    def ask(turn: int) -> int:
        service = ("rds", "pi", "logs")[turn % 3]
        operation, asked = CALLS[service]
        answer = getattr(clients[service], operation)(**asked)
        return len(answer[{"rds": "DBClusters", "pi": "Features", "logs": "logGroups"}[service]])

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(ask, range(60))) == [2] * 60
    outcomes = Counter(entry.outcome for entry in fake.ledger.entries)
    assert outcomes["ok"] == 60
    assert len(fake.ledger.entries) > 60


def test_a_slow_answer_outlasts_a_short_patience(fake: FakeAws) -> None:
    fake.faults.add(Kind.SLOW, "rds", seconds=0.5)
    rds = fake.session(*PLACE).client(
        "rds",
        endpoint_url=fake.url,
        aws_secret_access_key=SECRET,
        aws_access_key_id=f"AKIA{ACCOUNT}",
        config=Config(read_timeout=0.1, retries={"total_max_attempts": 1}),
    )
    with pytest.raises(HTTPClientError):
        rds.describe_db_clusters()


def test_a_deleted_instance_is_gone_everywhere(fake: FakeAws, client: Client, refused: Refused) -> None:
    fake.faults.delete_instance(*PLACE, "orders-1", NOON - 600)
    rds = client("rds")
    assert refused(rds.describe_db_instances, DBInstanceIdentifier="orders-1")[0] == "DBInstanceNotFound"
    [cluster] = rds.describe_db_clusters(DBClusterIdentifier="orders")["DBClusters"]
    assert [each["DBInstanceIdentifier"] for each in cluster["DBClusterMembers"]] == ["orders-2"]
    assert refused(rds.describe_db_log_files, DBInstanceIdentifier="orders-1")[0] == "DBInstanceNotFound"
    asked = {"ServiceType": "RDS", "Identifier": "db-ORDERSONE"}
    assert refused(client("pi").get_resource_metadata, **asked)[0] == "InvalidArgumentException"
    metric = {
        "Namespace": "AWS/RDS",
        "MetricName": "CPUUtilization",
        "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": "orders-1"}],
    }
    query = {"Id": "m", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Average"}}
    span = {"StartTime": WHEN - timedelta(minutes=15), "EndTime": WHEN}
    [result] = client("cloudwatch").get_metric_data(MetricDataQueries=[query], **span)["MetricDataResults"]
    assert result["Timestamps"][0] == WHEN - timedelta(minutes=11)


def test_an_instance_may_vanish_within_a_run(fake: FakeAws, client: Client, refused: Refused) -> None:
    fake.faults.delete_instance(*PLACE, "orders-1", NOON, after_calls=2)
    asked = {"DBInstanceIdentifier": "orders-1"}
    rds = client("rds")
    assert [len(rds.describe_db_instances(**asked)["DBInstances"]) for _ in range(2)] == [1, 1]
    assert refused(rds.describe_db_instances, **asked)[0] == "DBInstanceNotFound"


def test_a_region_whose_clock_is_ahead_sees_more(fake: FakeAws, client: Client) -> None:
    fake.clock.skew_s[REGION] = 400.0
    messages = [event["Message"] for event in client("rds").describe_events()["Events"]]
    assert "has not happened yet" in messages


def test_events_may_come_twice(fake: FakeAws, client: Client) -> None:
    fake.faults.add(Kind.DUPLICATED, "rds", "DescribeEvents")
    events = client("rds").describe_events(Duration=120)["Events"]
    assert [event["Message"] for event in events[:2]] == [events[0]["Message"]] * 2
    assert len(events) == 4


def test_a_log_file_may_end_too_early(fake: FakeAws, client: Client) -> None:
    fake.faults.add(Kind.CUT_SHORT, "rds", "DownloadDBLogFilePortion", nth=[1])
    asked = {"DBInstanceIdentifier": "orders-1", "LogFileName": "error/postgresql.log"}
    first = client("rds").download_db_log_file_portion(**asked, Marker="0")
    assert first["AdditionalDataPending"] is False
    rest = client("rds").download_db_log_file_portion(**asked, Marker=first["Marker"])
    assert rest["LogFileData"] == "last line\n"


def test_denied_dimensions_are_refused_and_not_listed_as_authorized(
    fake: FakeAws, client: Client, refused: Refused
) -> None:
    fake.faults.deny_groups("db.sql", "db.sql_tokenized")
    pi, one = client("pi"), {"ServiceType": "RDS", "Identifier": "db-ORDERSONE"}

    def listed(**asked: Any) -> set[str]:
        [load] = pi.list_available_resource_dimensions(**one, Metrics=["db.load"], **asked)[
            "MetricDimensions"
        ]
        return {group["Group"] for group in load["Groups"]}

    assert "db.sql" in listed()
    assert listed(AuthorizedActions=["GetResourceMetrics"]) == {"db.wait_event", "db.wait_event_type"}
    query = {"Metric": "db.load.avg", "GroupBy": {"Group": "db.sql"}}
    span = {"StartTime": WHEN - timedelta(minutes=5), "EndTime": WHEN, "PeriodInSeconds": 60}
    assert (
        refused(pi.get_resource_metrics, **one, **span, MetricQueries=[query])[0] == "NotAuthorizedException"
    )


def test_a_point_may_grow_after_it_was_first_seen(fake: FakeAws, client: Client) -> None:
    fake.faults.unsettled_points(120)
    metric = {
        "Namespace": "AWS/RDS",
        "MetricName": "CPUUtilization",
        "Dimensions": [{"Name": "DBInstanceIdentifier", "Value": "orders-1"}],
    }
    stats = ("SampleCount", "Maximum")
    queries = [
        {"Id": stat.lower(), "MetricStat": {"Metric": metric, "Period": 60, "Stat": stat}} for stat in stats
    ]
    span = {"StartTime": WHEN - timedelta(minutes=4), "EndTime": WHEN}

    def values() -> list[list[float]]:
        results = client("cloudwatch").get_metric_data(MetricDataQueries=queries, **span)["MetricDataResults"]
        return [result["Values"] for result in results]

    assert values() == [[30.0, 30.0, 60.0, 60.0], [9.0, 8.0, 8.0, 7.0]]
    fake.clock.advance(120)
    assert values() == [[60.0] * 4, [10.0, 9.0, 8.0, 7.0]]


def test_a_quota_is_kept_by_the_clock_of_the_machine(fake: FakeAws, client: Client) -> None:
    fake.quotas.limit("cloudwatch", "ListMetrics", per_second=5)
    cloudwatch, codes = client("cloudwatch"), []
    for _ in range(20):
        try:
            cloudwatch.list_metrics()
        except ClientError as error:
            codes.append(error.response["Error"]["Code"])
    assert codes
    assert set(codes) == {"Throttling"}
    time.sleep(0.5)
    cloudwatch.list_metrics()


def test_documented_quotas_are_of_operations_that_exist(fake: FakeAws, client: Client) -> None:
    fake.quotas.keep_documented()
    client("cloudwatch").list_metrics()
    for service, operation in DOCUMENTED:
        assert operation in services.operations(service)
