"""The table on the incident lab is made of what the checks found, and names every cause."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab.causes import CAUSES
from lab_checks import EXPECTED, PAGE, page, try_cause

from aurorascope.checks.shipped_checks import shipped_checks

HIT = {
    "cause": "deadlock_cycle", "seed": 1, "clusters": 2, "engine": "aurora-mysql", "hit": ["deadlocks:act"],
    "by_peak": True, "lead": 12.0, "consequences": ["lock-chains"], "false": [], "numbers": {},
}  # fmt: skip
MISS = {**HIT, "seed": 2, "hit": [], "by_peak": False, "lead": None, "consequences": [], "false": ["a: b"]}
QUIET = {"cause": "quiet", "seed": 3, "days": 7, "clusters": 2, "false": ["deadlocks (x): y"], "notes": 4}


def test_every_cause_of_the_lab_has_a_check_that_should_name_it() -> None:
    known = {check.name for check in shipped_checks()}
    assert set(EXPECTED) == set(CAUSES)
    assert {name for names in EXPECTED.values() for name in names} <= known


def test_the_page_counts_what_was_found_missed_and_false() -> None:
    text = page([HIT, MISS, QUIET], 1)
    assert "| deadlock_cycle | 1 of 2 | 1 of 2 | 12 | deadlocks | lock-chains | 1 |" in text
    assert "Recall: 1 of 2 incidents, 50%." in text
    assert "2 of 3 findings on days with a cause, 67%" in text
    assert "1 false findings, 0.50 a cluster a week; 4 notes." in text
    assert "- deadlock_cycle, 2 (aurora-mysql)" in text


def test_the_page_in_the_manual_has_a_row_for_every_cause() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [cause for cause in CAUSES if f"| {cause} |" not in text] == []


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_checks_find_causes_of_the_lab(proved: Callable[[str], None]) -> None:
    proved("One day of each cause, seed 3101; the whole table: docs/checks-on-the-lab.md.")
    found = {}
    for cause in CAUSES:
        row = try_cause(cause, 3101)
        found[cause] = bool(row["hit"])
        proved(f"{cause}: {', '.join(row['hit']) or 'missed'}; false: {len(row['false'])}")
    assert sum(found.values()) >= 0.75 * len(found)
