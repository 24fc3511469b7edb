"""Metric math means what CloudWatch's does, and nothing else is ever run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aurorascope.rules.expression import ExpressionError, compute, names, parse

N = np.nan
SERIES = {"m1": np.array([1.0, N, 4.0, 8.0]), "m2": np.array([2.0, 2.0, N, 4.0])}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("m1 + m2 * 2", [5.0, N, N, 16.0]),
        ("(m1 + m2) * 2", [6.0, N, N, 24.0]),
        ("m1 / 0", [N, N, N, N]),
        ("2 ^ 3 - -1", [9.0] * 4),
        ("-2 ^ 2", [-4.0] * 4),
        ("m1 > 3", [0.0, N, 1.0, 1.0]),
        ("m1 >= 4 AND m2 == 4", [0.0, N, N, 1.0]),
        ("m1 > 3 || m2 > 3", [0.0, N, N, 1.0]),
        ("IF(m1 > 3, m1)", [N, N, 4.0, 8.0]),
        ("IF(m1 > 3, 1, 0)", [0.0, N, 1.0, 1.0]),
        ("FILL(m1, 0)", [1.0, 0.0, 4.0, 8.0]),
        ("FILL(m2, REPEAT)", [2.0, 2.0, 2.0, 4.0]),
        ("DIFF(m1)", [N, N, 3.0, 4.0]),
        ("RATE(m1)", [N, N, 3.0 / 120, 4.0 / 60]),
        ("RUNNING_SUM(m1)", [1.0, N, 5.0, 13.0]),
        ("MAX([m1, m2])", [2.0, 2.0, 4.0, 8.0]),
        ("MIN(METRICS())", [1.0, 2.0, 4.0, 4.0]),
        ("SUM([m1, m2]) / PERIOD(m1)", [3 / 60, 2 / 60, 4 / 60, 12 / 60]),
        ("AVG([m1, m2, 6])", [3.0, 4.0, 5.0, 6.0]),
        ("CEIL(m1 / 3) + FLOOR(m1 / 3) + ABS(0 - m1)", [2.0, N, 7.0, 13.0]),
    ],
)
def test_an_expression_gives_a_value_at_each_period(text: str, expected: list[float]) -> None:
    np.testing.assert_allclose(compute(parse(text), SERIES, 60), np.array(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("m1 +", "expected a number, a series or a function, found the end"),
        ("m1 m2", "expected the end, found 'm2'"),
        ("SEARCH('x', 'Average')", "is no part of metric math"),
        ("EXPLODE(m1)", "EXPLODE is not known here"),
        ("IF(m1)", "IF takes 2 or 3 arguments, not 1"),
        ("(m1", "expected ')'"),
        ("__import__", "there is no series '__import__'"),
        ("m1.real", "'.' is no part of metric math"),
        ("[m1, m2]", "stands only inside"),
        ("MAX(m1)", "take a list of series"),
        ("(" * 200 + "m1" + ")" * 200, "nested more than 40 deep"),
        ("m1 " * 1000, "at most 2,048 characters"),
    ],
)
def test_what_is_no_metric_math_is_refused(text: str, expected: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        compute(parse(text), SERIES, 60)
    assert expected in str(raised.value)


def test_the_series_of_an_expression_are_named() -> None:
    assert names(parse("IF(a > 1, MAX([b, c]), FILL(d, REPEAT))")) == {"a", "b", "c", "d"}


@settings(deadline=None)
@given(st.text(alphabet="m12+-*/^()[],<>=&|IFMAXREPEAT .", max_size=60))
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    try:
        node = parse(text)
        found = compute(node, SERIES, 60)
    except ExpressionError:
        return
    assert len(found) == 4
