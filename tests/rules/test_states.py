"""The evaluator does what CloudWatch's documentation shows: every example it gives, and any history."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aurorascope.model.rule import Missing, State
from aurorascope.rules.metrics import samples_needed
from aurorascope.rules.states import ALARM, STATES, band_verdicts, replay, spans, state_of, verdicts_of

EXAMPLES = tomllib.loads((Path(__file__).parent / "missing_data.toml").read_text())["example"]
POINT = {"X": True, "0": False, "-": None}
TREATMENTS: tuple[Missing, ...] = ("missing", "ignore", "breaching", "notBreaching")
POINTS = st.lists(st.sampled_from([-1, 0, 1]), max_size=40)


def rows() -> list[Any]:
    """Every example with each treatment that the documentation gives a state for."""
    return [
        pytest.param(example, treatment, state, id=f"{example['where']}: {treatment}")
        for example in EXAMPLES
        for treatment, state in example["expect"].items()
    ]


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize(("example", "treatment", "state"), rows())
def test_a_documented_example_gives_the_documented_state(
    example: dict[str, Any], treatment: Missing, state: str, before: State
) -> None:
    points = [POINT[sign] for sign in example["points"].split()]
    expected = before if state == "stays" else state
    how: dict[str, Any] = {"m": example["m"], "n": example["n"], "missing": treatment}
    assert state_of(points, before=before, **how) == expected


def test_every_row_of_both_tables_is_an_example() -> None:
    named = {example["where"] for example in EXAMPLES}
    assert {f"table {table}, row {row}" for table in (1, 2) for row in range(1, 6)} <= named


def mn() -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(1, 6).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n)))


@settings(deadline=None)
@given(POINTS, mn(), st.sampled_from(TREATMENTS), st.sampled_from(STATES), st.integers(0, 4))
def test_a_whole_history_at_once_is_the_rule_point_by_point(
    points: list[int], m_of_n: tuple[int, int], missing: Missing, before: State, extra: int
) -> None:
    m, n = m_of_n
    told = [None if point < 0 else bool(point) for point in points]
    state, expected = before, []
    for end in range(1, len(told) + 1):
        state = state_of(told[:end], m=m, n=n, missing=missing, before=state, extra=extra)
        expected.append(state)
    found = replay(np.array(points, np.int8), m=m, n=n, missing=missing, before=before, extra=extra)
    assert [STATES[one] for one in found] == expected


@settings(deadline=None)
@given(POINTS, POINTS, mn(), st.sampled_from(TREATMENTS))
def test_points_after_an_evaluation_never_change_its_state(
    points: list[int], later: list[int], m_of_n: tuple[int, int], missing: Missing
) -> None:
    m, n = m_of_n
    alone = replay(np.array(points, np.int8), m=m, n=n, missing=missing)
    with_later = replay(np.array(points + later, np.int8), m=m, n=n, missing=missing)
    assert list(with_later[: len(points)]) == list(alone)


@settings(deadline=None)
@given(POINTS, POINTS, mn(), st.sampled_from(TREATMENTS))
def test_a_series_shifted_by_whole_periods_gives_its_states_shifted(
    lead: list[int], points: list[int], m_of_n: tuple[int, int], missing: Missing
) -> None:
    m, n = m_of_n
    settled = [0] * (n + 2)  # a full range of good points: what was before no longer counts
    plain = replay(np.array(settled + points, np.int8), m=m, n=n, missing=missing)
    shifted = replay(np.array(lead + settled + points, np.int8), m=m, n=n, missing=missing)
    assert list(shifted[len(lead) + len(settled) - 1 :]) == list(plain[len(settled) - 1 :])


@settings(deadline=None)
@given(
    st.floats(0, 89.99), st.integers(1, 60), mn(), st.sampled_from(TREATMENTS), st.sampled_from([">", ">="])
)
def test_a_constant_on_the_safe_side_never_fires(
    value: float, length: int, m_of_n: tuple[int, int], missing: Missing, operator: Any
) -> None:
    m, n = m_of_n
    verdicts = verdicts_of(np.full(length, value), operator, 90.0)
    if missing == "breaching":  # a new alarm has no past: there, missing points do breach
        verdicts = np.concatenate((np.zeros(n, np.int8), verdicts))
    states = replay(verdicts, m=m, n=n, missing=missing)
    assert not (states[-length:] == ALARM).any()


@settings(deadline=None)
@given(POINTS, mn(), st.sampled_from(TREATMENTS))
def test_spans_cover_exactly_the_periods_in_alarm(
    points: list[int], m_of_n: tuple[int, int], missing: Missing
) -> None:
    states = replay(np.array(points, np.int8), m=m_of_n[0], n=m_of_n[1], missing=missing)
    inside = {place for begin, end in spans(states) for place in range(begin, end)}
    assert inside == {place for place, state in enumerate(states) if state == ALARM}


def test_a_point_on_the_threshold_breaches_only_with_or_equal() -> None:
    values = np.array([1.0, 2.0, np.nan])
    assert [list(verdicts_of(values, sign, 2.0)) for sign in (">", ">=", "<", "<=")] == [
        [0, 0, -1],
        [0, 1, -1],
        [1, 0, -1],
        [1, 1, -1],
    ]


def test_a_point_without_its_band_is_missing() -> None:
    values, lower, upper = np.array([5.0, 5.0, 0.0]), np.array([1.0, np.nan, 1.0]), np.array([4.0, 9.0, 4.0])
    assert list(band_verdicts(values, lower, upper, "outside")) == [1, -1, 1]
    assert list(band_verdicts(values, lower, upper, "above")) == [1, -1, 0]
    assert list(band_verdicts(values, lower, upper, "below")) == [0, -1, 1]


def test_too_few_samples_keep_the_state_and_none_at_all_are_missing_data() -> None:
    verdicts = np.array([0, 1, 1, 0, -1, -1, -1, -1, 0], np.int8)
    few = np.array([0, 1, 0, 1, 0, 0, 0, 0, 0], bool)
    found = replay(verdicts, m=1, n=1, missing="missing", few=few)
    # held at 1 (OK), fires at 2, held at 3, which then is in the range of the missing points behind it
    assert [STATES[one] for one in found] == [
        *("OK", "OK", "ALARM", "ALARM", "OK", "OK", "INSUFFICIENT_DATA", "INSUFFICIENT_DATA", "OK")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statistic", "needed"),
    [("p99", 1000), ("p90", 100), ("p50", 20), ("p10", 100), ("p99.9", 10_000), ("p0", None), ("p100", None),
     ("tm99", None), ("Average", None)],
)  # fmt: skip
def test_a_percentile_needs_as_many_samples_as_documented(statistic: str, needed: float | None) -> None:
    assert samples_needed(statistic) == needed
