"""Every collector at once over HTTP, twice: a failover of both engines arrives, and nothing of it twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fake_aws.aws import FakeAws
from running import rows, runner, surround
from small_lab import counts, reading, small_world

from aurorascope.catalog import load_collectors
from aurorascope.collect.run import CollectSummary
from aurorascope.store.store import Store

RUNS_AND_COVERAGE = {"runs", "coverage"}
UNJOINED = """
    select sum(duration_us) as all_us, coalesce(sum(duration_us) filter (where fingerprint not in (
        select fingerprint from sql_texts where fingerprint is not null
        union all select fingerprint from db_load where fingerprint is not null)), 0) as unjoined_us
    from statements where duration_us is not null"""


@dataclass
class Collected:
    """What two runs at the same moment left."""

    store: Store
    summaries: list[CollectSummary]
    counts: list[dict[str, int]]
    promoted: str
    lost: str


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collected]:
    """Half an hour around the failover, collected twice."""
    world = small_world(3, "failover_cold_cache")
    truth = world.run.truth
    path = tmp_path_factory.mktemp("end_to_end")
    with FakeAws(world, truth.begin_s + 1200) as fake, pytest.MonkeyPatch.context() as patch:
        surround(patch, fake, path, world.account, world.regions(world.account)[0])
        store = Store.create(path / "store")
        run = runner(fake, store)
        collectors = [it for it in load_collectors() if not it.opt_in]
        summaries, found = [], []
        for _ in range(2):
            summaries.append(run(collectors=collectors, fleet=reading(0.5)))
            found.append(counts(store))
        assert fake.defects == []
        yield Collected(store, summaries, found, truth.numbers["promoted"], truth.instance)


def test_every_collector_is_complete(collected: Collected) -> None:
    found = [
        (it.collector, it.outcome, it.reasons) for summary in collected.summaries for it in summary.results
    ]
    assert [it for it in found if it[1] != "complete"] == []


def test_every_source_brings_rows(collected: Collected) -> None:
    filled = {name for name, count in collected.counts[0].items() if count}
    assert filled >= {
        "alarms", "changes", "connections", "db_load", "entries", "log_settings", "metrics", "parameters",
        "processes", "rds_events", "roles", "server_events", "sql_stats", "sql_texts", "statements", "tags",
        "topology",
    }  # fmt: skip
    sources = rows(collected.store, "select distinct source from metrics order by 1")
    assert sources == [("cloudwatch",), ("enhanced_monitoring",), ("performance_insights",)]
    assert rows(collected.store, "select count(distinct engine) from statements") == [(2,)]


def test_the_second_run_adds_no_row_but_runs_and_coverage(collected: Collected) -> None:
    first, second = collected.counts
    assert {name for name in first if first[name] != second[name]} <= RUNS_AND_COVERAGE
    assert second["runs"] == first["runs"] + 1


def test_in_every_period_keys_and_other_are_the_total(collected: Collected) -> None:
    worst = rows(
        collected.store,
        "select count(*) > 100, max(abs(k.aas - t.aas)) < 1e-9 from (select instance, ts, dimension, "
        "sum(aas) as aas from db_load where dimension <> 'total' and by_dimension is null group by all) k "
        "full join (from db_load where dimension = 'total') t using (instance, ts)",
    )
    assert worst == [(True, True)]


def test_statements_split_by_wait_are_the_load_of_their_five_minutes(collected: Collected) -> None:
    worst = rows(
        collected.store,
        "select count(*) > 5, max(abs(s.aas - t.aas)) < 1e-6 from (select instance, ts, sum(aas) as aas "
        "from db_load where by_dimension = 'wait' group by all) s join (select instance, "
        "time_bucket(interval 5 minutes, ts) as ts, sum(aas) / 5 as aas from db_load "
        "where dimension = 'total' group by all) t using (instance, ts)",
    )
    assert worst == [(True, True)]


def test_the_writer_follows_the_failover(collected: Collected) -> None:
    writer = rows(
        collected.store,
        f"select instance, role from roles where instance in ('{collected.promoted}', '{collected.lost}') "
        "and valid_to is null order by role",
    )
    assert writer == [(collected.lost, "reader"), (collected.promoted, "writer")]


def test_logged_time_is_found_in_performance_insights(collected: Collected) -> None:
    logged, unjoined = rows(collected.store, UNJOINED)[0]
    assert logged > 10_000_000
    assert unjoined <= 0.01 * logged
