"""Charts over time: stacked bars or lines on the axis of the range, with what stood there before."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from aurorascope.web.graphs import (
    MOST_POINTS,
    axis_unit,
    clipped,
    colours,
    layout_of,
    stamp,
    thinned,
    time_axis,
)
from aurorascope.web.units import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from aurorascope.model.page import Unit
    from aurorascope.web.graphs import Figure, Series, Trace

EARLIER = ("#7A8288", "#8C6D5A", "#6E7FA3", "#A67C00")

FEW = 4


def time_chart(
    series: Sequence[tuple[str, Sequence[tuple[int, float | None]]]],
    *,
    begin: datetime,
    end: datetime,
    bucket_us: int,
    unit: Unit,
    zone: str,
    lines: bool = False,
    log: bool = False,
    drills: Sequence[dict[str, list[str]]] = (),
    ceiling: Sequence[tuple[int, float | None]] = (),
    before: Sequence[Series] = (),
    ceiling_title: str = "vCPUs",
) -> Figure:
    """Series of (start of bucket in microseconds, value) over the range, as stacked bars or as lines.

    A line is broken where a bucket has no value: nothing is drawn between two points that nobody measured.
    `before` are lines of an earlier period, already moved onto the range.
    A click opens the drill of its series, narrowed to the bucket; a brush sets the range.
    """
    values = [value for _, points in (*series, ("", ceiling), *before) for _, value in points if value]
    scale, suffix = (1.0, "") if log else axis_unit(unit, max(values, default=0))
    shades = colours([name for name, _ in series])
    traces: list[Trace] = []
    for number, (name, points) in enumerate(series):
        kept = thinned(points)
        kept = _with_gaps(kept, bucket_us) if lines else kept
        trace: Trace = {
            "name": clipped(name, 28),
            "x": [stamp(start, zone) for start, _ in kept],
            "y": [None if value is None or (log and value <= 0) else value / scale for _, value in kept],
            "customdata": [[start, start + bucket_us] for start, _ in kept],
            "hovertext": [text_of(value, unit) for _, value in kept],
            "hovertemplate": "%{hovertext}<extra></extra>"
            if len(series) == 1 and not before
            else "%{fullData.name}: %{hovertext}<extra></extra>",
            "meta": {"sets": drills[number] if number < len(drills) else None},
        }
        traces.append(_line(trace, shades[name]) if lines else _bar(trace, shades[name]))
        if not lines:
            trace["width"] = max(bucket_us / 1000 * 0.92, 1)
            trace["offset"] = 0
    if ceiling:
        traces.append(_above(ceiling, scale, unit, zone) | {"name": clipped(ceiling_title, 28)})
    traces += [
        _earlier(name, number, _with_gaps(thinned(points), bucket_us), (scale, unit, zone), log=log)
        for number, (name, points) in enumerate(before)
    ]
    layout = layout_of(
        barmode="stack",
        bargap=0.06,
        hovermode="x unified" if len(traces) > 1 else "x",
        dragmode="zoom",
        selectdirection="h",
        showlegend=len(traces) > 1,
        meta={"time": True},
        uirevision=f"{begin} {end}",
        xaxis=time_axis(begin, end, zone),
        yaxis=_log_axis(values, unit)
        if log
        else {"rangemode": "tozero", "fixedrange": True, "ticksuffix": suffix} | _steps(values, unit),
    )
    return {"data": traces, "layout": layout}


def _steps(values: Sequence[float], unit: Unit) -> dict[str, int]:
    """What is counted one by one has no half."""
    few = unit == "count" and max(values, default=0) <= FEW and all(value == int(value) for value in values)
    return {"dtick": 1} if few else {"nticks": 5}


def _log_axis(values: Sequence[float], unit: Unit) -> dict[str, Any]:
    """An axis by powers of ten, from the least to the greatest value, its marks in words."""
    low = math.floor(math.log10(max(min(values, default=1), 1e-3)))
    high = max(math.ceil(math.log10(max(max(values, default=10), 1e-3))), low + 1)
    powers = range(low, high + 1, max(1, (high - low) // 4))
    return {
        "type": "log",
        "range": [low, high],
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": [10.0**power for power in powers],
        "ticktext": [text_of(10**power if power >= 0 else 10.0**power, unit) for power in powers],
    }


def _above(points: Sequence[tuple[int, float | None]], scale: float, unit: Unit, zone: str) -> Trace:
    """A dashed line above the bars."""
    return {
        "name": "vCPUs",
        "type": "scatter",
        "mode": "lines",
        "x": [stamp(start, zone) for start, _ in points],
        "y": [None if value is None else value / scale for _, value in points],
        "line": {"color": "#D1495B", "width": 1.4, "dash": "dash"},
        "connectgaps": False,
        "hovertext": [text_of(value, unit) for _, value in points],
        "hovertemplate": "%{fullData.name}: %{hovertext}<extra></extra>",
        "meta": {"sets": None},
    }


def _earlier(
    name: str,
    number: int,
    points: Sequence[tuple[int, float | None]],
    drawn: tuple[float, Unit, str],
    *,
    log: bool,
) -> Trace:
    """A dotted line of an earlier period."""
    scale, unit, zone = drawn
    return {
        "name": clipped(name, 40),
        "type": "scatter",
        "mode": "lines",
        "x": [stamp(start, zone) for start, _ in points],
        "y": [None if value is None or (log and value <= 0) else value / scale for _, value in points],
        "line": {
            "color": EARLIER[number % len(EARLIER)],
            "width": 1.6,
            "dash": "dot",
            "shape": "hvh" if not log else "linear",
        },
        "connectgaps": False,
        "hovertext": [text_of(value, unit) for _, value in points],
        "hovertemplate": "%{fullData.name}: %{hovertext}<extra></extra>",
        "meta": {"sets": None},
    }


def _with_gaps(points: list[tuple[int, float | None]], bucket_us: int) -> list[tuple[int, float | None]]:
    out: list[tuple[int, float | None]] = []
    for start, value in points:
        if out and start - out[-1][0] > bucket_us * 3 // 2 and len(out) < MOST_POINTS - len(points):
            out.append((out[-1][0] + bucket_us, None))
        out.append((start, value))
    return out[:MOST_POINTS]


def _bar(trace: Trace, shade: str) -> Trace:
    trace.update(type="bar", marker={"color": shade, "line": {"width": 0}})
    return trace


def _line(trace: Trace, shade: str) -> Trace:
    trace.update(
        type="scatter",
        mode="lines+markers" if len(trace["x"]) <= 60 else "lines",
        line={"color": shade, "width": 1.6},
        marker={"color": shade, "size": 4},
        connectgaps=False,
    )
    return trace
