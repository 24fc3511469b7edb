"""What moves the reader to another address: brush, click, typed ranges and texts, zone and search."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, no_update

from aurorascope.web.jump import destination
from aurorascope.web.state import PageState, iso, time_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorascope.web.site import Site


def move_readers(app: Dash, site: Site) -> None:
    """Wire everything that leads from one address to another."""
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

    _compare_periods(app)

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
        state = PageState.of(search or "")
        return destination(text, site.pages, state, *known_names(site, state))


def _compare_periods(app: Dash) -> None:
    """Wire the time that a reader types to compare with."""

    @app.callback(
        Output("goto", "data", allow_duplicate=True),
        Output("compare-error", "children"),
        Input("apply-compare", "n_clicks"),
        State("compare-from", "value"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def compare(clicks: int, begin: str, path: str, search: str) -> list[Any]:
        if not clicks:
            return [no_update, no_update]
        state = PageState.of(search or "")
        first = time_of(begin or "", state.zone)
        if first is None:
            return [no_update, "A time looks like 2026-11-19 04:00."]
        return [path + replace(state, against=iso(first)).search(), ""]


def known_names(site: Site, state: PageState) -> tuple[frozenset[str], frozenset[str]]:
    """The clusters and the instances that have data in the range."""
    rows = site.offered(state, site.versions.newest())
    clusters, instances = (
        frozenset(str(row["value"]) for row in rows if row["field"] == field and row["value"])
        for field in ("cluster", "instance")
    )
    return clusters, instances
