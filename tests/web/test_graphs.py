"""The one place that makes charts: bounded, plain text, readable in both themes."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted_store import HOSTILE

from aurorascope.web import graphs, marks, time_charts

BEGIN = datetime(2026, 11, 19, tzinfo=UTC)
DARK, LIGHT = "#171c23", "#ffffff"


def figure(points: list[tuple[int, float | None]], *, lines: bool, name: str = "s") -> graphs.Figure:
    return time_charts.time_chart(
        [(name, points)],
        begin=BEGIN,
        end=BEGIN + timedelta(days=1),
        bucket_us=1_000_000,
        unit="us",
        zone="UTC",
        lines=lines,
    )


@given(
    st.lists(st.none() | st.floats(0, 1e12), min_size=1, max_size=7_000),
    st.booleans(),
    st.integers(1, 5),
)
def test_no_trace_holds_more_than_2000_points(values: list[float | None], lines: bool, gap: int) -> None:
    points = [(number * gap * 1_000_000, value) for number, value in enumerate(values)]
    for trace in figure(points, lines=lines)["data"]:
        assert len(trace["x"]) == len(trace["y"]) <= graphs.MOST_POINTS


@given(st.integers(0, 1 << 32), st.integers(2_001, 9_000))
def test_thinning_keeps_the_greatest_and_the_least(seed: int, count: int) -> None:
    chance = random.Random(seed)
    values = [chance.random() * 1e9 for _ in range(count)]
    kept = [value for _, value in graphs.thinned(list(enumerate(values))) if value is not None]
    assert max(kept) == max(values)
    assert min(kept) == min(values)


def test_every_chart_is_kept_from_the_public_server_and_from_webgl() -> None:
    config = graphs.graph({"type": "chart", "panel": "x"}, 200).config
    assert config["showSendToCloud"] is False
    assert config["plotlyServerURL"] == ""
    kinds = {trace["type"] for lines in (True, False) for trace in figure([(0, 1.0)], lines=lines)["data"]}
    assert kinds == {"bar", "scatter"}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_of_a_series_is_markup(text: str) -> None:
    name = figure([(0, 1.0)], lines=True, name=text)["data"][0]["name"]
    assert "<" not in name
    assert ">" not in name


def test_a_line_is_broken_where_nothing_was_measured() -> None:
    [trace] = figure([(0, 1.0), (10_000_000, 2.0)], lines=True)["data"]
    assert trace["y"] == [0.001, None, 0.002] or None in trace["y"]
    assert trace["connectgaps"] is False


def luminance(shade: str) -> float:
    parts = [int(shade[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("shade", sorted({*graphs.PALETTE, *graphs.MEANINGS.values()}))
@pytest.mark.parametrize("background", [DARK, LIGHT])
def test_every_colour_stands_out_in_both_themes(shade: str, background: str) -> None:
    assert contrast(shade, background) >= 3.0


@pytest.mark.parametrize(
    ("unit", "greatest", "expected"),
    [
        ("us", 5_000_000, (1e6, " s")),
        ("us", 900, (1, " µs")),
        ("bytes", 3 * 1024**2, (1024**2, " MB")),
        ("kb", 2048, (1024, " MB")),
        ("count", 12, (1.0, "")),
    ],
)
def test_an_axis_is_in_the_unit_a_person_would_choose(unit: Any, greatest: float, expected: object) -> None:
    assert graphs.axis_unit(unit, greatest) == expected


def test_marks_stand_in_their_lanes_and_lead_on_and_no_text_of_theirs_is_markup() -> None:
    leads = {"page": "/log", "place": "", "sets": {"from": ["a"], "to": ["b"]}}
    happened = [marks.Mark(0, 1, "<b>one</b>", leads), marks.Mark(60_000_000, 9, "two", None)]
    end = datetime(1970, 1, 1, 1, tzinfo=UTC)
    figure = marks.marks_chart(
        [("errors", happened), ("notes", happened[:1])],
        begin=datetime(1970, 1, 1, tzinfo=UTC),
        end=end,
        bucket_us=60_000_000,
        zone="UTC",
    )
    first, second = figure["data"]
    assert (first["y"], second["y"]) == ([0, 0], [1])
    assert first["customdata"] == [leads, None]
    assert first["hovertext"] == ["&lt;b&gt;one&lt;/b&gt;", "two and 8 more"]
    assert figure["layout"]["yaxis"]["ticktext"] == ["errors", "notes"]


def test_the_line_above_the_bars_is_on_their_scale() -> None:
    figure = time_charts.time_chart(
        [("CPU", [(0, 2e6)])],
        begin=datetime(1970, 1, 1, tzinfo=UTC),
        end=datetime(1970, 1, 1, 1, tzinfo=UTC),
        bucket_us=60_000_000,
        unit="us",
        zone="UTC",
        ceiling=[(0, 120e6)],
    )
    bars, line = figure["data"]
    assert (line["name"], line["y"][0] / bars["y"][0]) == ("vCPUs", 60)


@pytest.mark.parametrize(
    ("hours", "minutes"), [(24, 180), (1, 10), (0.25, 2), (72, 720), (24 * 30, 7 * 1440)]
)
def test_marks_of_time_stand_where_clocks_have_them(hours: float, minutes: float) -> None:
    begin = datetime(2026, 11, 19, 0, 5, tzinfo=UTC)
    axis = graphs.time_axis(begin, begin + timedelta(hours=hours), "Europe/Berlin")
    assert axis["dtick"] == minutes * 60_000
    assert axis["tick0"].startswith("2026-11-19T00:00:00")


def test_a_series_has_one_colour_whatever_its_place_and_no_two_share_one() -> None:
    names = [f"shop-{number}" for number in range(len(graphs.PALETTE))]
    found = graphs.colours(names)
    assert found == graphs.colours(names[::-1])
    assert len(set(found.values())) == len(names)
