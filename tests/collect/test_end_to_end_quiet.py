"""Quiet days of the lab: in every period keys and other are the load, and what the logs time joins it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_aws.fixtures import StartFake
from running import rows, runner, surround
from small_lab import reading, small_world

from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

ADD_UP = """
    select count(*) as periods, max(abs(k.aas - t.aas)) as worst from (
        select instance, ts, dimension, sum(aas) as aas from db_load
        where dimension <> 'total' and by_dimension is null group by all) k
    full join (from db_load where dimension = 'total') t using (instance, ts)"""
JOINED = """
    select engine, sum(duration_us) as logged, coalesce(sum(duration_us) filter (where fingerprint in (
        select fingerprint from sql_texts where fingerprint is not null)), 0) as joined, count(*) as n
    from statements where duration_us is not null
    and ts > (select min(ts) from db_load where by_dimension is not null) group by all order by all"""


@pytest.mark.proof
def test_quiet_days_join_logs_and_load(
    start_fake: StartFake,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    proved: Callable[[str], None],
) -> None:
    for seed in (21, 22, 23):
        folder = tmp_path / str(seed)
        folder.mkdir()
        quiet_day(seed, start_fake, monkeypatch, folder, proved)


def quiet_day(
    seed: int,
    start_fake: StartFake,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    proved: Callable[[str], None],
) -> None:
    """Collect half a day, and say what adds up and what joins."""
    world = small_world(seed)
    fake = start_fake(world, world.stage.clock.start_s + 18 * 3600)
    surround(monkeypatch, fake, tmp_path, world.account, world.regions(world.account)[0])
    store = Store.create(tmp_path / "store")
    names = ("cloudwatch_logs", "performance_insights", "performance_insights_sql")
    assert runner(fake, store)(*names, fleet=reading(12)).outcome == "complete"
    periods, worst = rows(store, ADD_UP)[0]
    proved(
        f"seed {seed}: {periods:,} sets of keys of a minute; keys and other differ from the total "
        f"by {worst:.1e}"
    )
    assert worst < 1e-9
    for engine, logged, joined, count in rows(store, JOINED):
        proved(
            f"seed {seed}, {engine}: {joined / logged:.2%} of {logged / 1e6:,.0f} s that {count:,} logged "
            "statements took are of statements that Performance Insights has"
        )
        assert joined >= 0.99 * logged
