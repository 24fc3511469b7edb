"""A percentile is the same number from rollups as from all raw rows, and says so where it cannot be."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from store_rows import NOON, add

from aurorascope.store.compaction import compact
from aurorascope.store.errors import StoreError
from aurorascope.store.percentiles import percentiles
from aurorascope.store.retention import retain

if TYPE_CHECKING:
    from aurorascope.store.store import Store

QUANTILES = (0.0, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0)
BEGIN, END = NOON - timedelta(days=3), NOON
MIDNIGHT = NOON - timedelta(days=2, hours=12)


def durations(seed: int, rows: int) -> pl.DataFrame:
    """Durations of five families of unlike spread, zero and null and enormous ones among them."""
    chance = random.Random(seed)
    return pl.DataFrame(
        {
            "ts": [BEGIN + timedelta(seconds=chance.uniform(0, 3 * 86400)) for _ in range(rows)],
            "calls": [int(chance.random() < 0.9) for _ in range(rows)],
            "duration_us": [
                chance.choice(
                    [None, 0, 1, 49, 50, int(chance.lognormvariate(8, 3)), chance.randrange(10**12)]
                )
                for _ in range(rows)
            ],
            "fingerprint": [chance.choice(["a", "b", "c", "d", None]) for _ in range(rows)],
            "user_name": [chance.choice(["app", "batch"]) for _ in range(rows)],
        },
        schema_overrides={"ts": pl.Datetime("us", "UTC"), "duration_us": pl.Int64},
    )


@pytest.mark.parametrize("by", [("fingerprint",), ("engine", "fingerprint"), ()])
@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (BEGIN, END),
        (BEGIN - timedelta(days=30), END + timedelta(days=30)),
        (BEGIN + timedelta(hours=13, minutes=7), END - timedelta(minutes=9)),
        (BEGIN + timedelta(hours=1), BEGIN + timedelta(hours=2)),
    ],
)
def test_percentiles_from_buckets_equal_those_of_all_raw_rows(
    store: Store, by: tuple[str, ...], begin: object, end: object
) -> None:
    add(store, durations(1, 1500), "run1")
    compact(store, now=END)
    add(store, durations(2, 400), "late")
    snapshot = store.snapshot()
    raw = percentiles(snapshot, QUANTILES, begin, end, by=by)
    rolled = percentiles(snapshot, QUANTILES, begin, end, by=by, exact_rows=0)
    assert raw.num_rows >= len(QUANTILES)
    assert rolled.to_pylist() == raw.to_pylist()


def test_percentiles_are_those_of_a_sorted_list(store: Store) -> None:
    add(store, durations(3, 1000).with_columns(fingerprint=pl.lit("a")), "run1")
    compact(store, now=END + timedelta(days=1))
    found = percentiles(
        store.snapshot(),
        [0.5, 0.95],
        BEGIN,
        END,
        where="user_name = $user",
        params={"user": "app"},
        exact_rows=0,
    )
    rows = durations(3, 1000).filter(pl.col("user_name") == "app", pl.col("calls") == 1)
    ranked = sorted(rows["duration_us"].drop_nulls())
    ranks = [-(-len(ranked) * share // 100) - 1 for share in (50, 95)]
    assert found["duration_us"].to_pylist() == [ranked[rank] for rank in ranks]
    assert found["calls"].to_pylist() == [len(ranked)] * 2


def test_where_the_raw_rows_are_gone_it_is_within_one_percent_and_not_called_exact(store: Store) -> None:
    frame = durations(4, 2000).with_columns(duration_us=pl.col("duration_us") + 1000)
    add(store, frame, "run1")
    begin, end = MIDNIGHT, MIDNIGHT + timedelta(days=2)
    exact = percentiles(store.snapshot(), QUANTILES, begin, end)
    retain(store, 1, 90, now=END + timedelta(days=30))
    found = percentiles(store.snapshot(), QUANTILES, begin, end)
    assert exact["exact"].to_pylist() == [True] * exact.num_rows
    assert found["exact"].to_pylist() == [False] * exact.num_rows
    assert found["calls"].equals(exact["calls"])
    for near, true in zip(found["duration_us"].to_pylist(), exact["duration_us"].to_pylist(), strict=True):
        assert abs(near - true) <= 0.0101 * true + 1


def test_a_range_that_cuts_a_day_whose_rows_are_gone_is_refused(store: Store) -> None:
    add(store, durations(4, 200), "run1")
    retain(store, 1, 90, now=END + timedelta(days=30))
    with pytest.raises(StoreError, match=r"of 2026-11-17 only rollups are kept: .* whole days \(UTC\)"):
        percentiles(store.snapshot(), QUANTILES, MIDNIGHT + timedelta(hours=1), END + timedelta(days=1))
    with pytest.raises(StoreError, match="only rollups are kept, which tell no durations of users"):
        percentiles(store.snapshot(), QUANTILES, MIDNIGHT, END, by=("user_name",))
