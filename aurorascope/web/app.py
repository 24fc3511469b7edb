"""The app: one address in, one snapshot, one page; each panel asks for its own data, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dash import Dash

from aurorascope.web import shell
from aurorascope.web.compression import compress
from aurorascope.web.csv_route import register_csv
from aurorascope.web.filling import fill_panels
from aurorascope.web.gate import Gate, guard
from aurorascope.web.loading import load_pages_on_request
from aurorascope.web.moving import move_readers
from aurorascope.web.oidc import LEAVE
from aurorascope.web.scrolling import scroll_rows
from aurorascope.web.site import Site
from aurorascope.web.timeline import draw_timeline
from aurorascope.web.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Flask

    from aurorascope.insight.template import Value
    from aurorascope.model.finding import Check
    from aurorascope.model.page import Page
    from aurorascope.store.store import Store


def make_app(
    store: Store,
    pages: Sequence[Page],
    gate: Gate,
    *,
    refresh_s: int = 0,
    told: Mapping[str, Value] | None = None,
    checks: Sequence[Check] | None = None,
) -> Dash:
    """Make the app over a store; nothing is served yet. `told` is given to the views that take it.

    `checks` judge what pages say of clusters: ours where none are given.
    """
    judges = None if checks is None else tuple(checks)
    site = Site(tuple(pages), Versions(store), told or {}, judges)
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
    app.index_string = app.index_string.replace("<html>", '<html lang="en">')
    app.layout = shell.layout(refresh_s, LEAVE if gate.login else "")
    load_pages_on_request(app, site)
    fill_panels(app, site)
    scroll_rows(app, site)
    draw_timeline(app, site)
    move_readers(app, site)
    register_csv(app.server, site)
    compress(app.server)
    guard(app.server, gate, app.csp_hashes())
    return app


def flask_of(app: Dash) -> Flask:
    """The WSGI application that a server runs."""
    server: Flask = app.server
    return server
