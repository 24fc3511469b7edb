"""The timeline under every page: load, and everything that happened, on the page's range and filters.

It is asked for when it is open and in sight, in a request of its own: a page never waits for it.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from aurorascope.model.page import Panel
from aurorascope.web import charts, graphs, marks, panels
from aurorascope.web.attributes import attributes
from aurorascope.web.turns import TURNS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aurorascope.web.asking import Question, Row
    from aurorascope.web.site import Request, Site

log = logging.getLogger(__name__)
CHART = "under-chart"
# a lane, in the order drawn, and the view that lists what is behind its marks
LANES = {
    "alarms": "event_rows",
    "RDS events": "event_rows",
    "changes": "event_rows",
    "notes": "event_rows",
    "server": "server_event_rows",
    "plan changes": "plan_rows",
    "deadlocks": "deadlock_rows",
    "lock waits": "lock_message_rows",
    "errors": "error_rows",
    "temp files": "temp_file_rows",
    "vacuums": "vacuum_rows",
    "checkpoints": "checkpoint_rows",
}
# what narrows those rows to what the lane shows
ONLY = {
    "errors": {"severity": ["ERROR", "FATAL", "PANIC"]},
    "lock waits": {"state": ["waiting"]},
    "checkpoints": {"event": ["complete"]},
}
LOAD = "load"
LANE_HEIGHT = 24
LOAD_HEIGHT = 92
AXIS_HEIGHT = 60
MARKS = Panel(
    name="under", title="Timeline", view="timeline", kind="time_marks", x="bucket", y="what", series="lane"
)
# load as it was sampled; where nothing was, what the log says of it
MEASURED = Panel(
    name="under-load", title="Average active sessions, by wait", view="load_over_time", kind="time_bars",
    x="bucket", y="aas", series="load_key", unit="number", params={"dimension": "wait"}, span=6,
)  # fmt: skip
LOGGED = Panel(
    name="under-logged", title="Time in logged statements", view="queries_over_time", kind="time_bars",
    x="bucket", y="sum_us", unit="us", span=6,
)  # fmt: skip


def section() -> html.Details:
    """The timeline before its first data."""
    return html.Details(
        [
            html.Summary([html.H2("Timeline"), html.Span("what happened in this range", className="note")]),
            html.Div(id="under-head", className="under-head"),
            graphs.graph(CHART, LOAD_HEIGHT + AXIS_HEIGHT),
            html.Div(id="under-foot"),
            dcc.Store(id="under-seen"),
            dcc.Store(id="under-request"),
        ],
        id="under",
        className="under",
        open=True,
        **attributes(aria_label="Timeline"),
    )


def draw_timeline(app: Dash, site: Site) -> None:
    """Wire the timeline to the request of the page, as soon as somebody sees it."""
    here: Callable[..., None] = app.clientside_callback
    here(
        ClientsideFunction("aurorascope", "under"),
        Output("under-request", "data"),
        Input("request", "data"),
        Input("under-seen", "data"),
    )
    here(ClientsideFunction("aurorascope", "brush"), Input(CHART, "relayoutData"), prevent_initial_call=True)
    here(
        ClientsideFunction("aurorascope", "press"),
        Input(CHART, "clickData"),
        State(CHART, "figure"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(CHART, "figure"),
        Output(CHART, "style"),
        Output("under-head", "children"),
        Output("under-foot", "children"),
        Input("under-request", "data"),
        prevent_initial_call=True,
    )
    def draw(request: Request | None) -> list[Any]:
        return drawn(site, request) if request else [no_update] * 4


def drawn(site: Site, request: Request) -> list[Any]:
    """The timeline of a page: figure, height, its switches, and a word where it is empty or failed."""
    try:
        asked = site.asked(request, panel_of(site))
        if asked is None:
            return [graphs.blank(), {"height": "0px"}, [], None]
        question, snapshot = asked
        with TURNS.turn(("timeline", question.chosen.is_narrow)):
            rows = question.ask(snapshot)
            load = None if LOAD in question.state.off else load_chart(question, snapshot)
    except Exception as error:
        log.exception("the timeline")
        said = f"{type(error).__name__}: see the server's log."
        return [graphs.blank(), {"height": "0px"}, [panels.stamp(request)], panels.failed(said)]
    shown = [row for row in rows if row["lane"] not in question.state.off]
    figure = narrowed(charts.figure(question, shown, question.width))
    if load is not None:
        figure = marks.under_load(figure, *load)
    lanes = len({row["lane"] for row in shown})
    height = AXIS_HEIGHT + LANE_HEIGHT * max(lanes, 1) + (LOAD_HEIGHT if load else 0)
    nothing = None if shown or load else html.P("Nothing of what is switched on happened.", className="note")
    return [
        figure if shown or load else graphs.blank(),
        {"height": f"{height}px"},
        [panels.stamp(request), switches(question, rows), *beyond(question)],
        nothing,
    ]


def panel_of(site: Site) -> Panel:
    """The panel of marks; each lane leads to the page that lists its rows, where there is one."""
    places = site.places
    return replace(MARKS, links={lane: places.get(view, "") for lane, view in LANES.items()})


def narrowed(figure: graphs.Figure) -> graphs.Figure:
    """Let each mark lead to the rows of its lane alone."""
    for trace in figure["data"]:
        for leads in trace["customdata"]:
            if leads:
                leads["sets"] |= ONLY.get(str(trace["name"]), {})
    return figure


def load_chart(question: Question, snapshot: Any) -> tuple[graphs.Figure, str] | None:
    """The load over the same range and its name, None where none is known."""
    for panel in (MEASURED, LOGGED):
        asked = replace(question, panel=panel)
        rows = asked.ask(snapshot)
        if rows:
            return charts.figure(asked, rows, asked.width), panel.title
    return None


def switches(question: Question, rows: Sequence[Row]) -> html.Div:
    """A switch for each lane, with how much happened in it; those without anything are dimmed."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["lane"]] = counts.get(row["lane"], 0) + int(row["marks"])
    off = question.state.off
    return html.Div(
        [
            html.A(
                [lane, html.Span(f"{counts[lane]:,}", className="chip-count") if lane in counts else None],
                href=question.path + replace(question.state, off=_switched(off, lane)).search(),
                className=_shape(lane, off, counts),
                role="switch",
                **attributes(aria_checked="false" if lane in off else "true"),
            )
            for lane in (LOAD, *LANES)
        ],
        className="chips",
    )


def _switched(off: Sequence[str], lane: str) -> tuple[str, ...]:
    return tuple(name for name in off if name != lane) if lane in off else (*off, lane)


def _shape(lane: str, off: Sequence[str], counts: Mapping[str, int]) -> str:
    if lane in off:
        return "chip"
    return "chip chosen" if lane in counts or lane == LOAD else "chip chosen quiet"


def beyond(question: Question) -> list[html.Span]:
    """What of the filter does not narrow every lane."""
    names = question.unapplied()
    said = f"not every lane is narrowed by {', '.join(names)}"
    return [html.Span(said, className="note")] if names else []
