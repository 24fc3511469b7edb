"""The app: one address in, one snapshot, one page; each panel asks for its own data, side by side."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, ctx, html, no_update

from aurorascope.insight.bucket import bucket_us
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter
from aurorascope.web import charts, graphs, panels, shell, tables
from aurorascope.web.asking import Question, filter_of
from aurorascope.web.csv_route import csv_address, register_csv
from aurorascope.web.gate import Gate, guard
from aurorascope.web.jump import destination
from aurorascope.web.paging import MOST_SCROLLED, count_of, cursor_of, rows_between
from aurorascope.web.routes import page_at
from aurorascope.web.site import Request, Site
from aurorascope.web.state import PageState, time_of
from aurorascope.web.trees import in_order
from aurorascope.web.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask import Flask

    from aurorascope.model.page import Page
    from aurorascope.store.store import Store

log = logging.getLogger(__name__)
OUTPUTS = 10  # of a page load
MOST_SHOWN = 30  # rows that fit into the highest grid


def make_app(store: Store, pages: Sequence[Page], gate: Gate, *, refresh_s: int = 0) -> Dash:
    """Make the app over a store; nothing is served yet."""
    site = Site(tuple(pages), Versions(store))
    app = Dash(
        "aurorascope.web",
        assets_folder=str(Path(__file__).parent / "assets"),
        title="aurorascope",
        update_title="",
        serve_locally=True,
        suppress_callback_exceptions=True,
        compress=False,
        add_log_handler=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
        enable_mcp=False,
    )
    app.layout = shell.layout(refresh_s)
    _load_pages(app, site)
    _fill_panels(app, site)
    _page_rows(app, site)
    _move(app, site)
    register_csv(app.server, site)
    guard(app.server, gate, app.csp_hashes())
    return app


def flask_of(app: Dash) -> Flask:
    """The WSGI application that a server runs."""
    server: Flask = app.server
    return server


def _load_pages(app: Dash, site: Site) -> None:
    @app.callback(
        Output("page", "children"),
        Output("request", "data"),
        Output("nav", "children"),
        Output("heading", "children"),
        Output("controls", "children"),
        Output("range", "children"),
        Output("zone-label", "children"),
        Output("zone-links", "children"),
        Output("page-title", "data"),
        Output("filters", "children"),
        Input("url", "pathname"),
        Input("url", "search"),
        Input("refresh", "n_intervals"),
        State("request", "data"),
    )
    def load(path: str | None, search: str | None, _ticks: int | None, before: Request | None) -> list[Any]:
        if path is None:
            return [no_update] * OUTPUTS
        return page_load(site, path, search or "", before or {}, ticked=ctx.triggered_id == "refresh")

    @app.callback(
        Output("status", "children"),
        Output("filters", "children", allow_duplicate=True),
        Input("request", "data"),
        prevent_initial_call=True,
    )
    def state_of_data(request: Request) -> list[Any]:
        return around(site, request)


def page_load(site: Site, path: str, search: str, before: Request, *, ticked: bool) -> list[Any]:
    """Everything around the panels for one address; the panels are made anew when the page is another."""
    state = PageState.of(search)
    version = site.versions.newest()
    if ticked and version == before.get("version"):
        return [no_update] * OUTPUTS
    found = page_at(site.pages, path)
    begin, end = site.bounds(state, version)
    if found is None:
        return _lost(site, path, state, version)
    page, named = found
    shown = [panel.name for panel in page.panels if not panel.only_with or panel.only_with in state.extras]
    request = {"path": path, "search": search, "version": version, "shown": shown}
    same = before.get("path") == path and before.get("shown") == shown
    return [
        no_update if same else shell.content(page, state),
        request,
        shell.navigation(site.pages, page, state),
        shell.heading(page, named, state, path),
        shell.controls(page, state, path),
        shell.range_menu(state, begin, end, path),
        shell.zone_label(state, begin),
        shell.zone_links(state, path),
        _title(page, named, state, begin, end),
        shell.filter_bar([], state, path, known=False),
    ]


def _title(page: Page, named: dict[str, str], state: PageState, begin: datetime, end: datetime) -> str:
    parts = [page.title, *named.values(), *_chosen(state), shell.span_label(state, begin, end)]
    return " · ".join(parts)[:200] + " · aurorascope"


def _chosen(state: PageState) -> list[str]:
    return [
        f"{name} {', '.join(value or '(none)' for value in values)}" for name, values in state.filters.items()
    ]


def _lost(site: Site, path: str, state: PageState, version: int) -> list[Any]:
    begin, end = site.bounds(state, version)
    first = min(site.pages, key=lambda page: page.order)
    return [
        html.Div(
            [
                html.P("There is no page at this address.", className="empty-what"),
                html.P("The navigation lists those there are.", className="empty-next"),
            ],
            className="empty",
        ),
        {"path": path, "search": "", "version": version, "shown": []},
        shell.navigation(site.pages, first, state),
        html.H1("No such page"),
        [],
        shell.range_menu(state, begin, end, path),
        shell.zone_label(state, begin),
        shell.zone_links(state, path),
        "No such page · aurorascope",
        shell.filter_bar([], state, path, known=False),
    ]


def around(site: Site, request: Request) -> list[Any]:
    """The line about the data itself, and the values that the filter bar offers."""
    state = PageState.of(str(request.get("search", "")))
    version = site.version(request)
    snapshot = site.versions.at(version)
    begin, end = site.bounds(state, version)
    found = page_at(site.pages, str(request.get("path", "")))
    chosen = filter_of(state, begin, end, found[1]) if found else None
    if chosen is None:
        return [[], no_update]
    try:
        sources = run_view(snapshot, "newest_data", replace(chosen, begin=None, end=None)).to_pylist()
        settings = run_view(snapshot, "thresholds", chosen).to_pylist()
        values = run_view(
            site.versions.during(version, begin, end), "filter_values", Filter(begin, end)
        ).to_pylist()
    except Exception:
        log.exception("the state of the data could not be read")
        return [
            html.Div(
                "The state of the data could not be read; the server's log says why.", className="failed"
            ),
            no_update,
        ]
    line = shell.status_line(
        sources, settings, from_log=bool(found and found[0].from_log), now=datetime.now(UTC)
    )
    return [line, shell.filter_bar(values, state, str(request["path"]), known=True)]


def _fill_panels(app: Dash, site: Site) -> None:
    @app.callback(
        Output({"type": "chart", "panel": MATCH}, "figure"),
        Output({"type": "chart-head", "panel": MATCH}, "children"),
        Output({"type": "chart-foot", "panel": MATCH}, "children"),
        Input("request", "data"),
        State({"type": "chart", "panel": MATCH}, "id"),
    )
    def fill_chart(request: Request | None, panel_id: dict[str, str]) -> list[Any]:
        return answered(site, request, panel_id, _chart, failing=graphs.blank())

    @app.callback(
        Output({"type": "grid", "panel": MATCH}, "rowData"),
        Output({"type": "grid-head", "panel": MATCH}, "children"),
        Output({"type": "grid-foot", "panel": MATCH}, "children"),
        Output({"type": "grid", "panel": MATCH}, "columnDefs"),
        Output({"type": "grid", "panel": MATCH}, "style"),
        Input("request", "data"),
        State({"type": "grid", "panel": MATCH}, "id"),
    )
    def fill_grid(request: Request | None, panel_id: dict[str, str]) -> list[Any]:
        return answered(site, request, panel_id, _grid, failing=[], more=2)

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
        drawn = draw(*asked, request)
    except Exception as error:
        log.exception("panel %s", panel_id.get("panel"))
        return [failing, [panels.stamp(request)], panels.failed(_reason(error)), *[no_update] * more]
    drawn[1] = [panels.stamp(request), *drawn[1]]
    return drawn


def _reason(error: Exception) -> str:
    first = str(error).strip().splitlines()[:1]
    return f"{type(error).__name__}: {first[0][:300] if first else ''}"


def _csv(question: Question, request: Request) -> str:
    return csv_address(question, int(request["version"]))


def _chart(question: Question, snapshot: Any, request: Request) -> list[Any]:
    width = bucket_us(_micros(question.end - question.begin), points=240 if question.panel.span > 7 else 120)
    more = {"bucket_us": width} if "bucket_us" in question.view.params else {}
    rows = question.ask(snapshot, **more)
    foot = None if rows else panels.nothing(question)
    figure = charts.figure(question, rows, width) if rows else graphs.blank()
    return [figure, panels.head(question, _csv(question, request)), foot]


def _grid(question: Question, snapshot: Any, request: Request) -> list[Any]:
    rows = question.ask(snapshot)
    columns = question.panel.columns
    if question.panel.kind == "tree":
        rows = in_order(rows, columns[0].name)
    data = tables.row_data(rows, columns, lambda c, r: panels.link_of(question, c, r), question.state.zone)
    foot = None if rows else panels.nothing(question)
    return [
        data,
        panels.head(question, _csv(question, request), len(rows)),
        foot,
        tables.column_defs(columns, question.state.zone, question.begin, question.chosen_words()),
        {"height": f"{tables.height_of(len(rows), question.panel.height)}px"},
    ]


def _block(question: Question, snapshot: Any, request: Request) -> list[Any]:
    rows = question.ask(snapshot)
    foot = None if rows else panels.nothing(question)
    return [panels.block_of(question, rows), panels.head(question, _csv(question, request)), foot]


def _micros(length: timedelta) -> int:
    return length // timedelta(microseconds=1)


def _page_rows(app: Dash, site: Site) -> None:
    @app.callback(
        Output({"type": "pager", "panel": MATCH}, "children"),
        Output({"type": "pager-head", "panel": MATCH}, "children"),
        Output({"type": "pager-foot", "panel": MATCH}, "children"),
        Input("request", "data"),
        State({"type": "pager", "panel": MATCH}, "id"),
    )
    def fill_pager(request: Request | None, panel_id: dict[str, str]) -> list[Any]:
        return answered(site, request, panel_id, _pager, failing=None)

    @app.callback(
        Output({"type": "rows", "panel": MATCH, "nonce": MATCH}, "getRowsResponse"),
        Output({"type": "asked", "panel": MATCH, "nonce": MATCH}, "data"),
        Input({"type": "rows", "panel": MATCH, "nonce": MATCH}, "getRowsRequest"),
        State({"type": "rows", "panel": MATCH, "nonce": MATCH}, "id"),
        State({"type": "asked", "panel": MATCH, "nonce": MATCH}, "data"),
        prevent_initial_call=True,
    )
    def give_rows(wanted: dict[str, Any] | None, rows_id: dict[str, str], asked: Request | None) -> list[Any]:
        if not wanted or not asked:
            return [no_update, no_update]
        return scrolled(site, asked, rows_id["panel"], int(wanted["startRow"]), int(wanted["endRow"]))

    @app.callback(
        Output({"type": "sums", "panel": MATCH, "nonce": MATCH}, "children"),
        Input({"type": "asked", "panel": MATCH, "nonce": MATCH}, "id"),
        State({"type": "asked", "panel": MATCH, "nonce": MATCH}, "data"),
    )
    def give_sums(asked_id: dict[str, str], asked: Request | None) -> Any:
        found = site.question(asked, asked_id["panel"]) if asked else None
        if found is None:
            return no_update
        question, snapshot = found
        return panels.sums(count_of(question, snapshot))


def scrolled(site: Site, asked: Request, key: str, first: int, last: int) -> list[Any]:
    """One page of rows, and where the next one begins."""
    found = site.question(asked, key)
    if found is None or first >= MOST_SCROLLED:
        return [{"rowData": [], "rowCount": first}, no_update]
    question, snapshot = found
    cursors = dict(asked.get("cursors") or {})
    known = cursors.get(str(first))
    after = (datetime.fromisoformat(known[0]), str(known[1]), int(known[2]), str(known[3])) if known else None
    rows = rows_between(question, snapshot, first, min(last, MOST_SCROLLED), after)
    columns = question.panel.columns
    data = tables.row_data(
        rows, columns, lambda c, r: panels.link_of(question, c, r), question.state.zone, first=first
    )
    ended = len(rows) < last - first
    if rows and not ended:
        cursor = cursor_of(rows[-1])
        cursors[str(last)] = [cursor[0].isoformat(), *cursor[1:]]
    answer = {"rowData": data, "rowCount": first + len(rows) if ended else None}
    return [answer, {**asked, "cursors": cursors}]


def _pager(question: Question, snapshot: Any, request: Request) -> list[Any]:
    head = panels.head(question, _csv(question, request))
    first = rows_between(question, snapshot, 0, MOST_SHOWN, None)
    if not first:
        return [None, head, panels.nothing(question)]
    key = panels.key_of(question.page, question.panel)
    return [panels.pager(question, key, secrets.token_hex(4), request, len(first)), head, None]


def _move(app: Dash, site: Site) -> None:
    here: Callable[..., None] = app.clientside_callback
    chart = {"type": "chart", "panel": MATCH}
    here(ClientsideFunction("aurorascope", "brush"), Input(chart, "relayoutData"), prevent_initial_call=True)
    here(
        ClientsideFunction("aurorascope", "press"),
        Input(chart, "clickData"),
        State(chart, "figure"),
        prevent_initial_call=True,
    )
    here(
        ClientsideFunction("aurorascope", "typed"),
        Input({"type": "typed", "name": ALL}, "value"),
        State({"type": "typed", "name": ALL}, "id"),
        prevent_initial_call=True,
    )
    here(ClientsideFunction("aurorascope", "go"), Input("goto", "data"), prevent_initial_call=True)
    here(ClientsideFunction("aurorascope", "title"), Input("page-title", "data"))

    @app.callback(
        Output("goto", "data"),
        Output("range-error", "children"),
        Input("apply-range", "n_clicks"),
        State("from", "value"),
        State("to", "value"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def apply_range(clicks: int, begin: str, end: str, path: str, search: str) -> list[Any]:
        if not clicks:
            return [no_update, no_update]
        state = PageState.of(search or "")
        first, last = time_of(begin or "", state.zone), time_of(end or "", state.zone)
        if first is None or last is None:
            return [no_update, "A time looks like 2026-11-19 04:00, or 2026-11-19 04:00:30.5."]
        if last <= first:
            return [no_update, "The end must be after the beginning."]
        return [path + state.with_range(first, last).search(), ""]

    @app.callback(
        Output("goto", "data", allow_duplicate=True),
        Input("zone", "value"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def choose_zone(zone: str | None, path: str, search: str) -> Any:
        if not zone:
            return no_update
        return path + replace(PageState.of(search or ""), zone=zone).search()

    @app.callback(
        Output("goto", "data", allow_duplicate=True),
        Input("jump", "n_submit"),
        State("jump", "value"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def jump(submitted: int | None, text: str | None, search: str) -> Any:
        if not submitted or not text:
            return no_update
        return destination(text, site.pages, PageState.of(search or ""))
