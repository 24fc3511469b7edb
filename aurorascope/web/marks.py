"""Marks and drawings: what happened, in lanes on the axis of time, and nodes and edges without axes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from aurorascope.web.graphs import MOST_POINTS, clipped, colour, layout_of, stamp, time_axis

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from aurorascope.web.graphs import Figure, Trace


class Mark(NamedTuple):
    """Something that happened in the bucket that begins at `start`; `leads` is where a click goes."""

    start: int
    times: int
    what: str
    leads: dict[str, Any] | None


def marks_chart(
    lanes: Sequence[tuple[str, Sequence[Mark]]],
    *,
    begin: datetime,
    end: datetime,
    bucket_us: int,
    zone: str,
) -> Figure:
    """A lane a kind of happening, the first on top, on the same axis of time as the charts around it.

    Above the first lane there is room for its name, which stands over its line.
    """
    most = max(MOST_POINTS // max(len(lanes), 1), 1)
    traces: list[Trace] = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": lane,
            "x": [stamp(one.start + bucket_us // 2, zone) for one in marks[:most]],
            "y": [number] * len(marks[:most]),
            "marker": {
                "color": colour(lane, number),
                "symbol": "diamond",
                "size": [min(8 + 2 * math.log2(max(one.times, 1)), 18) for one in marks[:most]],
            },
            "hovertext": [
                clipped(one.what, 120) + (f" and {one.times - 1:,} more" if one.times > 1 else "")
                for one in marks[:most]
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "customdata": [one.leads for one in marks[:most]],
            "meta": {"each": True},
        }
        for number, (lane, marks) in enumerate(lanes)
    ]
    layout = layout_of(
        showlegend=False,
        hovermode="closest",
        dragmode="zoom",
        selectdirection="h",
        meta={"time": True},
        uirevision=f"{begin} {end}",
        xaxis=time_axis(begin, end, zone),
        yaxis={
            "range": [len(lanes) - 0.5, -0.95],
            "fixedrange": True,
            "tickmode": "array",
            "tickvals": list(range(len(lanes))),
            "ticktext": [clipped(lane, 16) for lane, _ in lanes],
            "ticklabelposition": "inside top",  # so that all charts of a page begin at the same place
        },
    )
    return {"data": traces, "layout": layout}


_NAMED = "%{fullData.name}: %{hovertext}<extra></extra>"


def under_load(figure: Figure, load: Figure, name: str) -> Figure:
    """Put a chart of load above the lanes of a chart of marks: one axis of time for both."""
    share = 0.26
    layout: dict[str, Any] = figure["layout"]
    layout["yaxis"]["domain"] = [0, 1 - share - 0.05]
    layout["yaxis2"] = load["layout"]["yaxis"] | {"domain": [1 - share, 1], "anchor": "x", "nticks": 3}
    layout["barmode"] = "stack"
    layout["annotations"] = [
        {"text": clipped(name, 60), "xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left",
         "yanchor": "top", "showarrow": False, "font": {"size": 11}}
    ]  # fmt: skip
    above = [trace | {"yaxis": "y2", "hovertemplate": _NAMED} for trace in load["data"]]
    return {"data": [*figure["data"], *above], "layout": layout}


def drawing(
    traces: Sequence[Trace],
    *,
    x: tuple[float, float],
    y: tuple[float, float],
    bands: Sequence[tuple[str, float, float]],
) -> Figure:
    """Nodes and edges without axes; each band is a shaded stretch of height with its name at the right."""
    shapes = [
        {
            "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": low + 0.04, "y1": high - 0.04,
            "fillcolor": "rgba(122, 130, 136, 0.10)", "line": {"width": 0}, "layer": "below",
        }
        for _, low, high in bands
    ]  # fmt: skip
    names: Trace = {
        "type": "scatter",
        "mode": "text",
        "x": [x[1]] * len(bands),
        "y": [low + 0.06 for _, low, _ in bands],
        "text": [clipped(name, 24) for name, _, _ in bands],
        "textposition": "bottom left",
        "hoverinfo": "skip",
    }
    hidden = {"visible": False, "fixedrange": True}
    layout = layout_of(
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        shapes=shapes,
        margin={"l": 6, "r": 6, "t": 4, "b": 4},
        xaxis={**hidden, "range": list(x)},
        yaxis={**hidden, "range": list(y)},
    )
    return {"data": [*traces, names], "layout": layout}
