"""Load, statements and counters of an instance: keys add up, nothing comes twice, texts are whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake
from fake_aws.small_fleet import LONG_TEXT, NOON, PLACE, small_fleet
from fake_aws.static_world import StaticWorld
from running import Run, rows, runner, surround

from aurorascope.collect.fleet import Fleet
from aurorascope.logs.fingerprint import fingerprint
from aurorascope.store.store import Store

pytestmark = pytest.mark.uncounted

BRIEF = {
    name: {"back_days": 1}
    for name in ("performance_insights", "performance_insights_sql", "performance_insights_counters")
}
DAY = Fleet(options=BRIEF)


@pytest.fixture
def world() -> StaticWorld:
    """The small fleet with Performance Insights on one instance, whose load goes on after noon."""
    world = small_fleet()
    for record in world.records[PLACE, "DescribeDBInstances"]:
        record["PerformanceInsightsEnabled"] = record["DBInstanceIdentifier"] == "orders-1"
    return world


@pytest.fixture
def fake(
    world: StaticWorld, start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> FakeAws:
    fake = start_fake(world, NOON)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    return fake


def sums(store: Store) -> list[tuple[object, ...]]:
    return rows(
        store,
        "select dimension, round(sum(aas), 6) as aas, count(distinct ts) as minutes from db_load "
        "where by_dimension is null and aas > 0 group by all order by all",
    )


def test_the_keys_of_every_dimension_and_what_they_leave_are_the_total(run: Run, store: Store) -> None:
    assert run("performance_insights", fleet=DAY).outcome == "complete"
    of_total = 59 * (1 + 2 + 1 / 3)  # the last minute has not settled
    assert sums(store) == [
        (name, pytest.approx(of_total), 59) for name in ("sql", "tokenized_sql", "total", "wait")
    ]


def test_in_each_period_keys_and_other_are_the_total(run: Run, store: Store) -> None:
    run("performance_insights", fleet=DAY)
    worst = rows(
        store,
        "select max(abs(k.aas - t.aas)) from (select ts, dimension, sum(aas) as aas from db_load "
        "where dimension <> 'total' and by_dimension is null group by all) k "
        "join (from db_load where dimension = 'total') t using (ts)",
    )
    assert worst[0][0] < 1e-9


def test_a_second_run_brings_new_minutes_and_replaces_sets_that_it_reads_again(
    run: Run, store: Store, fake: FakeAws, world: StaticWorld
) -> None:
    run("performance_insights", fleet=DAY)
    before = sums(store)
    run("performance_insights", fleet=DAY)
    assert sums(store) == before
    load = world.loads[PLACE, "db-ORDERSONE"]
    load.weight[load.times >= NOON - 240] *= 2  # what was measured late
    load.groups["db.wait_event"].codes[load.times >= NOON - 240] = -1
    fake.clock.advance(60)
    run("performance_insights", fleet=DAY)
    late = "ts >= timestamptz '2026-03-14 11:56Z' and ts < timestamptz '2026-03-14 11:59Z'"
    found = rows(
        store, f"select key_id, count(*) from db_load where dimension = 'wait' and {late} group by all"
    )
    assert found == [("other", 3)]
    worst = rows(
        store,
        "select count(*) from (select ts, dimension, sum(aas) as aas from db_load where dimension <> 'total' "
        "group by all) k join (from db_load where dimension = 'total') t using (ts) "
        "where abs(k.aas - t.aas) > 1e-9",
    )
    assert worst == [(0,)]


def test_a_statement_has_the_fingerprint_of_its_text_unless_it_is_cut(run: Run, store: Store) -> None:
    run("performance_insights", fleet=DAY)
    found = dict(rows(store, "select distinct key_id, fingerprint from db_load where dimension = 'sql'"))
    assert found == {"FAST": fingerprint("SELECT 1").id, "SLOW": None, "other": None}


def test_a_long_statement_is_fetched_whole_once(run: Run, store: Store, fake: FakeAws) -> None:
    run("performance_insights_sql", fleet=DAY)
    texts = "select sql_id, tokenized_id, fingerprint, sql, truncated from sql_texts order by sql_id"
    assert rows(store, texts) == [
        ("FAST", "TFAST", fingerprint("SELECT 1").id, "SELECT 1", False),
        ("SLOW", "TSLOW", fingerprint(LONG_TEXT).id, LONG_TEXT, False),
    ]
    fake.clock.advance(300)
    run("performance_insights_sql", fleet=DAY)
    assert len(rows(store, texts)) == 2
    assert len(fake.ledger.calls("pi", "GetDimensionKeyDetails")) == 1


def test_a_redacted_store_keeps_no_literal_of_a_statement(tmp_path: Path, fake: FakeAws) -> None:
    store = Store.create(tmp_path / "redacted", redacted=True)
    runner(fake, store)("performance_insights", "performance_insights_sql", fleet=DAY)
    assert rows(store, "select count(*) from sql_texts where sql like '%é%'") == [(0,)]
    assert rows(store, "select count(*) from db_load where label like '%é%'") == [(0,)]
    assert rows(store, "select count(*) from sql_texts where fingerprint is not null") == [(2,)]


def test_statements_are_split_by_wait_and_the_split_adds_up(run: Run, store: Store) -> None:
    run("performance_insights_sql", fleet=DAY)
    found = rows(
        store,
        "select key_id, by_key_id, round(sum(aas * period_s) / 60, 3) from db_load "
        "where by_dimension = 'wait' group by all order by all",
    )
    assert [row[:2] for row in found] == [
        ("TFAST", "CPU"), ("TSLOW", "CPU"), ("TSLOW", "Lock:tuple"), ("other", "other")
    ]  # fmt: skip
    minutes = rows(store, "select count(distinct ts) * 5 from db_load where by_dimension = 'wait'")[0][0]
    assert sum(row[2] for row in found) == pytest.approx(minutes * (1 + 2 + 1 / 3), abs=0.01)


def test_counters_of_a_statement_are_whole_numbers_of_its_window(run: Run, store: Store) -> None:
    run("performance_insights_sql", fleet=DAY)
    found = rows(
        store,
        "select tokenized_id, min(calls), max(calls), min(total_time_us), max(total_time_us) "
        "from sql_stats group by all order by all",
    )
    assert found == [
        ("TFAST", 3000, 3000, 3_000_000, 3_000_000),
        ("TSLOW", 5, 5, 10_000_000, 10_000_000),
    ]


def test_counters_are_read_as_far_as_the_tier_goes(run: Run, store: Store, fake: FakeAws) -> None:
    names = "select name, unit, count(*) > 60 from metrics group by all order by all"
    run("performance_insights_counters", fleet=Fleet(tier="vital", options=BRIEF))
    assert rows(store, names) == [("db.User.numbackends", "Connections", True)]
    fake.clock.advance(60)
    run("performance_insights_counters", fleet=Fleet(tier="all", options=BRIEF))
    assert [row[0] for row in rows(store, names)] == ["db.User.numbackends", "os.cpuUtilization.user"]


def test_an_hour_off_is_read_when_the_run_is_back(run: Run, store: Store, fake: FakeAws) -> None:
    run("performance_insights_counters", fleet=Fleet(tier="vital", options=BRIEF))
    fake.clock.advance(3600)
    run("performance_insights_counters", fleet=Fleet(tier="vital", options=BRIEF))
    gaps = rows(
        store,
        "select count(*) from (select ts - lag(ts) over (order by ts) as step from metrics "
        "where name = 'db.User.numbackends') where step <> interval 1 minute",
    )
    assert gaps == [(0,)]
    spans = rows(
        store,
        "select min(status), max(status), count_if(step > interval 0 minute) from (select status, "
        "covered_from - lag(covered_to) over (order by covered_from) as step from coverage "
        "where collector = 'performance_insights_counters')",
    )
    assert spans == [("complete", "complete", 0)]
