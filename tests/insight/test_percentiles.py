"""A percentile is the same number from buckets as from all raw rows, and is left out where it cannot be."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from aurorascope.insight import percentiles as asked
from aurorascope.insight.percentiles import QUANTILES, from_buckets, percentiles, too_many
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter
from aurorascope.store.compaction import compact
from aurorascope.store.retention import retain
from aurorascope.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from aurorascope.store.snapshot import Snapshot

LABELS = {"account": "local", "region": "local", "cluster": "shop", "instance": "shop-1"}
END = datetime(2026, 11, 19, 12, tzinfo=UTC)
BEGIN = END - timedelta(days=3)
RANGES = [
    (BEGIN, END),
    (BEGIN - timedelta(days=30), END + timedelta(days=30)),
    (BEGIN + timedelta(hours=13, minutes=7), END - timedelta(minutes=9)),
    (BEGIN + timedelta(hours=1), BEGIN + timedelta(hours=2)),
    (None, END - timedelta(days=1)),
]
MORE: list[dict[str, Any]] = [
    {},
    {"show_noise": True},
    {"fingerprint": ("a", None)},
    {"instance": ("shop-1",)},
]


def durations(seed: int, rows: int) -> pl.DataFrame:
    """Durations of five families of unlike spread, zero and null and enormous ones among them."""
    chance = random.Random(seed)
    times = [None, 0, 1, 49, 50]
    return pl.DataFrame(
        {
            "ts": [BEGIN + timedelta(seconds=chance.uniform(0, 3 * 86400)) for _ in range(rows)],
            "calls": [int(chance.random() < 0.9) for _ in range(rows)],
            "duration_us": [
                chance.choice([*times, int(chance.lognormvariate(8, 3)), chance.randrange(10**12)])
                for _ in range(rows)
            ],
            "fingerprint": [chance.choice(["a", "b", "c", "d", None]) for _ in range(rows)],
            "user_name": [chance.choice(["app", "batch", "rdsadmin", None]) for _ in range(rows)],
        },
        schema_overrides={"ts": pl.Datetime("us", "UTC"), "duration_us": pl.Int64},
    )


def add(store: Store, frame: pl.DataFrame, run: str) -> None:
    writer = store.writer(run, LABELS)
    writer.write("statements", frame, labels={"source": "0123456789abcdef"})
    store.commit(writer.close())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Closed days with rollups, rows that came late for them, and an open day."""
    store = Store.create(tmp_path_factory.mktemp("ranks") / "store")
    add(store, durations(1, 1500), "run1")
    compact(store, now=END)
    add(store, durations(2, 400), "late")
    return store.snapshot()


def sorted_rows(snapshot: Snapshot, chosen: Filter, by: tuple[str, ...]) -> dict[tuple[Any, ...], Any]:
    """The same from the raw rows, by rank in a sorted list."""
    sql, bound = chosen.where(asked.COLUMNS, "ts")
    keys = "".join(f"{name}, " for name in by)
    rows = snapshot.query(
        f"SELECT {keys} list_sort(list(duration_us)) AS durations FROM statements "
        f"WHERE {sql} AND calls = 1 AND duration_us IS NOT NULL GROUP BY ALL",
        bound,
    ).to_pylist()
    found = {}
    for row in rows:
        ranked = row["durations"] or []
        ranks = {
            name: max(0, -(-len(ranked) * round(share * 100) // 100) - 1) for name, share in QUANTILES.items()
        }
        group = {"calls": len(ranked), **{name: ranked[rank] for name, rank in ranks.items() if ranked}}
        found[tuple(row[name] for name in by)] = group
    return {key: group for key, group in found.items() if group["calls"]}


@pytest.mark.parametrize("more", MORE, ids=str)
@pytest.mark.parametrize("by", [("fingerprint",), ("engine", "fingerprint"), ()], ids=str)
def test_percentiles_from_buckets_are_those_of_a_sorted_list(
    filled: Snapshot, by: tuple[str, ...], more: dict[str, Any]
) -> None:
    for begin, end in RANGES:
        chosen = Filter(begin=begin, end=end, **more)
        wanted = sorted_rows(filled, chosen, by)
        assert percentiles(filled, chosen, by) == wanted, (begin, end)
        near = percentiles(filled, chosen, by, exact=False)
        assert near.keys() == wanted.keys()
        for key, group in near.items():
            assert group["calls"] == wanted[key]["calls"]
            for name in QUANTILES:
                assert abs(group[name] - wanted[key][name]) <= 0.0101 * wanted[key][name] + 1


@pytest.mark.parametrize(
    ("view", "by"), [("queries_top", ()), ("statements_by", ("fingerprint", "instance"))]
)
def test_a_view_of_too_many_rows_gives_the_same_numbers(
    filled: Snapshot, view: str, by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for begin, end in RANGES:
        chosen = Filter(begin=begin, end=end)
        few = run_view(filled, view, chosen, by=by)
        with monkeypatch.context() as patched:
            patched.setattr(asked, "too_many", lambda *_: True)
            many = run_view(filled, view, chosen, by=by)
        assert many.to_pylist() == few.to_pylist()
        assert any(row["p95_us"] is not None for row in few.to_pylist())


def test_rows_are_too_many_by_the_days_that_a_range_touches(filled: Snapshot) -> None:
    assert too_many(filled, Filter(), most=1899)
    assert not too_many(filled, Filter(), most=1900)
    assert not too_many(filled, Filter(end=BEGIN - timedelta(days=1)), most=0)


@pytest.mark.parametrize(
    "more",
    [{"user": ("app",)}, {"include": ("select",)}, {"min_duration_us": 5}, {"sqlstate": ("1",)}],
    ids=str,
)
def test_what_no_bucket_knows_is_read_from_the_rows(filled: Snapshot, more: dict[str, Any]) -> None:
    assert from_buckets(filled, Filter(begin=BEGIN, end=END), ("fingerprint",))
    assert not from_buckets(filled, Filter(begin=BEGIN, end=END, **more), ("fingerprint",))
    assert not from_buckets(filled, Filter(begin=BEGIN, end=END), ("user_name",))


def test_where_the_raw_rows_are_gone_sums_stay_and_no_percentile_is_given(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "store")
    add(store, durations(4, 1000), "run1")
    chosen = Filter(begin=BEGIN, end=END)
    compact(store, now=END + timedelta(days=30))
    before = run_view(store.snapshot(), "queries_top", chosen).to_pylist()
    retain(store, 1, 90, now=END + timedelta(days=30))
    snapshot = store.snapshot()
    assert not from_buckets(snapshot, chosen, ("fingerprint",))
    for exact in (True, False):
        after = run_view(snapshot, "queries_top", chosen, exact=exact).to_pylist()
        for name in ("fingerprint", "calls", "sum_us", "mean_us", "min_us", "max_us"):
            assert [row[name] for row in after] == [row[name] for row in before]
        assert {row["p95_us"] for row in after} == {None}
