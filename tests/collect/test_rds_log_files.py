"""Files of the instances: the rows of the file at any moments, cut portions asked for again, nobody woken."""

from __future__ import annotations

from pathlib import Path

import pytest
from exported_log import BEGIN, DATA, from_the_file, messages, world_of
from fake_aws.faults import Kind
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import PLACE
from fake_aws.static_world import StaticWorld
from running import rows, runner, surround

from aurorascope.collect.fleet import Fleet
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

FILES = Fleet(switches={"rds_log_files": True})
NAMES = [f"error/postgresql.log.2026-03-14-10{minute:02d}" for minute in (0, 1, 2)]


def write(world: StaticWorld, lines: list[str], times: list[int], now: int) -> None:
    """Write what there is now: a file a minute."""
    files: dict[str, tuple[int, bytes]] = {}
    for number, name in enumerate(NAMES):
        begin = BEGIN + 60 * number
        own = [
            f"{line}\n"
            for line, at in zip(lines, times, strict=True)
            if begin <= at // 1000 < min(begin + 60, now)
        ]
        if own:
            text = "".join(own)
            cut = 40 if now < begin + 60 and now % 2 == 0 else 0  # a line is being written
            files[name] = (now * 1000, text[: len(text) - cut].encode())
    world.files = {(PLACE, "orders-1"): files}


@pytest.mark.parametrize("early", [False, True])
def test_files_that_grow_give_the_rows_of_the_file(
    start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, early: bool
) -> None:
    lines, times = messages(150)
    lines[12] = lines[12] + "x" * 600_000
    lines[18] = lines[18] + "y" * 600_000
    world = world_of([], [])
    fake = start_fake(world, BEGIN)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    if early:
        fake.faults.add(Kind.CUT_SHORT, "rds", "DownloadDBLogFilePortion")
    store = Store.create(tmp_path / "store")
    run = runner(fake, store)
    for now in (BEGIN + 30, BEGIN + 31, BEGIN + 50, BEGIN + 100, BEGIN + 160, BEGIN + 170):
        fake.clock.set(now)
        write(world, lines, times, now)
        assert run("rds_log_files", fleet=FILES).outcome == "complete"
    assert rows(store, DATA) == from_the_file(tmp_path, lines)


def test_a_cluster_that_may_pause_is_never_asked_and_named(
    start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world = world_of([], [])
    for record in world.records[PLACE, "DescribeDBClusters"]:
        if record["DBClusterIdentifier"] == "idle":
            record["ServerlessV2ScalingConfiguration"] = {"MinCapacity": 0.0, "MaxCapacity": 8.0}
    fake = start_fake(world, BEGIN)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    store = Store.create(tmp_path / "store")
    runner(fake, store)("rds_log_files", fleet=FILES)
    asked = {
        entry.parameters["DBInstanceIdentifier"] for entry in fake.ledger.calls("rds", "DescribeDBLogFiles")
    }
    assert asked == {"orders-1", "orders-2"}
    assert fake.woken(*PLACE) == []
    assert rows(store, "select series from coverage where status = 'unread'") == [("files:idle",)]


def test_a_line_of_more_than_a_portion_is_named(
    start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines, times = messages(5)
    lines[0] = lines[0] + "x" * 1_200_000
    world = world_of([], [])
    write(world, lines, times, BEGIN + 30)
    fake = start_fake(world, BEGIN + 30)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    store = Store.create(tmp_path / "store")
    summary = runner(fake, store)("rds_log_files", fleet=FILES)
    assert "came cut" in summary.results[0].reasons[0]
    assert rows(store, "select count(distinct ts) from log_entries") == [(5,)]
