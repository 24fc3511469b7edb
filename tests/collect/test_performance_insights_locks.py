"""Lock trees: a snapshot a minute where sessions block others, asked for at the seconds that know one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import NOON, PLACE, small_fleet
from fake_aws.static_world import StaticWorld, keyed
from fake_aws.world import Detail
from running import Run, rows, runner, surround

from aurorascope.logs.fingerprint import fingerprint
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

SQL = "UPDATE items SET n = 1 WHERE id = 7"
BEAT = 4  # snapshots are taken at seconds 4, 19, 34 and 49 of a minute


def snapshot(at: int, sql: str = SQL) -> str:
    tree = {
        "session_id": 100,
        "sql": "SELECT 1",
        "blocks": [{"session_id": 101, "wait_ms": at % 60, "sql": sql}],
    }
    return json.dumps([tree])


@pytest.fixture
def world() -> StaticWorld:
    """The small fleet where session 100 blocks others in the minutes 30, 31 and 40 of the last hour."""
    world = small_fleet()
    for record in world.records[PLACE, "DescribeDBInstances"]:
        record["PerformanceInsightsEnabled"] = record["DBInstanceIdentifier"] == "orders-1"
    load = world.loads[PLACE, "db-ORDERSONE"]
    minute = (load.times - (NOON - 3600)) // 60
    blocked = np.isin(minute, [30, 31, 40]).tolist()
    load.groups["db.blocking_session"] = keyed([
        {"db.blocking_session.id": "100"} if it else None for it in blocked
    ])  # fmt: skip
    for number in (30, 31, 40):
        for second in range(BEAT, 60, 15):
            at = NOON - 3600 + 60 * number + second
            world.long_values[PLACE, "db-ORDERSONE"]["db.lock_snapshot", str(at)] = [
                Detail("db.lock_snapshot.lock_trees", snapshot(at))
            ]
    return world


@pytest.fixture
def fake(
    world: StaticWorld, start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> FakeAws:
    fake = start_fake(world, NOON)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    return fake


def test_each_minute_in_which_anybody_waits_has_a_snapshot(run: Run, store: Store, fake: FakeAws) -> None:
    assert run("performance_insights_locks").outcome == "complete"
    found = rows(
        store,
        f"select (epoch(ts) - {NOON - 3600})::bigint // 60 as m, pid, blocked_by, depth, wait_us, "
        "fingerprint, said->>'$.session_id' from lock_trees order by ts, path",
    )
    one = fingerprint("SELECT 1").id
    assert found == [
        row
        for minute in (30, 31, 40)
        for row in (
            (minute, 100, [], 0, None, one, "100"),
            (minute, 101, [100], 1, BEAT * 1000, fingerprint(SQL).id, "101"),
        )
    ]
    # the first seconds are tried until one is known; later minutes begin with the same beat
    asked = len(fake.ledger.calls("pi", "GetDimensionKeyDetails"))
    assert asked == BEAT + 1 + 2


def test_a_second_run_asks_for_no_snapshot_again(run: Run, store: Store, fake: FakeAws) -> None:
    run("performance_insights_locks")
    before = len(fake.ledger.calls("pi", "GetDimensionKeyDetails"))
    fake.clock.advance(300)
    run("performance_insights_locks")
    assert len(fake.ledger.calls("pi", "GetDimensionKeyDetails")) == before
    assert rows(store, "select count(*) from lock_trees") == [(6,)]
    assert rows(store, "select distinct series, status from coverage where collector like '%locks'") == [
        ("locks:orders-1", "complete")
    ]


def test_an_instance_without_lock_analysis_is_not_asked(run: Run, fake: FakeAws, world: StaticWorld) -> None:
    del world.loads[PLACE, "db-ORDERSONE"].groups["db.blocking_session"]
    assert run("performance_insights_locks").outcome == "complete"
    assert fake.ledger.calls("pi", "GetResourceMetrics") == []


def test_seconds_without_a_snapshot_are_tried_a_beat_and_no_longer(
    run: Run, fake: FakeAws, world: StaticWorld
) -> None:
    known = world.long_values[PLACE, "db-ORDERSONE"]
    for key in [key for key in known if key[0] == "db.lock_snapshot"]:
        del known[key]
    assert run("performance_insights_locks").outcome == "complete"
    assert len(fake.ledger.calls("pi", "GetDimensionKeyDetails")) == 45


def test_a_snapshot_whose_form_nobody_knows_is_named(run: Run, world: StaticWorld) -> None:
    for key, details in world.long_values[PLACE, "db-ORDERSONE"].items():
        if key[0] == "db.lock_snapshot":
            details[:] = [Detail("db.lock_snapshot.lock_trees", '{"version": 9}')]
    summary = run("performance_insights_locks")
    assert summary.outcome == "partial"
    assert "its form is not known here" in summary.results[0].reasons[0]


def test_a_redacted_store_keeps_families_and_nothing_beside(fake: FakeAws, tmp_path: Path) -> None:
    store = Store.create(tmp_path / "redacted", redacted=True)
    runner(fake, store)("performance_insights_locks")
    assert rows(store, "select count(*) from lock_trees where sql like '%7%' or said is not null") == [(0,)]
    assert rows(store, "select count(*) from lock_trees where fingerprint is not null") == [(6,)]
