"""A range is walked back from its newest day in few parts that leave nothing out and overlap nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from aurorascope.web.paging import days_back

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
SECONDS = st.integers(0, 400 * 86_400)


@given(SECONDS, SECONDS)
def test_the_parts_of_a_range_are_the_range(one: int, other: int) -> None:
    begin, end = (BEGIN + timedelta(seconds=value) for value in sorted((one, other)))
    parts = list(days_back(begin, end, None))
    if begin == end:
        assert parts == []
        return
    assert (parts[-1][0], parts[0][1]) == (begin, end)
    assert all(later[0] == earlier[1] for later, earlier in pairwise(parts))
    assert all(first < last for first, last in parts)
    assert {first.time() for first, _ in parts[:-1]} <= {BEGIN.time()}
    assert parts[0][1] - parts[0][0] <= timedelta(days=1)
    assert len(parts) <= 10


def test_a_range_of_days_long_before_the_first_has_an_end() -> None:
    assert len(list(days_back(datetime(1, 1, 1, tzinfo=UTC), BEGIN, None))) < 25


def test_the_walk_begins_at_the_cursor() -> None:
    end = BEGIN + timedelta(days=9)
    after = BEGIN + timedelta(days=4, hours=5)
    parts = list(days_back(BEGIN, end, (after, "", 0, "")))
    assert parts[0] == (BEGIN + timedelta(days=4), after + timedelta(microseconds=1))
