"""The profile agrees with the statements, however they are grouped."""

from __future__ import annotations

from functools import cache

import pytest
from filled import filled
from memory import Memory

from aurorascope.insight.template import ViewError
from aurorascope.insight.top import RANKINGS, group_names, profile, thresholds
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter


@cache
def store() -> Memory:
    return filled()


@pytest.mark.parametrize(
    "by", [("fingerprint",), ("user",), ("fingerprint", "user"), ("host", "application"), ("instance",)]
)
def test_calls_time_and_errors_are_complete_whatever_the_groups(by: tuple[str, ...]) -> None:
    rows = profile(store(), Filter(), by=by, top=10_000).to_pylist()
    [total] = run_view(store(), "totals", Filter()).to_pylist()
    assert sum(row["calls"] for row in rows) == total["calls"]
    assert sum(row["sum_us"] for row in rows) == total["sum_us"]
    assert sum(row["errors"] for row in rows) == total["errors"]
    assert sum(row["share"] for row in rows) == pytest.approx(1)


def test_errors_are_unknown_where_messages_have_no_such_group() -> None:
    assert set(profile(store(), Filter(), by=("phase",)).column("errors").to_pylist()) == {None}


@pytest.mark.parametrize(("word", "column"), RANKINGS.items())
def test_a_profile_is_ranked_as_asked(word: str, column: str) -> None:
    for by in (("fingerprint",), ("fingerprint", "host")):
        values = [v for v in profile(store(), Filter(), by=by, rank_by=word).column(column).to_pylist() if v]
        assert values == sorted(values, reverse=True)


def test_every_word_of_the_groups_works_and_others_are_named() -> None:
    for word in group_names():
        assert profile(store(), Filter(), by=(word,)).num_rows
    with pytest.raises(ViewError, match="fingerprint, user"):
        profile(store(), Filter(), by=("mood",))


def test_the_threshold_of_the_log_is_known_or_nothing_is_said(memory: Memory) -> None:
    assert thresholds(memory, Filter()) == []
    assert [row["value"] for row in thresholds(store(), Filter())] == ["100"]
