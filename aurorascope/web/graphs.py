"""What every chart has: one look, one configuration, and a bound on the points it may hold.

Colours of text and grid come from the style sheet, so a change of theme redraws nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zlib import crc32

from dash import dcc

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
MOST_TICKS = 8
TICK_MINUTES = (
    *(1 / 60, 1 / 12, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720),
    *(1440 * days for days in (1, 2, 7, 14, 28, 91, 182, 364)),
)
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
    return {"data": [], "layout": layout_of(xaxis=hidden, yaxis=dict(hidden))}


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


def stamp(micros: int, zone: str) -> str:
    """A moment as a chart writes it, in the reader's zone."""
    return local(from_micros(micros), zone).isoformat()


def layout_of(**more: Any) -> dict[str, Any]:
    """The layout that all charts share, with what one of them adds."""
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


def _tick_ms(span: timedelta) -> int:
    """The least of the steps that clocks and calendars have with which there are at most eight marks."""
    minutes = span / timedelta(minutes=1)
    step = next((one for one in TICK_MINUTES if minutes <= MOST_TICKS * one), None)
    return round((step or minutes / MOST_TICKS) * 60_000)


def time_axis(begin: datetime, end: datetime, zone: str) -> dict[str, Any]:
    """The axis of the range: the same for every chart of a page."""
    return {
        "type": "date",
        "range": [local(begin, zone).isoformat(), local(end, zone).isoformat()],
        "autorange": False,
        # plotly would put them where a few bars happen to stand: 00:40, 03:30, 06:20
        "tick0": local(begin, zone).replace(hour=0, minute=0, second=0, microsecond=0).isoformat(),
        "dtick": _tick_ms(end - begin),
        "autotickangles": [0],
        "ticks": "outside",
        "showgrid": False,
    }
