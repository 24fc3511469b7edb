"""Logs without a published format: each event a row, and what is known of pauses and IAM logins typed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import NOON, PLACE, arn, small_fleet
from fake_aws.static_world import StaticWorld
from fake_aws.world import LogEvents, LogGroup
from running import Run, rows, runner, surround

from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

CLUSTER = "/aws/rds/cluster/orders/"
BLOCKED = "[INFO] Auto-pause blockers registered since 2026-03-14T10:00:00Z: database activity, RDS Proxy"
INSTANCE = [
    "[INFO] No auto-pause blockers registered since 2026-03-14T09:00:00Z",
    BLOCKED,
    "[INFO] Unable to pause database due to a new auto-pause blocker: database not idle",
    "[INFO] The database was paused",
    "[INFO] The database resumed: a connection was asked for",
    "[WARN] something that no page speaks of",
]
REFUSED = ["user 'app_rw' was refused: the token has expired", "a request was throttled"]
PROXY = ["2026-03-14T11:00:00.867Z [WARN] [proxyEndpoint=default] [clientConnection=7] The client went away."]


def events(texts: list[str]) -> LogEvents:
    times = (NOON - 3600 + 60 * np.arange(len(texts), dtype=np.int64)) * 1000
    return LogEvents(times, times + 2000, texts)


@pytest.fixture
def world() -> StaticWorld:
    """The small fleet with all three logs, a proxy that serves it, and one that serves another."""
    world = small_fleet()
    for record in world.records[PLACE, "DescribeDBClusters"]:
        if record["DBClusterIdentifier"] == "orders":
            record["EnabledCloudwatchLogsExports"] = ["instance", "iam-db-auth-error"]
    logs = {
        CLUSTER + "instance": {"orders-1": events(INSTANCE)},
        CLUSTER + "iam-db-auth-error": {"orders-1.0": events(REFUSED)},
        "/aws/rds/proxy/front": {"one": events(PROXY)},
    }
    world.groups[PLACE] = [LogGroup(name) for name in logs]
    for name, streams in logs.items():
        world.streams[PLACE, name] = streams
    world.records[PLACE, "DescribeDBProxies"] = [
        {"DBProxyName": name, "DBProxyArn": arn("db-proxy", name)} for name in ("front", "quiet", "strange")
    ]
    for name, served in (("front", "orders"), ("quiet", "orders"), ("strange", "nobodys")):
        world.children[PLACE, "DescribeDBProxyTargets", name] = [
            {"TrackedClusterId": served, "RdsResourceId": served}
        ]
    return world


@pytest.fixture
def fake(
    world: StaticWorld, start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> FakeAws:
    fake = start_fake(world, NOON)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    return fake


def test_every_event_is_an_entry_once(run: Run, store: Store, fake: FakeAws) -> None:
    for step in (0, 0, 60, 7 * 3600):
        fake.clock.advance(step)
        summary = run("event_logs")
        assert [(it.outcome, it.reasons) for it in summary.results] == [("complete", [])]
    counted = "select kind, count(*), count(distinct message) from entries group by 1 order by 1"
    assert rows(store, counted) == [
        ("aurora_instance", 6, 6), ("iam_auth_error", 2, 2), ("rds_proxy", 1, 1)
    ]  # fmt: skip
    loud = "select distinct instance, cluster, severity from entries where severity <> 'LOG' order by all"
    assert rows(store, loud) == [("orders-1", "orders", "WARNING"), (None, "orders", "WARNING")]
    assert rows(
        store, "select distinct series, status from coverage where series like 'log:%' order by 1"
    ) == [
        (f"log:{name}", "complete")
        for name in (CLUSTER + "iam-db-auth-error", CLUSTER + "instance", "/aws/rds/proxy/front")
    ]


def test_why_a_pause_did_not_happen_is_a_server_event(run: Run, store: Store) -> None:
    run("event_logs")
    assert rows(store, "select event, attributes->>'$.blockers' from server_events order by ts") == [
        ("auto_pause_unblocked", None),
        ("auto_pause_blocked", "database activity, RDS Proxy"),
        ("auto_pause_blocked", "database not idle"),
        ("auto_pause", None),
        ("auto_pause_resume", None),
    ]


def test_a_refused_token_is_a_connection_that_failed(run: Run, store: Store) -> None:
    run("event_logs")
    assert rows(
        store,
        "select event, auth_method, failure, user_name, instance, observed_by from connections order by ts",
    ) == [
        ("failed", "iam", "IAM authentication failed", user, "orders-1", "iam_log")
        for user in ("app_rw", None)
    ]


def test_proxies_are_asked_for_once_an_hour(run: Run, fake: FakeAws) -> None:
    for step in (0, 300, 3600):
        fake.clock.advance(step)
        run("event_logs")
    assert len(fake.ledger.calls("rds", "DescribeDBProxies")) == 2
    asked = {it.parameters["logGroupName"] for it in fake.ledger.calls("logs", "FilterLogEvents")}
    assert {name for name in asked if "proxy" in name} == {"/aws/rds/proxy/front"}


def test_a_redacted_store_keeps_that_it_was_and_no_text(fake: FakeAws, tmp_path: Path) -> None:
    store = Store.create(tmp_path / "redacted", redacted=True)
    runner(fake, store)("event_logs")
    assert rows(store, "select count(*) from entries where message is not null") == [(0,)]
    assert rows(store, "select count(*), count(attributes) from server_events") == [(5, 0)]
