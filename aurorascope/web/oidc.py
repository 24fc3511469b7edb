"""Logging in at an OpenID provider: code flow with PKCE, and a session in a sealed cookie of the browser.

A login lives in a cookie of its own until the provider sends the browser back; its state is good once. The ID
token is read here and dropped.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from flask import redirect, request

from aurorascope.model.errors import BadRequestError
from aurorascope.web.gate import said
from aurorascope.web.oidc_provider import LOOPBACK, KeySetOf, Provider, ProviderError, discovered
from aurorascope.web.oidc_token import Allowed, NotLetInError, allowed, checked, claims_of
from aurorascope.web.seal import Seal

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response

CALLBACK = "/oidc/callback"
LEAVE = "/oidc/leave"
LOGIN_S = 600
LONGEST_BACK = 1_500
MOST_REMEMBERED = 10_000
NOT_PAGES = ("/_", "/assets/", "/csv/")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An issuer, our name and secret there, the address that people open, and who is let in."""

    issuer: str
    client: str
    allow: tuple[str, ...]
    secret: str = field(default="", repr=False)
    url: str = ""
    scope: str = "openid email profile"
    hours: float = 8.0

    def at(self, host: str, port: int) -> Login:
        """Read the issuer's document and return the login of a server on this port."""
        _need_library()
        rules = allowed(self.allow)
        url = (self.url or f"http://{host}:{port}").rstrip("/")
        if not (urlsplit(url).scheme == "https" or LOOPBACK.match(url)) or urlsplit(url).path:
            raise BadRequestError(
                f"--oidc-url {url}: give the address that browsers open, https:// and a name without a path. "
                "A session over plain HTTP could be read on its way."
            )
        if not self.client:
            raise BadRequestError("--auth oidc needs --oidc-client: our name at the provider.")
        provider = discovered(self.issuer)
        return Login(self, url, provider, KeySetOf(provider.jwks_uri), rules)


def _need_library() -> None:
    try:
        import joserfc.jwt  # noqa: F401  whether it is there
    except ImportError as error:
        raise BadRequestError(
            "--auth oidc needs the extra 'oidc': python -m pip install 'aurorascope[oidc]'."
        ) from error


@dataclass(slots=True)
class Once:
    """What was used up, until it would be over anyhow; threads may share it."""

    _until: OrderedDict[str, float] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, name: str, until_s: float) -> bool:
        """Use something up; false where it was."""
        with self._lock:
            if name in self._until:
                return False
            self._until[name] = until_s
            while len(self._until) > MOST_REMEMBERED:
                self._until.popitem(last=False)
            return True

    def has(self, name: str) -> bool:
        """Say whether it was used up."""
        with self._lock:
            return name in self._until


