"""Panels with their data: one callback a sort of panel, each panel a request of its own, side by side."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dash import MATCH, Dash, Input, Output, State, no_update

from aurorascope.web import charts, graphs, panels, tables
from aurorascope.web.csv_route import csv_address
from aurorascope.web.trees import in_order
from aurorascope.web.turns import TURNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.web.asking import Question
    from aurorascope.web.site import Request, Site

log = logging.getLogger(__name__)
JUDGED = frozenset({"verdict", "reason", "found", "unread", "age_us"})  # what the checks fill in
REST = 4  # outputs of the rest of a grid
QUICK = timedelta(days=2)  # up to here the whole answer comes at once


def fill_panels(app: Dash, site: Site) -> None:
    """Wire charts, grids and blocks to the request that they answer."""

    @app.callback(
        Output({"type": "chart", "panel": MATCH}, "figure"),
        Output({"type": "chart-head", "panel": MATCH}, "children"),
        Output({"type": "chart-foot", "panel": MATCH}, "children"),
        Output({"type": "chart-rest", "panel": MATCH}, "data"),
        Input("request", "data"),
        State({"type": "chart", "panel": MATCH}, "id"),
    )
    def fill_chart(request: Request | None, panel_id: dict[str, str]) -> list[Any]:
        return answered(site, request, panel_id, _chart, failing=graphs.blank(), more=1)

    @app.callback(
        Output({"type": "chart", "panel": MATCH}, "figure", allow_duplicate=True),
        Output({"type": "chart-head", "panel": MATCH}, "children", allow_duplicate=True),
        Input({"type": "chart-rest", "panel": MATCH}, "data"),
        State({"type": "chart", "panel": MATCH}, "id"),
        prevent_initial_call=True,
    )
    def fill_exact_chart(request: Request | None, panel_id: dict[str, str]) -> list[Any]:
        return exact_chart(site, request, panel_id)

    @app.callback(
        Output({"type": "grid", "panel": MATCH}, "rowData"),
        Output({"type": "grid-head", "panel": MATCH}, "children"),
        Output({"type": "grid-foot", "panel": MATCH}, "children"),
        Output({"type": "grid", "panel": MATCH}, "columnDefs"),
        Output({"type": "grid", "panel": MATCH}, "style"),
        Output({"type": "grid-rest", "panel": MATCH}, "data"),
        Input("request", "data"),
        State({"type": "grid", "panel": MATCH}, "id"),
    )
    def fill_grid(request: Request | None, panel_id: dict[str, str]) -> list[Any]:
        return answered(site, request, panel_id, _grid, failing=[], more=3)

    @app.callback(
        Output({"type": "grid", "panel": MATCH}, "rowData", allow_duplicate=True),
        Output({"type": "grid-head", "panel": MATCH}, "children", allow_duplicate=True),
        Output({"type": "grid-foot", "panel": MATCH}, "children", allow_duplicate=True),
        Output({"type": "grid", "panel": MATCH}, "style", allow_duplicate=True),
        Input({"type": "grid-rest", "panel": MATCH}, "data"),
        State({"type": "grid", "panel": MATCH}, "id"),
        prevent_initial_call=True,
    )
    def fill_rest(request: Request | None, panel_id: dict[str, str]) -> list[Any]:
        return rest_of_grid(site, request, panel_id["panel"])

    @app.callback(
        Output({"type": "block", "panel": MATCH}, "children"),
        Output({"type": "block-head", "panel": MATCH}, "children"),
        Output({"type": "block-foot", "panel": MATCH}, "children"),
        Input("request", "data"),
        State({"type": "block", "panel": MATCH}, "id"),
    )
    def fill_block(request: Request | None, panel_id: dict[str, str]) -> list[Any]:
        return answered(site, request, panel_id, _block, failing=None)


def answered(
    site: Site,
    request: Request | None,
    panel_id: dict[str, str],
    draw: Callable[[Question, Any, Request], list[Any]],
    *,
    failing: Any,
    more: int = 0,
) -> list[Any]:
    """Draw one panel; a failure is said in the panel and written to the log, and the others go on."""
    nothing_new = [no_update] * (3 + more)
    if not request:
        return nothing_new
    try:
        asked = site.question(request, panel_id["panel"])
        if asked is None:
            return nothing_new
        with TURNS.turn((panel_id["panel"], asked[0].chosen.is_narrow)):
            drawn = draw(*asked, request)
    except Exception as error:
        log.exception("panel %s", panel_id.get("panel"))
        return [failing, [panels.stamp(request)], panels.failed(reason(error)), *[no_update] * more]
    drawn[1] = [panels.stamp(request), *drawn[1]]
    return drawn


def reason(error: Exception) -> str:
    """The first line of an error, as a panel says it."""
    first = str(error).strip().splitlines()[:1]
    return f"{type(error).__name__}: {first[0][:300] if first else ''}"


def csv_of(question: Question, request: Request) -> str:
    """The address of the panel's CSV, at the version of the page."""
    return csv_address(question, int(request["version"]))


