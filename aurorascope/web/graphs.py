"""Every chart is made here: one look, one configuration, and a bound on the points it may hold.

Colours of text and grid come from the style sheet, so a change of theme redraws nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from dash import dcc

from aurorascope.web.units import text_of
from aurorascope.web.zones import from_micros, local

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from aurorascope.model.page import Unit

Figure = dict[str, Any]
Trace = dict[str, Any]
Series = tuple[str, "Sequence[tuple[int, float | None]]"]

MOST_POINTS = 2000
MOST_SERIES = 12
# Told apart by people with any kind of colour vision, and at least 3:1 against both themes' backgrounds.
PALETTE = (
    "#3B82D6",
    "#D9730D",
    "#12917C",
    "#B4569F",
    "#8A6FD1",
    "#A67C00",
    "#5F8F2E",
    "#D1495B",
    "#3A95AD",
    "#8C6D5A",
    "#6E7FA3",
    "#7A8288",
)
EARLIER = ("#7A8288", "#8C6D5A", "#6E7FA3", "#A67C00")
MEANINGS = {
    "ERROR": "#D1495B",
    "FATAL": "#B4569F",
    "PANIC": "#8A6FD1",
    "WARNING": "#D9730D",
    "LOG": "#3B82D6",
    "NOTICE": "#12917C",
    "INFO": "#3A95AD",
    "select": "#3B82D6",
    "insert": "#12917C",
    "update": "#D9730D",
    "delete": "#D1495B",
    "merge": "#B4569F",
    "copy": "#8A6FD1",
    "ddl": "#A67C00",
    "transaction": "#6E7FA3",
    "utility": "#8C6D5A",
    "received": "#6E7FA3",
    "authenticated": "#3A95AD",
    "authorized": "#3B82D6",
    "ready": "#5F8F2E",
    "disconnected": "#8C6D5A",
    "failed": "#D1495B",
    "other": "#7A8288",
    "(none)": "#7A8288",
}
# Without these, plotly shows a button that sends the figure to a public server.
CONFIG: Any = {
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displaylogo": False,
    "displayModeBar": False,
    "doubleClick": False,
    "scrollZoom": False,
    "responsive": True,
    "showTips": False,
}


def graph(chart_id: dict[str, str] | str, height: int) -> dcc.Graph:
    """The one way a chart comes onto a page; its figure arrives with the data."""
    return dcc.Graph(
        id=chart_id,
        figure=blank(),
        config=CONFIG,
        responsive=True,
        style={"height": f"{height}px"},
        className="chart",
        clear_on_unhover=True,
    )


def blank() -> Figure:
    """A chart without data, axes or words."""
    hidden = {"visible": False, "fixedrange": True}
    return {"data": [], "layout": _layout(xaxis=hidden, yaxis=dict(hidden))}


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
            "x": [_stamp(start, zone) for start, _ in kept],
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
    layout = _layout(
        barmode="stack",
        bargap=0.06,
        hovermode="x unified" if len(traces) > 1 else "x",
        dragmode="zoom",
        selectdirection="h",
        showlegend=len(traces) > 1,
        meta={"time": True},
        uirevision=f"{begin} {end}",
        xaxis=_time_axis(begin, end, zone),
        yaxis=_log_axis(values, unit)
        if log
        else {"rangemode": "tozero", "fixedrange": True, "ticksuffix": suffix, "nticks": 5},
    )
    return {"data": traces, "layout": layout}


def _time_axis(begin: datetime, end: datetime, zone: str) -> dict[str, Any]:
    return {
        "type": "date",
        "range": [local(begin, zone).isoformat(), local(end, zone).isoformat()],
        "autorange": False,
        "nticks": 10,
        "autotickangles": [0],
        "ticks": "outside",
        "showgrid": False,
    }


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
            "x": [_stamp(one.start + bucket_us // 2, zone) for one in marks[:most]],
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
    layout = _layout(
        showlegend=False,
        hovermode="closest",
        dragmode="zoom",
        selectdirection="h",
        meta={"time": True},
        uirevision=f"{begin} {end}",
        xaxis=_time_axis(begin, end, zone),
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


_NAMED = "%{fullData.name}: %{hovertext}<extra></extra>"


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
    layout = _layout(
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        shapes=shapes,
        margin={"l": 6, "r": 6, "t": 4, "b": 4},
        xaxis={**hidden, "range": list(x)},
        yaxis={**hidden, "range": list(y)},
    )
    return {"data": [*traces, names], "layout": layout}


def _above(points: Sequence[tuple[int, float | None]], scale: float, unit: Unit, zone: str) -> Trace:
    """A dashed line above the bars."""
    return {
        "name": "vCPUs",
        "type": "scatter",
        "mode": "lines",
        "x": [_stamp(start, zone) for start, _ in points],
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
        "x": [_stamp(start, zone) for start, _ in points],
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
    layout = _layout(
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
    layout = _layout(
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


def thinned(points: Sequence[tuple[int, float | None]]) -> list[tuple[int, float | None]]:
    """Keep at most 2,000 points: of each group the least and the greatest, so a spike survives.

    Views bucket in SQL and stay far below; this is what holds if one does not.
    """
    if len(points) <= MOST_POINTS:
        return list(points)
    groups = MOST_POINTS // 2
    kept: list[tuple[int, float | None]] = []
    for number in range(groups):
        group = points[number * len(points) // groups : (number + 1) * len(points) // groups]
        known = [point for point in group if point[1] is not None] or list(group[:1])
        ends = {min(known, key=_value), max(known, key=_value)}
        kept.extend(sorted(ends))
    return kept


def colours(names: Sequence[str]) -> dict[str, str]:
    """The colour of each series of a chart: by its meaning, else by its name.

    So an instance or a wait has the same colour in charts beside each other, whatever their order, and no
    two of a chart share one while there are enough.
    """
    found = {name: MEANINGS[name] for name in names if name in MEANINGS}
    if len(names) == 1:
        return {names[0]: found.get(names[0], PALETTE[0])}
    for name in sorted(set(names) - found.keys()):
        taken = set(found.values())
        first = crc32(name.encode()) % len(PALETTE)
        turned = PALETTE[first:] + PALETTE[:first]
        found[name] = next((shade for shade in turned if shade not in taken), turned[0])
    return found


def colour(name: str, number: int) -> str:
    """The colour of a series: by its meaning where it has one, else by its place."""
    return MEANINGS.get(name, PALETTE[number % len(PALETTE)])


def clipped(text: str, length: int = 32) -> str:
    """Plain text for a chart: shortened, and with nothing in it that plotly would read as markup."""
    plain = " ".join(text.split())
    short = plain if len(plain) <= length else plain[: length - 1] + "…"
    return short.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def axis_unit(unit: Unit, greatest: float) -> tuple[float, str]:
    """The divisor and the suffix of an axis whose greatest value is `greatest`."""
    steps: tuple[tuple[float, str], ...] = ()
    if unit == "us":
        steps = ((3_600e6, " h"), (60e6, " min"), (1e6, " s"), (1e3, " ms"), (1, " µs"))
    elif unit in {"bytes", "kb"}:
        factor = 1024 if unit == "bytes" else 1
        steps = tuple(
            (1024.0**power * factor / 1024, name)
            for power, name in ((4, " TB"), (3, " GB"), (2, " MB"), (1, " kB"))
        )
    for divisor, suffix in steps:
        if greatest >= divisor:
            return divisor, suffix
    return (1.0, " %") if unit == "percent" else (steps[-1] if steps else (1.0, ""))


def _value(point: tuple[int, float | None]) -> float:
    return point[1] if point[1] is not None else 0.0


def _stamp(micros: int, zone: str) -> str:
    return local(from_micros(micros), zone).isoformat()


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


def _layout(**more: Any) -> dict[str, Any]:
    layout: dict[str, Any] = {
        "autosize": True,
        "margin": {"l": 52, "r": 14, "t": 6, "b": 34},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "system-ui, sans-serif", "size": 11},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        "hoverlabel": {"namelength": 60},
        "template": {},
    }
    layout.update(more)
    return layout
