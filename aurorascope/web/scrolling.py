"""Panels that list rows by the page, as the reader scrolls, and what all of them add up to."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dash import MATCH, Dash, Input, Output, State, html, no_update

from aurorascope.web import panels, tables
from aurorascope.web.filling import answered, csv_of, reason
from aurorascope.web.paging import MOST_SCROLLED, count_of, cursor_of, rows_between

if TYPE_CHECKING:
    from aurorascope.web.asking import Question
    from aurorascope.web.site import Request, Site

log = logging.getLogger(__name__)
NEWER = html.Span(
    "newer rows are there",
    className="note",
    title="This list stays as you scrolled it; at its top it follows the next refresh.",
)
MOST_SHOWN = 30  # rows that fit into the highest grid


def scroll_rows(app: Dash, site: Site) -> None:
    """Wire the grids that ask for their rows, and the line of their sums."""

    @app.callback(
        Output({"type": "pager", "panel": MATCH}, "children"),
        Output({"type": "pager-head", "panel": MATCH}, "children"),
        Output({"type": "pager-foot", "panel": MATCH}, "children"),
        Input("request", "data"),
        State({"type": "pager", "panel": MATCH}, "id"),
        State("scrolled", "data"),
    )
    def fill_pager(
        request: Request | None, panel_id: dict[str, str], scrolled_panels: list[str] | None
    ) -> list[Any]:
        if request and request.get("tick") and panel_id["panel"] in (scrolled_panels or ()):
            return [no_update, [panels.stamp(request), NEWER], no_update]
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
        first = max(0, int(wanted["startRow"]))
        try:
            return scrolled(site, asked, rows_id["panel"], first, first + tables.PAGE_OF_ROWS)
        except Exception:
            log.exception("rows of %s", rows_id["panel"])
            return [{"rowData": [], "rowCount": first}, no_update]

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
        try:
            return panels.sums(count_of(question, snapshot))
        except Exception as error:
            log.exception("sums of %s", asked_id["panel"])
            return panels.uncounted(reason(error))


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
    head = panels.head(question, csv_of(question, request))
    first = rows_between(question, snapshot, 0, MOST_SHOWN, None)
    if not first:
        return [None, head, panels.nothing(question)]
    key = panels.key_of(question.page, question.panel)
    return [panels.pager(question, key, secrets.token_hex(4), request, len(first)), head, None]