def _chart(question: Question, snapshot: Any, request: Request) -> list[Any]:
    later = _later(question)
    rows = question.ask(snapshot, **({"exact": False} if later else {}))
    foot = None if rows else panels.nothing(question)
    before = charts.compared(question, snapshot) if rows else ()
    figure = charts.figure(question, rows, question.width, before) if rows else graphs.blank()
    head = panels.head(question, csv_of(question, request))
    near = [panels.approximate()] if later and rows else []
    return [figure, [*near, *head], foot, request if near else None]


def exact_chart(site: Site, request: Request | None, panel_id: dict[str, str]) -> list[Any]:
    """The chart again with exact percentiles; where that fails the approximate ones stay, and say so."""
    asked = site.question(request, panel_id["panel"]) if request else None
    if asked is None or request is None:
        return [no_update, no_update]
    question, snapshot = asked
    try:
        with TURNS.turn(("exact", panel_id["panel"], question.chosen.is_narrow)):
            rows = question.ask(snapshot)
    except Exception:
        log.exception("the exact values of %s", panel_id.get("panel"))
        return [no_update, no_update]
    head = panels.head(question, csv_of(question, request))
    before = charts.compared(question, snapshot)
    return [charts.figure(question, rows, question.width, before), [panels.stamp(request), *head]]


def _later(question: Question) -> bool:
    if question.view.judged:
        return True  # the checks take seconds the first time that somebody asks for a range
    return "exact" in question.view.params and question.end - question.begin > QUICK


def _grid(question: Question, snapshot: Any, request: Request) -> list[Any]:
    later = _later(question)
    rows = question.ask(snapshot, **({"exact": False} if later else {}))
    columns = question.panel.columns
    if question.panel.kind == "tree":
        rows = in_order(rows, columns[0].name)
    data = tables.row_data(rows, columns, lambda c, r: panels.link_of(question, c, r), question.state.zone)
    for row in data if later else ():
        row["_text"] |= {
            column.name: "…"
            for column in columns
            if row.get(column.name) is None and (not question.view.judged or column.name in JUDGED)
        }
    foot = None if rows else panels.nothing(question)
    heads = tables.column_defs(
        columns, question.state.zone, question.begin, question.chosen_words(), question.panel.span
    )
    for head in heads:
        if head["field"] == tables.GROUP:
            head["headerName"] = question.group_label()
    near = [panels.approximate()] if later and any(row.get("p95_us") is not None for row in rows) else []
    if later and question.view.judged:
        near, foot = [panels.judging()], None
    return [
        data,
        [*near, *panels.head(question, csv_of(question, request), len(rows))],
        foot,
        heads,
        {"height": f"{tables.height_of(len(rows), question.panel.height)}px"},
        request if later and (rows or question.view.judged) else None,
    ]


def rest_of_grid(site: Site, request: Request | None, key: str) -> list[Any]:
    """The rows again with what takes longer in them: exact percentiles of a long range, what checks say."""
    asked = site.question(request, key) if request else None
    if asked is None or request is None:
        return [no_update] * REST
    question, snapshot = asked
    try:
        with TURNS.turn(("exact", key, question.chosen.is_narrow)):
            rows = question.ask(snapshot)
    except Exception as error:
        log.exception("the rest of %s", key)
        if question.view.judged:  # nothing was shown yet that could stay
            return [no_update, [panels.stamp(request)], panels.failed(reason(error)), no_update]
        return [no_update] * REST
    data = tables.row_data(
        rows, question.panel.columns, lambda c, r: panels.link_of(question, c, r), question.state.zone
    )
    return [
        data,
        [panels.stamp(request), *panels.head(question, csv_of(question, request), len(rows))],
        None if rows else panels.nothing(question),
        {"height": f"{tables.height_of(len(rows), question.panel.height)}px"},
    ]


def _block(question: Question, snapshot: Any, request: Request) -> list[Any]:
    rows = question.ask(snapshot)
    foot = None if rows else panels.nothing(question)
    earlier = question.before() if question.panel.kind == "numbers" else None
    before = earlier.ask(snapshot) if earlier else None
    return [panels.block_of(question, rows, before), panels.head(question, csv_of(question, request)), foot]
