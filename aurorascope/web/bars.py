"""Bars that are no time: a bar for each name, or for each class of a length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.web.graphs import MOST_POINTS, PALETTE, clipped, layout_of
from aurorascope.web.units import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.model.page import Unit
    from aurorascope.web.graphs import Figure, Trace


def bar_chart(
    rows: Sequence[tuple[str, float]], *, unit: Unit, drills: Sequence[dict[str, list[str]] | None] = ()
) -> Figure:
    """A horizontal bar for each (label, value), the first on top, its value written beside it."""
    shown = list(rows)[:MOST_POINTS]
    labels = [clipped(label) for label, _ in shown]
    trace: Trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(shown))),
        "x": [value for _, value in shown],
        "text": [text_of(value, unit) for _, value in shown],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [clipped(label, 200) for label, _ in shown],
        "hovertemplate": "%{hovertext}: %{text}<extra></extra>",
        "marker": {"color": PALETTE[0], "line": {"width": 0}},
        "customdata": list(drills) or [None] * len(shown),
        "meta": {"each": True},
    }
    widest = max((value for _, value in shown), default=1) or 1
    layout = layout_of(
        bargap=0.35,
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        xaxis={"visible": False, "fixedrange": True, "range": [0, widest * 1.25]},
        yaxis={
            "autorange": "reversed",
            "fixedrange": True,
            "tickmode": "array",
            "tickvals": list(range(len(shown))),
            "ticktext": labels,
            "showgrid": False,
            "automargin": True,
        },
    )
    return {"data": [trace], "layout": layout}


def histogram(
    bars: Sequence[tuple[str, str, float]], *, unit: Unit, drills: Sequence[dict[str, list[str]] | None] = ()
) -> Figure:
    """A vertical bar for each (short label, label, value) in the order given."""
    shown = list(bars)[:MOST_POINTS]
    trace: Trace = {
        "type": "bar",
        "x": list(range(len(shown))),
        "y": [value for _, _, value in shown],
        "hovertext": [f"{clipped(label, 120)}: {text_of(value, unit)}" for _, label, value in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": PALETTE[0], "line": {"width": 0}},
        "customdata": list(drills) or [None] * len(shown),
        "meta": {"each": True},
    }
    step = max(1, -(-len(shown) // 7))
    marks = list(range(0, len(shown), step))
    layout = layout_of(
        bargap=0.08,
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        xaxis={
            "fixedrange": True,
            "tickmode": "array",
            "tickvals": marks,
            "ticktext": [clipped(shown[mark][0]) for mark in marks],
            "showgrid": False,
            "tickangle": 0,
        },
        yaxis={"rangemode": "tozero", "fixedrange": True, "nticks": 5},
    )
    return {"data": [trace], "layout": layout}
