"""Composite alarms and their suppression do what CloudWatch documents."""

from __future__ import annotations

import numpy as np
import pytest

from aurorascope.rules.composite import CompositeError, actions, children, compute, parse, written
from aurorascope.rules.states import STATES

A = np.array([1, 1, 0, 0, 2], np.int8)
B = np.array([1, 0, 1, 0, 0], np.int8)


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("ALARM(a) AND ALARM(b)", [1, 0, 0, 0, 0]),
        ("ALARM(a) OR ALARM(b)", [1, 1, 1, 0, 0]),
        ("ALARM(a) AND NOT ALARM(b)", [0, 1, 0, 0, 0]),
        ("(ALARM(a) OR ALARM(b)) AND OK(b)", [0, 1, 0, 0, 0]),
        ("ALARM(a) OR ALARM(b) AND OK(b)", [1, 1, 0, 0, 0]),
        ('INSUFFICIENT_DATA("a")', [0, 0, 0, 0, 1]),
        ("NOT NOT TRUE", [1] * 5),
        ("FALSE", [0] * 5),
    ],
)
def test_a_rule_is_true_where_its_states_say_so(text: str, fires: list[int]) -> None:
    assert list(compute(parse(text), {"a": A, "b": B}, 5)) == fires
    assert STATES[1] == "ALARM"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALARM(a) AND", "ends where an alarm was expected"),
        ("ALARM(a) ALARM(b)", "expected AND, OR or the end"),
        ("BROKEN(a)", "expected ALARM(rule)"),
        ("(ALARM(a)", "a ')' is missing"),
        (" OR ".join(f"ALARM(a{n})" for n in range(101)), "at most 100 alarms"),
        ("(" * 60 + "TRUE" + ")" * 60, "nested more than"),
    ],
)
def test_what_cloudwatch_would_refuse_is_refused(text: str, expected: str) -> None:
    with pytest.raises(CompositeError) as raised:
        parse(text)
    assert expected in str(raised.value)


def test_a_rule_is_written_with_full_names() -> None:
    part = parse("ALARM(a) AND NOT (OK(b) OR TRUE)")
    assert written(part, lambda name: f"fleet/{name}") == '(ALARM("fleet/a") AND NOT (OK("fleet/b") OR TRUE))'
    assert children(part) == {"a", "b"}


def states(text: str) -> np.ndarray:
    return np.array([int(sign) for sign in text], np.int8)


@pytest.mark.parametrize(
    ("own", "suppressor", "told"),
    [
        ("0111111111", "0000000000", [3]),  # after the wait of two periods
        ("0111111111", "0011100000", [8]),  # suppressed, then held back for three periods more
        ("0110000000", "0011100000", []),  # over before anybody could be told
        ("0010000000", "0000000000", []),  # over within the wait
        ("0111001111", "0000000000", [3, 8]),  # each alarm once
    ],
)
def test_a_suppressed_alarm_notifies_when_what_holds_it_back_is_over(
    own: str, suppressor: str, told: list[int]
) -> None:
    assert actions(states(own), states(suppressor), 60, wait_s=120, extension_s=180) == told
