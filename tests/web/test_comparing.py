"""Comparing with another period: lines on charts, figures beside figures, and the page of differences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from aurorascope.web import charts, filling
from aurorascope.web.filling import answered
from aurorascope.web.loading import page_load
from aurorascope.web.state import PageState

if TYPE_CHECKING:
    from aurorascope.web.asking import Question
    from aurorascope.web.site import Site

BEGIN = datetime(2026, 11, 19, 6, tzinfo=UTC)
HOURS = "from=2026-11-19T06:00:00Z&to=2026-11-19T08:00:00Z"


def asked(site: Site, path: str, key: str, search: str) -> tuple[Question, Any]:
    found = site.question({"path": path, "search": search, "version": site.versions.newest()}, key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("against", "back"),
    [("day", timedelta(days=1)), ("week", timedelta(days=7)), ("before", timedelta(hours=2)),
     ("2026-11-19T01:00:00Z", timedelta(hours=5))],
)  # fmt: skip
def test_a_period_of_comparison_is_as_long_as_the_range(against: str, back: timedelta) -> None:
    state = PageState.of(f"?{HOURS}&vs={against}")
    assert state.baseline(BEGIN, BEGIN + timedelta(hours=2)) == (
        BEGIN - back,
        BEGIN - back + timedelta(hours=2),
    )
    assert PageState.of(state.shared().search()) == state


def test_what_is_no_period_compares_with_nothing() -> None:
    assert PageState.of("?vs=yesterday").against == ""
    assert PageState.of("").baseline(BEGIN, BEGIN + timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("path", "key"), [("/queries", "queries:traffic"), ("/queries", "queries:percentiles")]
)
def test_the_lines_of_an_earlier_period_are_its_own_numbers_moved(site: Site, path: str, key: str) -> None:
    question, snapshot = asked(site, path, key, f"?{HOURS}&vs=before")
    earlier = question.before()
    assert earlier is not None
    assert (earlier.begin, earlier.end) == (BEGIN - timedelta(hours=2), BEGIN)
    own = charts.figure(earlier, earlier.ask(snapshot), earlier.width)
    lines = charts.compared(question, snapshot)
    assert lines
    drawn = charts.figure(question, question.ask(snapshot), question.width, lines)
    dotted = [trace for trace in drawn["data"] if trace.get("line", {}).get("dash") == "dot"]
    assert len(dotted) == len(lines)
    moved = {start - 7_200_000_000 for start, _ in lines[0][1]}
    assert moved <= {point[0] for trace in own["data"] for point in trace["customdata"]}


def test_a_figure_says_what_it_was(site: Site) -> None:
    panel_id = {"type": "block", "panel": "overview:totals"}
    request = {"path": "/", "search": f"?{HOURS}&vs=before", "version": site.versions.newest()}
    drawn = str(answered(site, request, panel_id, filling._block, failing=None)[0])
    question, snapshot = asked(site, "/", "overview:totals", f"?{HOURS}")
    [before] = replace(question, begin=BEGIN - timedelta(hours=2), end=BEGIN).ask(snapshot)
    assert before["calls"] > 0
    assert f"was {before['calls']:,}" in drawn


def test_without_a_comparison_no_second_question_is_asked(site: Site) -> None:
    question, snapshot = asked(site, "/queries", "queries:traffic", f"?{HOURS}")
    assert question.before() is None
    assert question.reach == (question.begin, question.end)
    assert charts.compared(question, snapshot) == []


def test_the_bar_leads_to_what_is_different_in_the_range_that_is_shown(site: Site) -> None:
    loaded = page_load(site, "/queries", f"?{HOURS}&user=app&fingerprint=x", {}, ticked=False)
    [link] = [part for part in loaded[5] if getattr(part, "className", "") == "different"]
    path, _, search = link.href.partition("?")
    assert path == site.different
    assert PageState.of(search) == PageState.of(f"?{HOURS}&user=app")


def test_differences_are_of_the_range_against_its_period_under_the_same_filter(site: Site) -> None:
    question, snapshot = asked(
        site, site.different, "difference:keys", f"?{HOURS}&vs=before&of=user&user=app"
    )
    rows = question.ask(snapshot)
    logged = next(row for row in rows if row["measure"] == "logged time")
    assert {row["load_key"] for row in rows if row["measure"] == "logged time"} == {"app"}
    [totals] = asked(site, "/", "overview:totals", f"?{HOURS}&user=app")[0].ask(snapshot)
    assert logged["now_rate"] == pytest.approx(totals["sum_us"] / 1e6 / 7200, rel=1e-6)


def test_what_stands_out_is_only_what_is_large(site: Site) -> None:
    question, snapshot = asked(site, site.different, "difference:large", f"?{HOURS}&vs=before&of=user")
    assert {row["standing"] for row in question.ask(snapshot)} <= {"large"}
