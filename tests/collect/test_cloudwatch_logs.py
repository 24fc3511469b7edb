"""Exported logs: the same rows as from the file, whatever the runs; late, doubled and unreadable ones too."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import PLACE, small_fleet
from fake_aws.static_world import StaticWorld
from fake_aws.world import LogEvents, LogGroup
from running import rows, runner, surround

from aurorascope.collect.fleet import Fleet
from aurorascope.ingest.run import ingest
from aurorascope.store.store import Store

GROUP = "/aws/rds/cluster/orders/postgresql"
LINES = [
    "{t} UTC:10.0.0.5(5432):app@shop:[{p}]:LOG:  duration: {n}.5 ms  statement: SELECT {n}, 'canary{n}'",
    '{t} UTC:10.0.0.5(5432):app@shop:[{p}]:ERROR:  relation "missing{n}" does not exist at character 15',
    "{t} UTC:10.0.0.5(5432):app@shop:[{p}]:STATEMENT:  SELECT * FROM missing{n}\n\tWHERE note = 'canary{n}'",
    "{t} UTC:10.0.0.6(5432):web@shop:[{q}]:LOG:  duration: 1.0 ms  parse <unnamed>: SELECT $1::text",
    "{t} UTC:10.0.0.6(5432):web@shop:[{q}]:LOG:  duration: 9.0 ms  execute <unnamed>: SELECT $1::text",
    "{t} UTC:10.0.0.6(5432):web@shop:[{q}]:DETAIL:  parameters: $1 = 'canary{n}'",
]
BEGIN = int(datetime(2026, 3, 14, 10, tzinfo=UTC).timestamp())
BRIEF = Fleet(options={"cloudwatch_logs": {"back_hours": 12}})
DATA = "select kind, coalesce(statement, ''), message, pid, user_name, ts from log_entries order by all"


def messages(count: int) -> tuple[list[str], list[int]]:
    """Return lines of a log and their times in milliseconds, six a second."""
    found, times = [], []
    for second in range(count):
        at = BEGIN + second
        text = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")
        for line in LINES:
            found.append(line.format(t=text, p=100 + second % 3, q=200 + second % 2, n=second))
            times.append(at * 1000)
    return found, times


def world_of(
    lines: list[str], times: list[int], delay_ms: int = 2000, instance: str = "orders-1"
) -> StaticWorld:
    world = small_fleet()
    for record in world.records[PLACE, "DescribeDBClusters"]:
        if record["DBClusterIdentifier"] == "orders":
            record["EnabledCloudwatchLogsExports"] = ["postgresql", "instance"]
    world.groups[PLACE] = [LogGroup(GROUP)]
    stamps = np.array(times, np.int64)
    world.streams[PLACE, GROUP] = {instance: LogEvents(stamps, stamps + delay_ms, lines)}
    return world


@pytest.fixture
def started(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # noqa: ANN201 - a maker
    def start(world: StaticWorld, now: int) -> FakeAws:
        fake = start_fake(world, now)
        surround(monkeypatch, fake, tmp_path, *PLACE)
        return fake

    return start


def from_the_file(tmp_path: Path, lines: list[str], *, redact: bool = False) -> list[tuple[object, ...]]:
    path = tmp_path / "orders-1" / "error" / "postgresql.log"
    path.parent.mkdir(parents=True)
    path.write_text("".join(f"{line}\n" for line in lines))
    ingest([path], store=tmp_path / "of-the-file", cluster="orders", redact=redact)
    return rows(Store.open(tmp_path / "of-the-file"), DATA)


@pytest.mark.parametrize("redacted", [False, True])
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
        ("log:/aws/rds/cluster/orders/instance", "it is exported, and not read")
    ]
