"""Who may ask, and what the browser may do with the answer: the one gate before every request.

Host allow-list (DNS rebinding), no writing request from another site, a token turned into a cookie or the
word of what stands before the server, and the headers that keep a page to itself. It covers pages, layout,
assets, callbacks and CSV alike.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Response, redirect, request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask
    from werkzeug.wrappers import Response as AnyResponse

    from aurorascope.web.identity import Identity
    from aurorascope.web.oidc import Login

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
TOKEN = "token"  # noqa: S105  the name of the parameter, not a secret
LARGEST_BODY = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Gate:
    """What is let in: `hosts` as the Host header writes them, a `token`, who `identity` or `login` lets in.

    `names` are further hosts, which a proxy may show at a port of its own. Without any of the three all are
    let in.
    """

    hosts: tuple[str, ...]
    port: int
    token: str | None = None
    names: tuple[str, ...] = ()
    identity: Identity | None = None
    login: Login | None = None
    _key: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def cookie_name(self) -> str:
        """Cookies know no port: two servers on one machine must not take each other's."""
        return f"aurorascope_{self.port}"

    @property
    def cookie_value(self) -> str:
        """What the cookie holds: made from the token, valid for this process alone."""
        return hmac.new(self._key.encode(), (self.token or "").encode(), hashlib.sha256).hexdigest()

    def knows_host(self, host: str) -> bool:
        """Say whether a Host header names this server."""
        named = host.lower()
        ours = {f"{name}:{self.port}" for name in (*self.hosts, *self.names)}
        return named in ours or named in self.names or (self.port == 80 and named in self.hosts)

    def knows_origin(self, origin: str) -> bool:
        """Say whether an Origin header is a page of this server."""
        parts = urlsplit(origin)
        return parts.scheme in {"http", "https"} and self.knows_host(parts.netloc)

    def accepts(self, token: str) -> bool:
        """Compare in constant time."""
        return self.token is not None and hmac.compare_digest(token.encode(), self.token.encode())

    def remembers(self, cookie: str) -> bool:
        """Say whether the cookie is the one this process gave."""
        return hmac.compare_digest(cookie.encode(), self.cookie_value.encode())


def new_token() -> str:
    """A token nobody guesses."""
    return secrets.token_urlsafe(24)


def guard(server: Flask, gate: Gate, script_hashes: Sequence[str]) -> None:
    """Put the gate before, and the headers on, every answer of `server`."""
    policy = content_policy(script_hashes)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @server.before_request
    def let_in() -> AnyResponse | None:
        return refusal(gate) or admission(gate)

    @server.after_request
    def seal(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["Content-Security-Policy"] = policy
        if not request.path.startswith(("/_dash-component-suites/", "/assets/")):
            response.headers["Cache-Control"] = "no-store"
        response.headers.pop("Server", None)
        return response


def refusal(gate: Gate) -> Response | None:
    """Answer a request that no page of ours can have made."""
    if not gate.knows_host(request.host):
        return said(
            f"This server does not answer to the name {request.host[:200]!r}. "
            f"Open http://{gate.hosts[0]}:{gate.port}/, or name the host when starting: --allow-host NAME.",
            421,
        )
    origin = request.headers.get("Origin")
    if origin and not gate.knows_origin(origin):
        return said("Requests made by another site's page are refused.", 403)
    foreign = request.headers.get("Sec-Fetch-Site") == "cross-site"
    if foreign and request.headers.get("Sec-Fetch-Mode") != "navigate":
        return said("Requests made by another site's page are refused.", 403)
    return None


def admission(gate: Gate) -> AnyResponse | None:
    """Let in who has the token: once in the link, then in a cookie; or whom identity or login names."""
    if gate.identity is not None:
        reason = gate.identity.refused(request.remote_addr or "", _header)
        return said(reason, 401) if reason else None
    if gate.login is not None:
        return gate.login.admission()
    if gate.token is None:
        return None
    given = request.args.get(TOKEN)
    if given is not None and request.method == "GET" and gate.accepts(given):
        kept = [(name, value) for name, value in parse_qsl(request.query_string.decode()) if name != TOKEN]
        # the path alone: a Location that begins with // would lead to another host
        answer = redirect("/" + request.path.lstrip("/") + (f"?{urlencode(kept)}" if kept else ""), 303)
        answer.set_cookie(
            gate.cookie_name, gate.cookie_value, httponly=True, samesite="Lax", path="/", secure=False
        )
        return answer
    if gate.remembers(request.cookies.get(gate.cookie_name, "")):
        return None
    return said(
        "This server asks for the token of its start-up link. "
        "Open the link that `aurorascope serve` printed when it started.",
        401,
    )


def _header(name: str) -> str:
    return request.headers.get(name, "")


def content_policy(script_hashes: Sequence[str]) -> str:
    """Everything from this server or not at all; scripts also by hash, never inline, never by eval."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *script_hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}


def said(sentence: str, status: int) -> Response:
    """A refusal in plain text."""
    return Response(sentence + "\n", status=status, mimetype="text/plain")
