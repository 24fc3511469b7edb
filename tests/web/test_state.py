"""A page's state as its URL: nothing is lost, nothing raises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurorascope.web.state import ALL, DIMENSIONS, SPANS, PageState, decode, encode

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
VALUES = st.lists(st.none() | TEXT, min_size=1, max_size=4, unique=True).map(tuple)
TIMES = st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  given its zone here
EXTRAS = st.text("abcdefghijklmnop_", min_size=1, max_size=12).filter(
    lambda name: name not in {*DIMENSIONS, "from", "to", "last", "tz"}
)


@st.composite
def states(draw: st.DrawFn) -> PageState:
    begin = draw(st.none() | TIMES)
    length = draw(st.none() | st.timedeltas(timedelta(microseconds=1), timedelta(days=400)))
    end = (begin or datetime(2026, 1, 1, tzinfo=UTC)) + length if length else None
    fixed = begin is not None or end is not None
    return PageState(
        last="24h" if fixed else draw(st.sampled_from([*SPANS, ALL])),
        begin=begin,
        end=end,
        filters=draw(st.dictionaries(st.sampled_from(DIMENSIONS), VALUES, max_size=3)),
        extras=draw(st.dictionaries(EXTRAS, VALUES, max_size=3)),
        zone=draw(st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"])),
    )


@given(states())
def test_a_state_survives_the_url(state: PageState) -> None:
    assert PageState.of(state.search()) == state


@given(st.text(max_size=200))
def test_any_query_string_is_a_state(search: str) -> None:
    state = PageState.of(search)
    begin, end = state.bounds(None, None)
    assert begin < end
    assert PageState.of(state.search()) == state


@given(st.none() | TEXT)
def test_none_the_empty_string_and_any_text_stay_apart(value: str | None) -> None:
    assert decode(encode(value)) == value


def test_a_time_without_an_offset_is_read_in_the_readers_zone() -> None:
    state = PageState.of("?from=2026-07-01T10:00&to=2026-07-01T11:00Z&tz=Europe/Berlin")
    assert state.begin == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert state.end == datetime(2026, 7, 1, 11, tzinfo=UTC)


def test_the_default_range_is_the_last_day_of_the_data() -> None:
    newest = datetime(2026, 11, 19, 23, 59, 30, tzinfo=UTC)
    begin, end = PageState.of("").bounds(newest - timedelta(days=9), newest)
    assert end == datetime(2026, 11, 20, tzinfo=UTC)
    assert end - begin == timedelta(days=1)


def test_all_data_begins_with_the_oldest_row_and_holds_the_newest() -> None:
    oldest, newest = datetime(2026, 1, 1, 0, 0, 5, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    begin, end = PageState.of("?last=all").bounds(oldest, newest)
    assert begin <= oldest
    assert newest < end


@pytest.mark.parametrize(
    "search", ["?from=yesterday", "?from=2026-13-01", "?to=9999-99-99", "?tz=Mars/Olympus"]
)
def test_what_is_not_understood_falls_back_to_the_default(search: str) -> None:
    assert PageState.of(search) == PageState()


def test_a_range_that_ends_before_it_begins_is_the_default() -> None:
    assert PageState.of("?from=2026-01-02T00:00Z&to=2026-01-01T00:00Z") == PageState()


def test_no_value_can_add_a_parameter() -> None:
    state = PageState(filters={"user": ("a&database=b#c?d=e",)})
    assert PageState.of(state.search()).filters == {"user": ("a&database=b#c?d=e",)}


@pytest.mark.parametrize("last", ["7d", "30d"])
def test_a_span_of_days_is_made_of_whole_hours_and_holds_the_newest_data(last: str) -> None:
    for newest in (datetime(2026, 11, 19, 12, 59, tzinfo=UTC), datetime(2026, 11, 19, 13, 1, 7, tzinfo=UTC)):
        begin, end = PageState.of(f"?last={last}").bounds(newest - timedelta(days=40), newest)
        assert newest < end <= newest + timedelta(hours=1)
        assert {moment.minute for moment in (begin, end)} == {0}
        assert end - begin == timedelta(days=int(last[:-1]))


def test_a_drill_may_set_the_range_with_times_of_a_row() -> None:
    state = PageState.of("?last=7d&user=app")
    moved = state.setting(
        {"from": ("2026-11-19 04:00:00+00:00",), "to": ("2026-11-19 05:00:00.5+00:00",), "q": ("x",)}
    )
    assert moved.search() == "?from=2026-11-19T04:00:00Z&to=2026-11-19T05:00:00.500000Z&user=app&q=x"
