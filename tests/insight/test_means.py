"""A mean lies between the shortest and the longest, in every row of every view, whatever else was logged."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from filled import filled
from memory import Memory

from aurorascope.ingest.run import ingest
from aurorascope.insight.views import Queryable, load_view, run_view, view_names
from aurorascope.model.filter import Filter
from aurorascope.store.store import Store

SAMPLES = Path(__file__).parents[2] / "sample_logs"
SUFFIXES = ("us", "wait_us", "session_us", "bytes")


@cache
def store() -> Memory:
    return filled().roll_up("source = 's1'").keep()


def wrong_rows(snapshot: Queryable, name: str) -> list[dict[str, Any]]:
    """Return the rows of a view whose mean or percentile lies outside of what it is a mean of."""
    view = load_view(name)
    found = []
    for word in tuple(view.groups) or ("",):
        for exact in (True, False) if "exact" in view.params else (None,):
            more = {} if exact is None else {"exact": exact}
            by = (word,) if word else ()
            for row in run_view(snapshot, name, Filter(show_noise=True), by=by, **more).to_pylist():
                found += [row for suffix in SUFFIXES if not _in_order(row, suffix)]
    return found


def _in_order(row: dict[str, Any], suffix: str) -> bool:
    low, high = row.get(f"min_{suffix}"), row.get(f"max_{suffix}")
    mean = row.get(f"mean_{suffix}")
    ranks = [row.get(f"p{rank}_{suffix}") for rank in (50, 95, 99)]
    line = [value for value in (low, *ranks, high) if value is not None]
    return line == sorted(line) and (
        mean is None or ((low is None or low <= mean) and (high is None or mean <= high))
    )


@pytest.mark.parametrize("name", view_names())
def test_a_mean_lies_between_the_shortest_and_the_longest(name: str) -> None:
    assert wrong_rows(store(), name) == []


def test_long_parse_phases_do_not_lift_the_mean_of_executions(memory: Memory) -> None:
    memory.add(
        "statements",
        {"ts": 1.0, "phase": "parse", "calls": 0, "duration_us": 9_000_000, "fingerprint": "aaaa"},
        {"ts": 2.0, "phase": "execute", "duration_us": 10, "fingerprint": "aaaa"},
        {"ts": 3.0, "phase": "execute", "duration_us": 20, "fingerprint": "aaaa"},
    )
    for rolled in (False, True):
        if rolled:
            memory.roll_up("true")
        for name, by in (
            ("queries_top", ()),
            ("statements_by", ("user",)),
            ("queries_over_time", ()),
            ("statement_kinds", ()),
        ):
            wide = {"bucket_us": 3_600_000_000} if name == "queries_over_time" else {}
            [row] = run_view(memory, name, Filter(), by=by, **wide).to_pylist()
            assert (row["mean_us"], row["sum_us"]) == (15, 9_000_030), name


def test_the_means_of_the_sample_logs_lie_between_their_extremes(tmp_path: Path) -> None:
    ingest([str(SAMPLES)], store=tmp_path / "store")
    snapshot = Store.open(tmp_path / "store").snapshot()
    assert run_view(snapshot, "totals", Filter()).to_pylist()[0]["calls"] > 0
    assert [name for name in view_names() if wrong_rows(snapshot, name)] == []
