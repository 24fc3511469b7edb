"""Exported logs: the same rows as from the file, whatever the runs; late, doubled and unreadable ones too."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from exported_log import BEGIN, DATA, GROUP, from_the_file, messages, world_of
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import PLACE
from fake_aws.static_world import StaticWorld
from running import rows, runner, surround

from aurorascope.collect.fleet import Fleet
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

BRIEF = Fleet(options={"cloudwatch_logs": {"back_hours": 12}})


@pytest.fixture
def started(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # noqa: ANN201 - a maker
    def start(world: StaticWorld, now: int) -> FakeAws:
        fake = start_fake(world, now)
        surround(monkeypatch, fake, tmp_path, *PLACE)
        return fake

    return start


@pytest.mark.parametrize("redacted", [False, pytest.param(True, marks=pytest.mark.proof)])
def test_runs_at_any_moment_give_the_rows_of_the_file(started, tmp_path: Path, redacted: bool) -> None:  # noqa: ANN001
    lines, times = messages(90)
    fake = started(world_of(lines, times), BEGIN + 5)
    store = Store.create(tmp_path / "store", redacted=redacted)
    run = runner(fake, store)
    for step in (0, 1, 7, 0, 30, 60):
        fake.clock.advance(step)
        assert run("cloudwatch_logs", fleet=BRIEF).outcome == "complete"
    assert rows(store, DATA) == from_the_file(tmp_path, lines, redact=redacted)
    secrets = rows(
        store,
        "select count(*) from log_entries where contains(message, 'canary') or contains(statement, 'canary')",
    )
    assert (secrets == [(0,)]) is redacted


def test_events_that_come_late_or_twice_are_there_once(started, tmp_path: Path) -> None:  # noqa: ANN001
    lines, times = messages(60)
    world = world_of(lines, times)
    events = world.streams[PLACE, GROUP]["orders-1"]
    late = np.array([line.endswith("'canary20'") and "statement:" in line for line in lines])
    events.ingestion_ms[late] += 120_000
    store = Store.create(tmp_path / "store")
    fake = started(world, BEGIN + 30)
    run = runner(fake, store)
    run("cloudwatch_logs", fleet=BRIEF)
    assert rows(store, "select count(*) from statements where contains(sql, 'canary20')") == [(0,)]
    fake.clock.advance(40)
    run("cloudwatch_logs", fleet=BRIEF)
    fake.clock.advance(120)
    run("cloudwatch_logs", fleet=BRIEF)
    expected = from_the_file(tmp_path, lines)
    assert rows(store, DATA) == expected


def test_a_log_that_nothing_explains_is_a_gap_with_its_reason(started, tmp_path: Path) -> None:  # noqa: ANN001
    world = world_of(["what is this", "and this"], [BEGIN * 1000] * 2)
    store = Store.create(tmp_path / "store")
    fake = started(world, BEGIN + 60)
    runner(fake, store)("cloudwatch_logs", fleet=BRIEF)
    found = rows(store, "select status, reason from coverage where status = 'failed'")
    assert len(found) == 1
    assert re.search("no PostgreSQL log", found[0][1])


def test_the_stream_names_the_instance_and_the_route(started, tmp_path: Path) -> None:  # noqa: ANN001
    lines, times = messages(3)
    store = Store.create(tmp_path / "store")
    fake = started(world_of(lines, times, instance="orders-2.0"), BEGIN + 60)
    runner(fake, store)("cloudwatch_logs", fleet=BRIEF)
    found = rows(store, "select distinct cluster, instance, account, region from log_entries")
    assert found == [("orders", "orders-2", *PLACE)]
    found = rows(store, "select route, log_kind, path from coverage where path is not null")
    assert found == [("cloudwatch", "postgresql", f"cloudwatch:{GROUP}:orders-2.0")]


def test_a_type_of_log_without_a_published_format_is_named_and_fails_no_run(started, tmp_path: Path) -> None:  # noqa: ANN001
    lines, times = messages(3)
    store = Store.create(tmp_path / "store")
    fake = started(world_of(lines, times), BEGIN + 60)
    run = runner(fake, store)
    assert run("cloudwatch_logs", fleet=BRIEF).outcome == "complete"
    fake.clock.advance(60)
    run("cloudwatch_logs", fleet=BRIEF)
    found = rows(store, "select series, reason from coverage where status = 'unread'")
    assert [(series, reason.split(":")[0]) for series, reason in found] == [
        ("log:/aws/rds/cluster/orders/upgrade", "it is exported, and not read")
    ]
