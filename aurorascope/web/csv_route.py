"""`/csv/<page>/<panel>.csv`: every row of a panel, under the same filter and the same version as the page."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from flask import Response, request

from aurorascope.web.csv_export import lines
from aurorascope.web.gate import said
from aurorascope.web.paging import every_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from aurorascope.web.asking import Question, Row
    from aurorascope.web.site import Site

PATH = "_at"
VERSION = "_version"
MOST_ROWS = 1_000_000


def csv_address(question: Question, version: int) -> str:
    """The address of a panel's CSV: the page's state, its path and its version."""
    search = question.state.search().lstrip("?")
    extra = urlencode({PATH: question.path, VERSION: version})
    return f"/csv/{question.page.name}/{question.panel.name}.csv?" + "&".join(filter(None, (search, extra)))


def register_csv(server: Flask, site: Site) -> None:
    """Serve the CSV of every panel."""

    @server.get("/csv/<page>/<panel>.csv")
    def csv(page: str, panel: str) -> Response:
        search = request.query_string.decode("utf-8", "replace")
        asked = parse_qs(search)
        wanted = {
            "path": asked.get(PATH, ["/"])[-1],
            "search": _without(search),
            "version": _number(asked.get(VERSION, ["-1"])[-1]),
        }
        try:
            found = site.question(wanted, f"{page}:{panel}")
        except KeyError:
            found = None
        if found is None:
            return said("There is no such table.", 404)
        return _file(*found, name=f"aurorascope-{page}-{panel}.csv")


def _file(question: Question, snapshot: Any, name: str) -> Response:
    rows = every_row(question, snapshot, MOST_ROWS)
    first = next(rows, None)
    names = list(first) if first else [column.name for column in question.panel.columns]
    body: Iterator[Row] = chain([first], rows) if first else iter(())
    return Response(
        (line.encode() for line in lines(names, body)),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _without(search: str) -> str:
    own = (f"{PATH}=", f"{VERSION}=")
    return "&".join(part for part in search.split("&") if not part.startswith(own))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1
