"""Hauls into a real store: each row once, states with their time, gaps named, watermarks with the rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aurorascope.collect.landing import Landing, WrongHaulError
from aurorascope.model.haul import Haul, Rows, Span, SqlText, State, Watermark
from aurorascope.store.compaction import compact
from aurorascope.store.errors import CommitConflict
from aurorascope.store.store import Store

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


def land(store: Store, *hauls: Haul, now: datetime = NOON, collector: str = "some") -> Landing:
    landing = Landing(store, "111122223333", "eu-west-1", f"run{now:%d%H%M%S}", now)
    for haul in hauls:
        landing.take(collector, haul)
    landing.commit()
    return landing


def points(times: Iterable[datetime], value: float, name: str = "CPUUtilization", period: int = 60) -> Haul:
    moments = list(times)
    same = {"namespace": "AWS/RDS", "name": name, "dimensions": {"DBInstanceIdentifier": "orders-1"},
            "statistic": "Average", "period_s": period, "value": value, "instance": "orders-1"}  # fmt: skip
    columns = {key: [it] * len(moments) for key, it in same.items()}
    return Haul(rows=(Rows("metrics", {"ts": moments, **columns}, cluster="orders"),))


def values(store: Store) -> list[tuple[str, float]]:
    rows = (
        store.snapshot()
        .query("select strftime(ts, '%H:%M') as t, value from metrics order by ts")
        .to_pylist()
    )
    return [(row["t"], row["value"]) for row in rows]


def test_a_point_that_is_read_again_is_there_once_with_its_latest_value(store: Store) -> None:
    land(store, points([NOON - 3 * MINUTE, NOON - 2 * MINUTE], 1.0))
    later = NOON + 5 * MINUTE
    land(store, points([NOON - 2 * MINUTE, NOON + MINUTE], 2.0), now=later)
    assert values(store) == [("11:57", 1.0), ("11:58", 2.0), ("12:01", 2.0)]


def test_a_point_is_there_once_whenever_it_is_read_again(store: Store) -> None:
    span = [NOON - minute * MINUTE for minute in range(120, 0, -1)]
    land(store, points(span, 1.0))
    for hours in (1, 2, 26):
        land(store, points(span, 1.0), now=NOON + timedelta(hours=hours))
    assert len(values(store)) == 120


def test_a_point_is_there_once_also_when_its_day_was_compacted_in_between(store: Store) -> None:
    span = [NOON - minute * MINUTE for minute in range(90, 0, -1)]
    land(store, points(span, 1.0))
    compact(store, now=NOON + timedelta(days=2))
    land(store, points(span, 1.0), now=NOON + timedelta(days=2))
    compact(store, now=NOON + timedelta(days=3))
    land(store, points(span, 1.0), now=NOON + timedelta(days=3))
    assert len(values(store)) == 90


def test_a_point_that_comes_days_late_is_taken_in(store: Store) -> None:
    land(store, points([NOON - timedelta(hours=5)], 1.0))
    land(store, points([NOON - timedelta(hours=6)], 2.0), now=NOON + timedelta(days=1))
    assert values(store) == [("06:00", 2.0), ("07:00", 1.0)]


def test_the_points_of_two_series_of_one_moment_are_two(store: Store) -> None:
    land(store, points([NOON], 1.0), points([NOON], 2.0, name="DatabaseConnections"))
    assert len(values(store)) == 2


def test_watermarks_come_back_as_they_were_committed(store: Store) -> None:
    mark = Watermark(NOON, {"token": "f/1", "ids": [1, 2]})
    land(store, Haul(watermarks={"stream a": mark}))
    land(store, Haul(watermarks={"stream b": Watermark(NOON)}), now=NOON + MINUTE)
    landing = Landing(store, "111122223333", "eu-west-1", "r3", NOON)
    assert landing.watermarks("some") == {"stream a": mark, "stream b": Watermark(NOON)}
    assert Landing(store, "111122223333", "eu-west-2", "r4", NOON).watermarks("some") == {}
    assert store.snapshot().query("select count(*) as n from watermarks").to_pylist() == [{"n": 2}]


def test_of_two_runs_of_one_region_one_commits_and_the_other_leaves_nothing(store: Store) -> None:
    first = Landing(store, "1", "eu-west-1", "r1", NOON)
    second = Landing(store, "1", "eu-west-1", "r2", NOON)
    other = Landing(store, "1", "eu-west-2", "r3", NOON)
    for landing in (first, second, other):
        landing.take("some", points([NOON], 1.0))
    first.commit()
    other.commit()
    with pytest.raises(CommitConflict):
        second.commit()
    assert len(values(store)) == 2
    named = {file.path for file in store.snapshot().all_files}
    assert {str(path.relative_to(store.path)) for path in store.path.rglob("*.parquet")} == named


def cluster(**attributes: object) -> State:
    row = {
        "resource_id": "cluster-A",
        "resource_name": "orders",
        "cluster": "orders",
        "attributes": attributes,
    }
    return State("topology", {"resource_type": "cluster"}, [row])


def topology(store: Store) -> list[tuple[str, str | None]]:
    rows = store.snapshot().query(
        "select strftime(valid_from, '%d %H:%M') as f, strftime(valid_to, '%d %H:%M') as t "
        "from topology order by all"
    )
    return [(row["f"], row["t"]) for row in rows.to_pylist()]


def changes(store: Store) -> list[tuple[str, str, str | None, str | None]]:
    rows = store.snapshot().query(
        'select resource, attribute, "old", "new" from changes order by ts, attribute'
    )
    return [tuple(row.values()) for row in rows.to_pylist()]


def test_a_state_holds_until_it_changes_and_the_change_is_written_down(store: Store) -> None:
    land(store, Haul(states=(cluster(Status="available", Port=5432),)))
    land(store, Haul(states=(cluster(Status="available", Port=5432),)), now=NOON + MINUTE)
    day = NOON + timedelta(days=1)
    land(store, Haul(states=(cluster(Status="upgrading", Port=5432),)), now=day)
    assert topology(store) == [("19 12:00", "20 12:00"), ("20 12:00", None)]
    assert changes(store) == [
        ("cluster orders", "exists", None, "true"),
        ("cluster orders", "Status", "available", "upgrading"),
    ]


def test_what_is_missing_in_a_complete_scope_is_gone_and_other_scopes_stay(store: Store) -> None:
    endpoint = State(
        "topology", {"resource_type": "endpoint"}, [{"resource_id": "e1", "resource_name": "e1"}]
    )
    land(store, Haul(states=(cluster(Status="available"), endpoint)))
    gone = State("topology", {"resource_type": "endpoint"}, [])
    land(store, Haul(states=(gone,)), now=NOON + MINUTE)
    assert topology(store) == [("19 12:00", "19 12:01"), ("19 12:00", None)]
    assert changes(store)[-1] == ("endpoint e1", "exists", "true", "false")


def test_what_changes_all_the_time_is_kept_without_a_change(store: Store) -> None:
    for minute in range(3):
        row = {
            "resource_id": "c",
            "resource_name": "orders",
            "attributes": {},
            "readings": {"Restorable": minute},
        }
        state = State("topology", {"resource_type": "cluster"}, [row])
        land(store, Haul(states=(state,)), now=NOON + minute * MINUTE)
    rows = store.snapshot().query("select readings from topology").to_pylist()
    assert rows == [{"readings": '{"Restorable":2}'}]
    assert len(changes(store)) == 1


def coverage(store: Store) -> list[tuple[str, str, str, str | None]]:
    rows = store.snapshot().query(
        "select strftime(covered_from, '%d %H:%M') as f, strftime(covered_to, '%d %H:%M') as t, "
        "status, reason from coverage order by covered_from"
    )
    return [tuple(row.values()) for row in rows.to_pylist()]


def span(begin: int, end: int, **more: object) -> Haul:
    return Haul(spans=(Span("events", NOON + begin * MINUTE, NOON + end * MINUTE, **more),))  # type: ignore[arg-type]


def test_spans_that_touch_are_one_row(store: Store) -> None:
    for begin in (0, 5, 10):
        land(store, span(begin - 2, begin + 5), now=NOON + (begin + 5) * MINUTE)
    assert coverage(store) == [("19 11:58", "19 12:15", "complete", None)]


def test_a_gap_is_named_and_goes_when_it_is_read(store: Store) -> None:
    land(store, span(0, 5), now=NOON + 5 * MINUTE)
    land(store, span(5, 10, status="failed", reason="throttled"), now=NOON + 10 * MINUTE)
    land(store, span(10, 15, status="failed", reason="denied"), now=NOON + 15 * MINUTE)
    assert coverage(store)[1:] == [("19 12:05", "19 12:15", "failed", "denied")]
    land(store, span(5, 20), now=NOON + 20 * MINUTE)
    assert coverage(store) == [("19 12:00", "19 12:20", "complete", None)]


def test_a_gap_that_nobody_named_is_named(store: Store) -> None:
    land(store, span(0, 5), now=NOON + 5 * MINUTE)
    land(store, span(60, 65), now=NOON + 65 * MINUTE)
    assert [row[:3] for row in coverage(store)] == [
        ("19 12:00", "19 12:05", "complete"),
        ("19 12:05", "19 13:00", "failed"),
        ("19 13:00", "19 13:05", "complete"),
    ]


def test_a_series_has_a_row_a_day(store: Store) -> None:
    land(store, span(0, 24 * 60), now=NOON + timedelta(days=1))
    land(store, span(24 * 60, 25 * 60), now=NOON + timedelta(hours=25))
    assert [row[:2] for row in coverage(store)] == [("19 12:00", "20 00:00"), ("20 00:00", "20 13:00")]


ALTERED = "ALTER ROLE app PASSWORD 'hunter2'"


@pytest.mark.parametrize("redacted", [True, False])
def test_statements_get_their_family_and_no_store_gets_a_password(tmp_path: Path, redacted: bool) -> None:
    store = Store.create(tmp_path / "other", redacted=redacted)
    texts = ["SELECT * FROM orders WHERE id = 42", ALTERED, "SELECT * FROM ord"]
    columns = {
        "ts": [NOON] * 3, "period_s": [60] * 3, "dimension": ["sql"] * 3, "key_id": ["a", "b", "c"],
        "label": texts, "aas": [1.0, 2.0, 3.0], "is_cut": [False, False, True],
    }  # fmt: skip
    rows = Rows(
        "db_load", columns, cluster="orders", instance="orders-1",
        sql=(SqlText("label", fingerprint="fingerprint", cut="is_cut"),),
    )  # fmt: skip
    land(store, Haul(rows=(rows,)))
    land(store, Haul(rows=(rows,)), now=NOON + MINUTE)
    found = store.snapshot().query("select label, fingerprint from db_load order by key_id").to_pylist()
    assert ("42" in found[0]["label"]) is not redacted
    assert "hunter2" not in found[1]["label"]
    assert [row["fingerprint"] is None for row in found] == [False, False, True]
    known = store.snapshot().query("select count(*) as n, count(distinct fingerprint) as d from fingerprints")
    assert known.to_pylist() == [{"n": 2, "d": 2}]


def test_an_unknown_column_is_named(store: Store) -> None:
    with pytest.raises(WrongHaulError, match="metrics has no column valeu"):
        land(store, Haul(rows=(Rows("metrics", {"ts": [NOON], "valeu": [1]}),)))