@dataclass(slots=True)
class Login:
    """The way in through a provider, and who has come in."""

    wanted: Wanted
    url: str
    provider: Provider
    keys: KeySetOf
    rules: Allowed
    clock: Callable[[], float] = time.time
    _seal: Seal = field(default_factory=Seal)
    _states: Once = field(default_factory=Once)
    _left: Once = field(default_factory=Once)

    @property
    def host(self) -> str:
        """The Host that browsers show."""
        return urlsplit(self.url).netloc.lower()

    @property
    def secure(self) -> bool:
        """Whether browsers come over https."""
        return self.url.startswith("https:")

    @property
    def cookie(self) -> str:
        """The session's name; its prefix keeps a neighbouring host from planting one."""
        return "__Host-aurorascope" if self.secure else f"aurorascope_{urlsplit(self.url).port or 80}_session"

    def admission(self) -> Response | None:
        """Answer a request that has no session; None lets it in."""
        if request.path == CALLBACK:
            return self._finished()
        session = self._session()
        if request.path == LEAVE:
            return self._leave(session)
        if session is not None:
            return None
        mode = request.headers.get("Sec-Fetch-Mode", "navigate")
        page = (
            request.method == "GET"
            and mode == "navigate"
            and "text/html" in request.headers.get("Accept", "")
        )
        if page and not request.path.startswith(NOT_PAGES):
            return self._begun()
        return said(f"Nobody is logged in here, or no longer: open {self.url}/ again.", 401)

    def _session(self) -> dict[str, Any] | None:
        found = self._seal.get("session", request.cookies.get(self.cookie, ""), self.clock())
        return None if found is None or self._left.has(found["id"]) else found

    def _begun(self) -> Response:
        """Send the browser to the provider, with what only it and this server know."""
        state, nonce, verifier = (
            secrets.token_urlsafe(24),
            secrets.token_urlsafe(24),
            secrets.token_urlsafe(48),
        )
        back = "/" + request.full_path.lstrip("/").rstrip(
            "?"
        )  # a Location that begins with // leads elsewhere
        asked = {
            "response_type": "code",
            "client_id": self.wanted.client,
            "redirect_uri": self.url + CALLBACK,
            "scope": self.wanted.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        at = self.provider.authorization_endpoint
        answer = redirect(f"{at}{'&' if '?' in at else '?'}{urlencode(asked)}", 303)
        login = {"state": state, "nonce": nonce, "verifier": verifier}
        login["back"] = back if len(back) <= LONGEST_BACK and "\\" not in back else "/"
        sealed = self._seal.put("login", login, self.clock() + LOGIN_S)
        # Lax: the provider's answer is a move from another site. One each: people open several tabs
        answer.set_cookie(
            self._login_cookie(state), sealed, max_age=LOGIN_S, path=CALLBACK, secure=self.secure,
            httponly=True, samesite="Lax",
        )  # fmt: skip
        return answer

    def _login_cookie(self, state: str) -> str:
        return f"{'__Secure-' if self.secure else ''}aurorascope_login_{state[:8]}"

    def _finished(self) -> Response:
        """Take the provider's answer: once, from the browser that was sent there."""
        state = request.args.get("state", "")
        try:
            login = self._login(state)
            subject = self._named(login)
        except (NotLetInError, ProviderError) as refused:
            return said(f"{refused}\nTo log in, open {self.url}/", 401)
        answer = redirect(login["back"], 303)
        session = {"sub": subject, "id": secrets.token_urlsafe(12)}
        lasts_s = int(self.wanted.hours * 3600)
        sealed = self._seal.put("session", session, self.clock() + lasts_s)
        answer.set_cookie(
            self.cookie, sealed, max_age=lasts_s, path="/", secure=self.secure, httponly=True, samesite="Lax"
        )  # fmt: skip
        answer.delete_cookie(self._login_cookie(state), path=CALLBACK, secure=self.secure, httponly=True)
        return answer

    def _login(self, state: str) -> dict[str, Any]:
        if request.method != "GET" or not re.fullmatch(r"[\w-]{16,64}", state):
            raise NotLetInError("This is no answer to a login that was begun here.")
        login = self._seal.get("login", request.cookies.get(self._login_cookie(state), ""), self.clock())
        if login is None or not hmac.compare_digest(login["state"].encode(), state.encode()):
            raise NotLetInError("This login was begun in another browser, or is over.")
        if not self._states.take(state, login["until"]):
            raise NotLetInError("This login was used before.")
        return login

    def _named(self, login: dict[str, Any]) -> str:
        """Return whom the provider names, who is one of those let in."""
        # an answer of another issuer, where the provider says whose it is (RFC 9207)
        if request.args.get("iss", self.provider.issuer) != self.provider.issuer:
            raise NotLetInError("The answer is of another provider.")
        code = request.args.get("code", "")
        if not code or "error" in request.args:
            word = re.sub(r"[^\w.-]", "", request.args.get("error", ""))[:60]
            raise NotLetInError(f"The provider let nobody in: {word or 'it sent no code'}.")
        asked = {"code": code, "redirect_uri": self.url + CALLBACK, "code_verifier": login["verifier"]}
        token = self.provider.redeem((self.wanted.client, self.wanted.secret), asked)
        claims = claims_of(token, self.keys)
        subject = checked(claims, self.provider.issuer, self.wanted.client, login["nonce"], self.clock())
        if not self.rules.lets_in(claims):
            raise NotLetInError("You are logged in at the provider, and are not among those let in here.")
        return subject

    def _leave(self, session: dict[str, Any] | None) -> Response:
        """End a session, for every copy of its cookie too."""
        if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
            return said(f"Another site's page ends no session: open {self.url}/ to log out.", 403)
        if session:
            self._left.take(session["id"], session["until"])
        words = "You have left. The provider's own session goes on there"
        answer = said(f"{words}; {self.url}/ lets you in again.", 200)
        answer.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True)
        return answer


def _wants_a_page() -> bool:
    """Say whether a browser would show the answer: a callback or a file is not sent to another server."""
    moves = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    shown = request.method == "GET" and moves and "text/html" in request.headers.get("Accept", "")
    return shown and not request.path.startswith(NOT_PAGES)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
