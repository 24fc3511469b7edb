"""Scripts and style sheets compressed once: nine megabytes of them become two and a half over an ssh tunnel.

Answers that hold data are not compressed: their length would tell what is in them.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from flask import Flask, Response, request

if TYPE_CHECKING:
    from collections.abc import MutableMapping

STATIC = ("/_dash-component-suites/", "/assets/")
KINDS = frozenset({"application/javascript", "text/javascript", "text/css"})
SMALLEST = 2_000
MOST_KEPT = 100


def compress(server: Flask) -> None:
    """Compress the static files of `server` for browsers that take gzip."""
    kept: dict[tuple[str, int], bytes] = {}

    @server.after_request
    def shrink(response: Response) -> Response:
        wanted = (
            request.path.startswith(STATIC) and response.mimetype in KINDS and response.status_code == 200
        )
        if wanted and "gzip" in request.headers.get("Accept-Encoding", "") and request.method == "GET":
            _shrunk(response, kept)
        return response


def _shrunk(response: Response, kept: MutableMapping[tuple[str, int], bytes]) -> None:
    response.direct_passthrough = False
    plain = response.get_data()
    if len(plain) < SMALLEST:
        return
    key = (request.path, len(plain))
    if key not in kept and len(kept) < MOST_KEPT:
        kept[key] = gzip.compress(plain, compresslevel=6, mtime=0)
    body = kept.get(key)
    if body is not None:
        response.set_data(body)
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
