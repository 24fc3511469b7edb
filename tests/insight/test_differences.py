"""What is different: rates over the time that was taken in, shares of the rise, and what is called large."""

from __future__ import annotations

from typing import Any

import pytest

from aurorascope.insight.differences import differences

HOUR = 3600.0


def key(
    name: str, amount: float, *, dimension: str = "statement", measure: str = "load", seen_s: float = HOUR
) -> dict[str, Any]:
    return {
        "dimension": dimension, "measure": measure, "load_key": name, "exact_key": name, "fingerprint": None,
        "amount": amount, "seen_s": seen_s,
    }  # fmt: skip


def standing(now: float, before: float, *, rest: float = 3600.0, **how: Any) -> str:
    """How one key stands beside a steady rest."""
    found = differences(
        [key("it", now, **how), key("rest", rest, **how)],
        [key("it", before, **how), key("rest", rest, **how)],
        HOUR,
    )
    return next(str(row["standing"]) for row in found if row["load_key"] == "it")


def test_half_a_collected_hour_is_not_half_a_load() -> None:
    [row] = differences([key("a", 1800.0, seen_s=1800.0)], [key("a", 3600.0)], HOUR)
    assert (row["now_rate"], row["before_rate"], row["standing"]) == (1.0, 1.0, "same")


def test_what_was_not_taken_in_before_is_unknown_and_never_nothing() -> None:
    for before in ([], [key("a", 1.0, seen_s=60.0)]):
        [row] = differences([key("a", 3600.0)], before, HOUR)
        assert (row["before_rate"], row["rise"], row["standing"]) == (None, None, "unknown")
        assert row["change"].startswith("unknown")


def test_a_key_that_was_not_there_before_rose_from_nothing() -> None:
    found = differences([key("new", 3600.0), key("old", 60.0)], [key("old", 60.0)], HOUR)
    assert [(row["load_key"], row["before_rate"]) for row in found] == [("new", 0.0), ("old", 60 / HOUR)]
    assert found[0]["standing"] == "large"


def test_a_key_that_is_gone_fell() -> None:
    assert standing(0.0, 3600.0) == "fell"


@pytest.mark.parametrize(
    ("now", "before", "how", "expected"),
    [
        (7200.0, 1800.0, {}, "large"),
        (7200.0, 4800.0, {}, "rose"),  # not twice its past
        (900.0, 90.0, {"rest": 36_000.0}, "rose"),  # a small part of all there was
        (5400.0, 0.0, {"rest": 36_000.0}, "large"),  # new, and a tenth of all
        (1000.0, 0.0, {}, "rose"),  # less than half a session
        (40.0, 10.0, {"measure": "errors"}, "large"),
        (15.0, 5.0, {"measure": "errors"}, "rose"),  # chance
        (9.0, 0.0, {"measure": "errors"}, "rose"),
        (float(8 << 30), 1000.0, {"measure": "temp bytes"}, "large"),
        (float(4 << 20), 1000.0, {"measure": "temp bytes"}, "rose"),
    ],
)
def test_what_is_large_is_far_from_its_past_and_a_part_of_the_whole(
    now: float, before: float, how: dict[str, Any], expected: str
) -> None:
    assert standing(now, before, **how) == expected


def test_shares_of_a_rise_add_up_within_a_dimension() -> None:
    now = [key("a", 300.0), key("b", 900.0), key("c", 10.0), key("x", 8.0, dimension="wait")]
    before = [key("a", 100.0), key("b", 500.0), key("c", 90.0), key("x", 4.0, dimension="wait")]
    shares = {row["load_key"]: row["share_of_rise"] for row in differences(now, before, HOUR)}
    assert shares == {"a": pytest.approx(1 / 3), "b": pytest.approx(2 / 3), "c": 0.0, "x": 1.0}


def test_large_ones_come_first_and_a_key_among_many_before_the_only_one() -> None:
    now = [
        key("only", 9000.0, dimension="database"),
        key("one", 8000.0),
        *(key(f"k{n}", 100.0) for n in range(5)),
    ]
    before = [key("only", 1000.0, dimension="database"), *(key(f"k{n}", 100.0) for n in range(5))]
    assert [row["load_key"] for row in differences(now, before, HOUR)][:2] == ["one", "only"]
