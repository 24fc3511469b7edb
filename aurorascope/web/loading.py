"""One address in, one page out: what stands around the panels, and the frames that they will fill."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, ctx, html, no_update

from aurorascope.web import bar, shell
from aurorascope.web.answers import ask_view
from aurorascope.web.asking import filter_of
from aurorascope.web.routes import page_at
from aurorascope.web.state import PageState

if TYPE_CHECKING:
    from aurorascope.model.page import Page
    from aurorascope.web.site import Request, Site

log = logging.getLogger(__name__)
OUTPUTS = 10  # of a page load


def load_pages_on_request(app: Dash, site: Site) -> None:
    """Wire the address to the page, and the page to the state of its data."""

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
        Output("age", "children"),
        Output("jump-names", "children"),
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
    request = {"path": path, "search": search, "version": version, "shown": shown, "tick": ticked}
    same = before.get("path") == path and before.get("shown") == shown
    return [
        no_update if same else shell.content(page, state),
        request,
        shell.navigation(site.pages, page, state),
        shell.heading(page, named, state, path),
        bar.controls(page, state, path),
        _ranged(site, state, begin, end, path),
        bar.zone_label(state, begin),
        bar.zone_links(state, path),
        _title(page, named, state, begin, end),
        bar.filter_bar([], state, path, known=False),
    ]


def _ranged(site: Site, state: PageState, begin: datetime, end: datetime, path: str) -> list[Any]:
    return [
        *bar.range_menu(state, begin, end, path),
        *bar.compare_menu(state, begin, end, path, site.different),
    ]


def _title(page: Page, named: dict[str, str], state: PageState, begin: datetime, end: datetime) -> str:
    parts = [page.title, *named.values(), *_chosen(state), bar.span_label(state, begin, end)]
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
        _ranged(site, state, begin, end, path),
        bar.zone_label(state, begin),
        bar.zone_links(state, path),
        "No such page · aurorascope",
        bar.filter_bar([], state, path, known=False),
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
        return [[], no_update, [], no_update]
    try:
        sources = ask_view(snapshot, "newest_data", replace(chosen, begin=None, end=None)).to_pylist()
        settings = ask_view(snapshot, "thresholds", chosen).to_pylist()
        values = site.offered(state, version)
    except Exception:
        log.exception("the state of the data could not be read")
        return [
            html.Div(
                "The state of the data could not be read; the server's log says why.", className="failed"
            ),
            no_update,
            [],
            no_update,
        ]
    line = shell.status_line(
        sources, settings, from_log=bool(found and found[0].from_log), now=datetime.now(UTC)
    )
    return [
        line,
        bar.filter_bar(values, state, str(request["path"]), known=True),
        shell.age_menu(sources, datetime.now(UTC)),
        shell.jump_names(site.pages, values),
    ]
