"""Rollups, cut hours and rows that no rollup counts are together the raw rows, over any range."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from store_rows import NOON, add, statements

from aurorascope.store.compaction import compact
from aurorascope.store.errors import StoreError
from aurorascope.store.retention import retain
from aurorascope.store.rollup import buckets, cells, refuse_cut

if TYPE_CHECKING:
    from aurorascope.store.store import Store

RANGE = "ts >= $begin and ts < $end"
RAW = f"""
select fingerprint, sum(calls) as calls, sum(duration_us) as sum_us,
    min(duration_us) filter (where calls = 1) as min_us, max(duration_us) filter (where calls = 1) as max_us
from statements where {RANGE} group by all order by all
"""
ROLLED = """
select fingerprint, sum(calls) as calls, sum(sum_us) as sum_us, min(min_us) as min_us, max(max_us) as max_us
from {cells} group by all order by all
"""


@pytest.fixture
def filled(store: Store) -> Store:
    """Three days: two closed ones, one of them with late rows, and an open one."""
    begin = NOON - timedelta(hours=50)
    add(store, statements(4000, start=begin, step=timedelta(seconds=53)), "run1")
    compact(store, now=NOON)
    add(store, statements(500, start=begin, step=timedelta(seconds=97)), "late")
    return store


def ranges() -> list[tuple[timedelta, timedelta]]:
    chance = random.Random(7)
    some = [
        (timedelta(seconds=chance.uniform(-60, 20) * 3600), timedelta(seconds=chance.uniform(0, 60) * 3600))
        for _ in range(6)
    ]
    hour, day = timedelta(hours=1), timedelta(days=1)
    return [
        *some,
        (timedelta(0), hour),
        (timedelta(hours=-36), day),
        (timedelta(hours=-36), 2 * day),
        (timedelta(minutes=-7), timedelta(minutes=5)),
        (timedelta(minutes=-7), timedelta(minutes=9)),
        (timedelta(hours=-36, microseconds=1), day),
        (timedelta(hours=-36), day + timedelta(microseconds=1)),
        (timedelta(days=-90), timedelta(days=180)),
    ]


@pytest.mark.parametrize("make", [cells, buckets])
def test_any_range_is_the_same_from_rollups_as_from_raw_rows(filled: Store, make: object) -> None:
    snapshot = filled.snapshot()
    for offset, length in ranges():
        values = {"begin": NOON + offset, "end": NOON + offset + length}
        raw = snapshot.query(RAW, values)
        rolled = snapshot.query(ROLLED.format(cells=make(RANGE, begin="$begin", end="$end")), values)
        assert rolled.to_pylist() == raw.to_pylist(), (offset, length)


def test_a_filter_applies_to_rollups_and_raw_rows(filled: Store) -> None:
    values = {"begin": NOON - timedelta(hours=31, minutes=3), "end": NOON, "user": "user1"}
    where = f"{RANGE} and user_name = $user"
    snapshot = filled.snapshot()
    rolled = snapshot.query(ROLLED.format(cells=cells(where, begin="$begin", end="$end")), values)
    assert rolled.to_pylist() == snapshot.query(RAW.replace(RANGE, where), values).to_pylist()
    assert rolled.num_rows > 0


def test_a_range_that_cuts_an_hour_whose_rows_are_gone_is_refused(filled: Store) -> None:
    begin = NOON - timedelta(hours=48)
    before = filled.snapshot()
    refuse_cut(before, begin + timedelta(minutes=1), NOON, timedelta(hours=1))
    retain(filled, 1, 90, now=NOON + timedelta(days=1))
    after = filled.snapshot()
    with pytest.raises(StoreError, match=r"begins and ends on whole hours \(UTC\)"):
        refuse_cut(after, begin + timedelta(minutes=1), NOON, timedelta(hours=1))
    refuse_cut(after, begin, NOON + timedelta(minutes=1), timedelta(hours=1))
    values = {"begin": begin, "end": NOON}
    rolled = after.query(ROLLED.format(cells=cells(RANGE, begin="$begin", end="$end")), values)
    assert rolled.to_pylist() == before.query(RAW, values).to_pylist()
