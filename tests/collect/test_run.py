"""A run: every source beside the others, what fails is named, what was read stays, nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fake_aws.aws import FakeAws
from fake_aws.faults import Fault, Kind
from fake_aws.small_fleet import ACCOUNT, REGION, event
from running import Run, rows

from aurorascope.aws.access import Access
from aurorascope.collect.fleet import Choice, Fleet
from aurorascope.model.collector import Call, Collector, Planned, Target
from aurorascope.model.haul import Haul, Span, Watermark
from aurorascope.store.store import Store


def coverage(store: Store) -> list[tuple[Any, ...]]:
    return rows(
        store,
        "select collector, series, status, date_diff('minute', covered_from, covered_to) as m, reason "
        "from coverage where covered_to > timestamptz '2026-03-14 00:00Z' order by all",
    )


def test_events_are_taken_in_with_their_cluster(run: Run, store: Store) -> None:
    summary = run("rds_events")
    assert summary.outcome == "complete"
    assert rows(store, "select account, region, cluster, source_id, message from rds_events order by ts") == [
        (ACCOUNT, REGION, "orders", "orders", "Started cross AZ failover to DB instance: orders-2"),
        (ACCOUNT, REGION, "orders", "orders", "Completed failover to DB instance: orders-1"),
    ]
    assert rows(store, "select command, status from runs") == [("collect", "complete")]


def test_the_second_run_brings_what_is_new_and_nothing_twice(run: Run, store: Store, fake: FakeAws) -> None:
    run("rds_events")
    run("rds_events")
    fake.clock.advance(600)
    run("rds_events")
    assert rows(store, "select count(*), count(distinct message) from rds_events") == [(3, 3)]
    begins = [entry.parameters["StartTime"] for entry in fake.ledger.calls("rds", "DescribeEvents")]
    assert begins[0] < begins[1]


def test_a_denied_call_is_named_with_its_action_and_leaves_a_gap(
    run: Run, store: Store, fake: FakeAws
) -> None:
    run("rds_events")
    fake.clock.advance(300)
    fake.faults.rules.append(Fault(Kind.DENIED, "rds", "DescribeEvents", times=1))
    summary = run("rds_events")
    assert summary.outcome == "failed"
    assert "rds:DescribeEvents" in summary.results[0].reasons[0]
    assert [row[:4] for row in coverage(store)][-1] == ("rds_events", "events", "failed", 5)
    fake.clock.advance(300)
    assert run("rds_events").outcome == "complete"
    assert [row[2:4] for row in coverage(store)] == [("complete", 12 * 60 + 10)]
    assert rows(store, "select count(*) from rds_events") == [(3,)]


def endless(target: Target) -> Iterator[Haul]:
    yield Haul(
        spans=(Span("x", target.now.replace(hour=0), target.now),), watermarks={"x": Watermark(target.now)}
    )
    raise RuntimeError("a defect\nof ours")


def collector(name: str, collect: Any) -> Collector:
    return Collector(
        name, "D.", (), (Call("rds", "DescribeEvents"),), (), collect, lambda _: [Planned("rds", "X", 1)]
    )


def test_what_one_collector_brought_before_its_fault_stays_and_the_others_go_on(
    run: Run, store: Store
) -> None:
    from aurorascope.catalog import load_collectors

    events = next(it for it in load_collectors() if it.name == "rds_events")
    summary = run(collectors=[collector("broken", endless), events])
    assert {it.collector: it.outcome for it in summary.results} == {
        "broken": "partial",
        "rds_events": "complete",
    }
    assert "broken failed at test_run.py" in summary.results[0].reasons[0]
    assert rows(store, "select count(*) from rds_events") == [(2,)]
    assert ("broken", "x", "complete", 720, None) in coverage(store)


def items(target: Target) -> Iterator[Haul]:
    def one(name: str) -> Iterator[Haul]:
        if name == "bad":
            target.client("rds").describe_db_clusters(DBClusterIdentifier="none-such")
        span = Span(name, target.now.replace(hour=0), target.now)
        yield Haul(spans=(span,), watermarks={name: Watermark(target.now)})

    yield from target.each(["a", "bad", "c"], one, series=str)


def test_one_item_that_is_refused_leaves_the_others(run: Run, store: Store) -> None:
    summary = run(collectors=[collector("items", items)])
    assert summary.results[0].outcome == "partial"
    assert "DBClusterNotFound" in summary.results[0].reasons[0]
    assert rows(store, "select series from watermarks where collector = 'items' order by 1") == [
        ("a",),
        ("c",),
    ]
    assert [row[1:3] for row in coverage(store)] == [("a", "complete"), ("bad", "failed"), ("c", "complete")]


def test_a_place_without_credentials_is_failed_and_the_other_goes_on(
    run: Run, store: Store, fake: FakeAws
) -> None:
    role = fake.credentials.role(ACCOUNT, "reader", external_id="right")
    fleet = Fleet((
        Choice(Access(role_arn=role, external_id="wrong"), (REGION,)),
        Choice(Access(role_arn=role, external_id="right"), (REGION,)),
    ))  # fmt: skip
    summary = run("rds_events", fleet=fleet)
    assert [it.outcome for it in summary.results] == ["failed", "complete"]
    assert summary.outcome == "partial"
    assert rows(store, "select count(*) from rds_events") == [(2,)]


def test_only_chosen_clusters_are_looked_at(run: Run, store: Store, fake: FakeAws) -> None:
    fake.world.records[((ACCOUNT, REGION), "DescribeEvents")].append(  # type: ignore[attr-defined]
        event(10, "paused", source="idle-1", kind="db-instance")
    )
    run("rds_events", fleet=Fleet((Choice(Access(), clusters=("ord*",)),)))
    assert rows(store, "select distinct source_id from rds_events") == [("orders",)]


@pytest.mark.parametrize("tags", [{"team": "orders"}, {"team": "ord*"}])
def test_clusters_are_chosen_by_tag(run: Run, tags: dict[str, str]) -> None:
    assert run("rds_events", fleet=Fleet((Choice(Access(), tags=tags),))).clusters == 2


def test_calls_are_counted_as_they_were_made(run: Run, fake: FakeAws) -> None:
    summary = run("rds_events")
    assert dict(summary.meter.calls) == fake.ledger.counts()


def test_throttling_is_waited_out(
    run: Run, store: Store, fake: FakeAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "6")
    fake.faults.rules.append(Fault(Kind.THROTTLED, "rds", "DescribeEvents", nth=[1]))
    assert run("rds_events").outcome == "complete"
    assert rows(store, "select count(*) from rds_events") == [(2,)]


def wrong(_: Target) -> Iterator[Haul]:
    from aurorascope.model.haul import Rows, State

    yield Haul(
        rows=(Rows("rds_events", {"ts": [1], "message": ["half a haul"]}),),
        states=(State("topology", {"resource_type": "cluster"}, [{"no_such": 1}]),),
        watermarks={"x": Watermark(_.now)},
    )


def test_a_haul_that_its_tables_cannot_hold_is_left_out_whole_and_stops_no_other(
    run: Run, store: Store
) -> None:
    from aurorascope.catalog import load_collectors

    events = next(it for it in load_collectors() if it.name == "rds_events")
    summary = run(collectors=[collector("wrong", wrong), events])
    assert [it.outcome for it in summary.results] == ["failed", "complete"]
    assert "topology has no column no_such" in summary.results[0].reasons[0]
    assert rows(store, "select count(*) from rds_events where message = 'half a haul'") == [(0,)]
    assert rows(store, "select count(*) from watermarks where collector = 'wrong'") == [(0,)]


def test_a_first_run_that_was_refused_leaves_no_gap_that_stays(run: Run, store: Store, fake: FakeAws) -> None:
    fake.faults.add(Kind.EXPIRED, "rds", "DescribeEvents")
    assert run("rds_events", "topology").outcome == "partial"
    assert ("rds_events", "all", "failed") in [row[:3] for row in coverage(store)]
    fake.faults.clear()
    fake.clock.advance(300)
    assert run("rds_events", "topology").outcome == "complete"
    assert [row for row in coverage(store) if row[2] == "failed"] == []


def test_two_runs_at_once_bring_each_row_once(store: Store, fake: FakeAws) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from datetime import UTC, datetime
    from threading import Barrier

    from running import account_of

    from aurorascope.catalog import load_collectors
    from aurorascope.collect.run import CollectSummary, Orders, collect

    names = ("rds_events", "topology", "cloudwatch_metrics")
    chosen = [it for it in load_collectors() if it.name in names]
    fleet = Fleet(options={"cloudwatch_metrics": {"past_days": 0}})
    orders = Orders(fleet, chosen, now=datetime.fromtimestamp(fake.clock.now(), UTC))
    together = Barrier(2)

    def one(_: int) -> CollectSummary:
        together.wait()
        return collect(Store.open(store.path), orders, account_of)

    with ThreadPoolExecutor(2) as pool:
        summaries = list(pool.map(one, range(2)))
    assert [it.outcome for it in summaries] == ["complete", "complete"]
    assert rows(store, "select count(*), count(distinct message) from rds_events") == [(2, 2)]
    twice = "count(*) - count(distinct (name, dimensions, statistic, period_s, ts))"
    assert rows(store, f"select {twice}, count(*) > 100 from metrics") == [(0, True)]
    assert rows(store, "select count(*) - count(distinct resource_id) from topology") == [(0,)]
    assert rows(store, "select count(*) from runs") == [(2,)]


def test_credentials_that_were_taken_back_are_made_anew(store: Store, fake: FakeAws) -> None:
    from running import account_of

    role = fake.credentials.role(ACCOUNT, "reader")
    fleet = Fleet((Choice(Access(role_arn=role), (REGION,)),))
    account = account_of(fleet.choices[0])
    from datetime import UTC, datetime

    from aurorascope.catalog import load_collectors
    from aurorascope.collect.run import Orders, collect

    events = [it for it in load_collectors() if it.name == "rds_events"]
    orders = Orders(fleet, events, now=datetime.fromtimestamp(fake.clock.now(), UTC))
    assert collect(store, orders, lambda _: account).outcome == "complete"
    fake.credentials.expire_sessions()
    assert collect(store, orders, lambda _: account).outcome == "complete"
    assert len(fake.ledger.calls("sts", "AssumeRole")) == 2
