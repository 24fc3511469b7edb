"""Athena answers what DuckDB answers, within its bounds; and says in one sentence when it does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from fake_aws.aws import FakeAws
from fake_aws.faults import Kind
from fake_aws.lake import Lake
from fake_aws.small_fleet import PLACE

from aurorascope.insight.views import run_view
from aurorascope.model.errors import AurorascopeError, OutsideError
from aurorascope.model.filter import Filter
from aurorascope.scale.athena import AthenaStore
from aurorascope.scale.budget import Budget, OverTheCap
from aurorascope.scale.decoding import moment, table
from aurorascope.scale.running import Runner
from aurorascope.store.gate import Limits
from aurorascope.store.store import Store

HOUR = Filter(
    begin=datetime(2026, 11, 19, 8, tzinfo=UTC), end=datetime(2026, 11, 19, 10, tzinfo=UTC), cluster=("shop",)
)


@pytest.mark.parametrize(
    ("view", "values"),
    [
        ("queries_top", {"top": 5}),
        ("errors_top", {}),
        ("percentiles_over_time", {"bucket_us": 600_000_000}),
        ("activity_over_time", {"bucket_us": 600_000_000}),
        ("temp_files_by_statement", {}),
        ("statement_rows", {"page": 30}),
        ("totals", {}),
        ("verdicts", {}),
        ("coverage_by_source", {}),
    ],
)
def test_a_view_has_the_same_rows_in_the_same_order(
    asked: AthenaStore, shop: Path, view: str, values: dict[str, int]
) -> None:
    here = run_view(Store.open(shop).snapshot(), view, HOUR, **values)
    there = run_view(asked.snapshot().between(HOUR.begin, HOUR.end), view, HOUR, **values)  # type: ignore[arg-type]
    assert there.column_names == here.column_names
    assert [_close(row) for row in there.to_pylist()] == [_close(row) for row in here.to_pylist()]
    assert here.num_rows


def _close(row: dict[str, object]) -> dict[str, object]:
    numbers = (float, Decimal)
    return {
        name: float(f"{value:.9g}") if isinstance(value, numbers) else value for name, value in row.items()
    }


def test_more_rows_than_a_page_come_whole_and_in_order(asked: AthenaStore, fake: FakeAws) -> None:
    rows = asked.snapshot().guarded(
        'SELECT "offset", sql FROM statements ORDER BY "offset"', limits=Limits(seconds=30)
    )
    assert rows.num_rows == 1200
    assert rows.column("offset").to_pylist() == sorted(rows.column("offset").to_pylist())
    assert sum(one.operation == "GetQueryResults" for one in fake.ledger.entries) == 2


def test_what_is_hostile_in_a_value_stays_a_value(asked: AthenaStore) -> None:
    hostile = "x' OR '1'='1\\'; DROP VIEW statements -- \u2019\n"
    found = asked.snapshot().query("SELECT $text AS held, $text = 'x' AS same", {"text": hostile})
    assert found.to_pylist() == [{"held": hostile, "same": False}]


def test_a_range_reads_its_own_days_alone(asked: AthenaStore, lake: Lake) -> None:
    snapshot = asked.snapshot()
    elsewhere = snapshot.between(HOUR.begin + timedelta(days=9), HOUR.begin + timedelta(days=10))  # type: ignore[operator]
    assert elsewhere.query("SELECT count(*) AS n FROM statements").to_pylist() == [{"n": 0}]
    assert "day BETWEEN DATE '2026-11-28' AND DATE '2026-11-29'" in lake.texts[-1]


def test_a_store_that_is_not_registered_is_said_so(runner: Runner, shop: Path) -> None:
    store = AthenaStore(Store.open(shop), runner, '"scope"."store"')
    with pytest.raises(AurorascopeError, match="run `aurorascope store register`"):
        store.snapshot().query("SELECT count(*) AS n FROM statements")


def test_what_has_no_exact_form_is_refused_before_anything_is_asked(asked: AthenaStore, lake: Lake) -> None:
    before = len(lake.texts)
    for sql, why in (
        ("SELECT approx_quantile(duration_us, 0.5) AS p FROM statements", "no exact form"),
        ("SELECT * FROM lock_episodes", "Athena reads a WITH anew"),
        ("SELECT * FROM read_csv('/etc/passwd')", "only the tables of the store"),
        ("SELECT 1; SELECT 2", "not one SELECT"),
        ("DROP VIEW statements", "not one SELECT"),
        ("SELECT nothing FROM statements", "not understood"),
    ):
        with pytest.raises(AurorascopeError, match=why):
            asked.snapshot().guarded(sql, limits=Limits())
    assert len(lake.texts) == before


def test_a_denied_call_names_the_action(asked: AthenaStore, fake: FakeAws) -> None:
    fake.faults.add(Kind.DENIED, "athena", "StartQueryExecution")
    with pytest.raises(OutsideError, match="Athena in eu-west-1: StartQueryExecution was denied"):
        asked.snapshot().query("SELECT count(*) AS n FROM statements")


def test_a_failed_query_tells_athenas_own_reason(asked: AthenaStore) -> None:
    with pytest.raises(AurorascopeError, match="Athena could not run the query: GENERIC_INTERNAL_ERROR"):
        asked.snapshot().query("SELECT CAST(sql AS DOUBLE) AS n FROM statements")


def test_a_query_over_its_cap_is_refused_before_it_begins(
    asked: AthenaStore, lake: Lake, runner: Runner
) -> None:
    runner.budget = Budget(query_bytes=10)
    before = len(lake.texts)
    with pytest.raises(OverTheCap, match=r"may read up to .* over its cap of 10 bytes: raise --query-gb"):
        asked.snapshot().query("SELECT count(*) AS n FROM statements")
    assert len(lake.texts) == before
    runner.budget = Budget(query_bytes=10, ask=lambda question: "may read up to" in question)
    assert asked.snapshot().query("SELECT count(*) AS n FROM statements").to_pylist() == [{"n": 1200}]


def test_a_run_over_its_budget_asks_nothing_more(asked: AthenaStore, runner: Runner) -> None:
    runner.budget = Budget(run_bytes=10**9, read_bytes=10**9)
    with pytest.raises(OverTheCap, match="the run has read 1 GB of the 1 GB it may"):
        asked.snapshot().query("SELECT count(*) AS n FROM statements")


def test_a_query_that_reads_more_than_it_may_is_stopped(
    asked: AthenaStore, lake: Lake, fake: FakeAws
) -> None:
    lake.running_looks, lake.running_bytes = 3, 10**15
    with pytest.raises(OverTheCap, match="the query was stopped: it had read"):
        asked.snapshot().query("SELECT count(*) AS n FROM statements")
    assert _stopped(fake)


def test_a_query_that_takes_too_long_is_stopped(
    asked: AthenaStore, lake: Lake, fake: FakeAws, runner: Runner
) -> None:
    lake.queued_looks = 100
    ticks = iter(range(1000))
    runner.clock = lambda: float(next(ticks))
    with pytest.raises(AurorascopeError, match="stopped after 5 s"):
        asked.snapshot().guarded("SELECT count(*) AS n FROM statements", limits=Limits(seconds=5))
    assert _stopped(fake)


def test_an_interrupt_stops_the_query(asked: AthenaStore, lake: Lake, fake: FakeAws, runner: Runner) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    lake.queued_looks, runner.pause = 5, interrupted
    with pytest.raises(KeyboardInterrupt):
        asked.snapshot().query("SELECT count(*) AS n FROM statements")
    assert _stopped(fake)


def _stopped(fake: FakeAws) -> bool:
    return any(one["state"] == "CANCELLED" for one in fake.state(*PLACE)["athena"].values())


def test_what_was_read_is_told_with_its_price(asked: AthenaStore, runner: Runner) -> None:
    runner.budget = Budget(usd_per_tb=5)
    asked.snapshot().query("SELECT count(*) AS n FROM statements")
    assert runner.budget.queries == 1
    assert runner.budget.read_bytes > 0
    assert "in 1 queries: about $0.0001 at $5 a TB" in runner.budget.told()


def test_a_time_is_read_to_the_microsecond_and_what_is_none_is_refused() -> None:
    assert moment("2026-11-19 08:00:00.000001 UTC").microsecond == 1
    assert moment("1969-12-31 23:59:59.9 UTC") == datetime(1969, 12, 31, 23, 59, 59, 900_000, tzinfo=UTC)
    with pytest.raises(AurorascopeError, match="for a time in UTC"):
        moment("2026-11-19 08:00:00 Europe/Berlin")


def test_every_type_is_read_exactly() -> None:
    columns = [
        ("a", "bigint"),
        ("b", "double"),
        ("c", "decimal(38,2)"),
        ("d", "boolean"),
        ("e", "varchar"),
        ("f", "varchar"),
    ]
    rows = [["9223372036854775807", "Infinity", "1.10", "true", "", '["a",null]'], [None] * 6]
    found = table(columns, rows, frozenset({5})).to_pylist()
    assert found[0] == {
        "a": 2**63 - 1,
        "b": float("inf"),
        "c": Decimal("1.10"),
        "d": True,
        "e": "",
        "f": ["a", None],
    }
    assert set(found[1].values()) == {None}
