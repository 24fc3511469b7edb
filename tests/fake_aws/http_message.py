"""A request and a response, as far as AWS's protocols need them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SCOPE = re.compile(r"Credential=([^/,\s]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request")


@dataclass(frozen=True, slots=True)
class Request:
    """What came in; names of headers are in small letters, path and query as they were sent."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Response:
    """What goes out. `cut_at` ends the connection after so many bytes of the body; 0: nothing is sent."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    cut_at: int | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed for what: the credential scope of SigV4."""

    access_key: str
    region: str
    signed_for: str


def signature(request: Request) -> Signature | None:
    """Return a request's credential scope; None for an unsigned request."""
    found = _SCOPE.search(request.headers.get("authorization", ""))
    return Signature(found[1], found[3], found[4]) if found else None
