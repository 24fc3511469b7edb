"""The table on the incident lab is made of what the backtest found, and names every cause."""

from __future__ import annotations

import pytest
from lab.causes import CAUSES
from lab_table import PAGE, page, try_cause

pytestmark = pytest.mark.uncounted


def test_a_day_of_the_lab_is_filled_replayed_and_told() -> None:
    found = try_cause(("failover_cold_cache", 46, False))
    assert "failover-seen" in [name for name, _, _ in found["fired"]]
    quiet = {"seed": 1, "weeks": 2.0, "counts": {"warning": {"writer-cpu": 3}}, "verdicts": {"replayed": 9}}
    text = page([found], [quiet], [46], 1)
    assert "| failover_cold_cache | 1 of 1 | failover-seen |" in text
    assert "| warning | 1.50 | writer-cpu 3 |" in text


def test_the_page_in_the_manual_has_a_row_for_every_cause() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [cause for cause in CAUSES if f"| {cause} |" not in text] == []
