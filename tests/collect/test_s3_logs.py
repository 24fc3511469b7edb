"""Exported logs in S3: the rows of the file, by subscription or export, at any moments, by one way."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from exported_log import BEGIN, DATA, GROUP, from_the_file, messages, world_of
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import ACCOUNT, PLACE
from fake_aws.static_world import StaticWorld
from running import rows, runner, surround

from aurorascope.collect.fleet import Fleet
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

BUCKET = "orders-logs"
S3 = Fleet(switches={"s3_logs": True}, options={"s3_logs": {"bucket": BUCKET, "prefix": "aurora/"}})
Start = Callable[[StaticWorld, int], FakeAws]


@pytest.fixture
def started(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Start:
    def start(world: StaticWorld, now: int) -> FakeAws:
        fake = start_fake(world, now)
        surround(monkeypatch, fake, tmp_path, *PLACE)
        return fake

    return start


def delivered(lines: list[str], times: list[int], *, plain: bool = False) -> dict[str, tuple[int, bytes]]:
    """Return what Firehose writes: an object for ten seconds, a gzip member for two, no newlines."""
    found: dict[str, tuple[int, bytes]] = {}
    for first in range(times[0] // 1000, times[-1] // 1000 + 1, 10):
        members = [json.dumps({"messageType": "CONTROL_MESSAGE", "logGroup": GROUP, "logEvents": []})]
        for begin in range(first, first + 10, 2):
            events = [
                {"id": f"{at}-{number}", "timestamp": at, "message": line}
                for number, (line, at) in enumerate(zip(lines, times, strict=True))
                if begin <= at // 1000 < begin + 2
            ]
            data = {
                "messageType": "DATA_MESSAGE",
                "owner": ACCOUNT,
                "logGroup": GROUP,
                "logStream": "orders-1",
            }
            members.append(json.dumps(data | {"logEvents": events}))
        texts = [member.encode() for member in members]
        body = b"".join(texts) if plain else b"".join(map(gzip.compress, texts))
        moment = datetime.fromtimestamp(first, UTC)
        found[f"aurora/{moment:%Y/%m/%d/%H}/delivery-{moment:%H-%M-%S}"] = (first + 12, body)
    return found


def world_with(objects: dict[str, tuple[int, bytes]]) -> StaticWorld:
    world = world_of([], [])
    world.stored[BUCKET] = objects
    return world


@pytest.mark.parametrize("plain", [False, pytest.param(True, marks=pytest.mark.proof)])
def test_what_firehose_delivered_gives_the_rows_of_the_file(
    started: Start, tmp_path: Path, plain: bool
) -> None:
    lines, times = messages(60)
    fake = started(world_with(delivered(lines, times, plain=plain)), BEGIN + 15)
    store = Store.create(tmp_path / "store")
    run = runner(fake, store)
    for step in (0, 0, 20, 10, 60, 60):
        fake.clock.advance(step)
        assert run("s3_logs", fleet=S3).outcome == "complete"
    assert rows(store, DATA) == from_the_file(tmp_path, lines)
    routes = rows(store, "select distinct route, log_kind, instance from coverage where path is not null")
    assert routes == [("s3", "postgresql", "orders-1")]


def test_an_object_that_comes_twice_or_late_is_read_once(started: Start, tmp_path: Path) -> None:
    lines, times = messages(40)
    objects = delivered(lines, times)
    names = sorted(objects)
    objects[names[1]] = (BEGIN + 100, objects[names[1]][1])
    objects[f"{names[2]}-again"] = (BEGIN + 101, objects[names[2]][1])
    fake = started(world_with(objects), BEGIN + 60)
    store = Store.create(tmp_path / "store")
    run = runner(fake, store)
    for step in (0, 60, 60):
        fake.clock.advance(step)
        run("s3_logs", fleet=S3)
    found = rows(store, "select count(*), count(distinct (message, ts)) from log_entries")
    expected = len(from_the_file(tmp_path, lines))
    assert found[0][0] == expected


def test_an_export_loses_its_stamps_and_keeps_its_lines(started: Start, tmp_path: Path) -> None:
    lines, times = messages(30)
    stamps = [datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z") for at in times]
    text = "".join(f"{stamp} {line}\n" for stamp, line in zip(stamps, lines, strict=True))
    world = world_with({
        "aurora/aws-logs-write-test": (BEGIN + 60, b""),
        "aurora/0f3a-task/orders-1/000000.gz": (BEGIN + 60, gzip.compress(text.encode())),
        "aurora/9f3b-task/orders-1/000000.gz": (BEGIN + 90, gzip.compress(text.encode())),
    })  # fmt: skip
    fake = started(world, BEGIN + 70)
    store = Store.create(tmp_path / "store")
    run = runner(fake, store)
    assert run("s3_logs", fleet=S3).outcome == "complete"
    fake.clock.advance(60)
    summary = run("s3_logs", fleet=S3)
    assert "events are older than what was read" in summary.results[0].reasons[0]
    assert rows(store, DATA) == from_the_file(tmp_path, lines)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (gzip.compress(b"x" * 99, mtime=0)[:-9], "its gzip ends in the middle"),
        (b'{"a": 1}{"b"', "its JSON is not what a subscription sends"),
        (b'{"messageType": "DATA_MESSAGE"}plain text', "its JSON is damaged"),
        (b"a line of something\n", "it begins neither with a moment"),
        (gzip.compress(b"", mtime=0) + b"rest", "something follows its gzip members"),
    ],
    ids=["cut gzip", "another JSON", "damaged JSON", "plain text", "more behind"],  # gzip holds the moment
)
def test_an_object_that_is_no_exported_log_is_named_and_the_others_are_read(
    started: Start, tmp_path: Path, body: bytes, reason: str
) -> None:
    lines, times = messages(20)
    objects = delivered(lines, times) | {"aurora/2026/03/14/10/broken": (BEGIN + 1, body)}
    fake = started(world_with(objects), BEGIN + 60)
    store = Store.create(tmp_path / "store")
    summary = runner(fake, store)("s3_logs", fleet=S3)
    assert summary.outcome == "partial"
    assert reason in summary.results[0].reasons[0]
    assert len(rows(store, DATA)) == len(from_the_file(tmp_path, lines))


def test_a_log_takes_one_way_and_goes_on_where_the_other_had_read_to(started: Start, tmp_path: Path) -> None:
    lines, times = messages(60)
    world = world_of(lines, times)
    world.stored[BUCKET] = delivered(lines, times)
    fake = started(world, BEGIN + 32)
    store = Store.create(tmp_path / "store")
    run = runner(fake, store)
    run("cloudwatch_logs", fleet=Fleet(options={"cloudwatch_logs": {"back_hours": 12}}))
    fake.clock.advance(60)
    for _ in range(2):
        run("cloudwatch_logs", "s3_logs", fleet=S3)
        fake.clock.advance(60)
    twice = rows(store, "select count(*) - count(distinct (message, ts, pid)) from log_entries")
    assert twice == [(0,)]
    # what was ingested after the last look that way is not looked for
    assert rows(store, "select count(distinct ts) from statements") == [(59,)]
    assert fake.ledger.counts()["logs", "FilterLogEvents"] == 1


def test_without_a_bucket_the_run_says_what_to_write(started: Start, tmp_path: Path) -> None:
    fake = started(world_of([], []), BEGIN)
    store = Store.create(tmp_path / "store")
    summary = runner(fake, store)("s3_logs", fleet=Fleet(switches={"s3_logs": True}))
    assert "bucket = " in summary.results[0].reasons[0]
