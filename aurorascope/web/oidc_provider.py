"""What is asked of an OpenID provider: where it answers, its public keys, and a code turned into an ID token.

Every address comes from the issuer's own document, over https; nothing is followed, answers are bounded.
"""

from __future__ import annotations

import base64
import json
import re
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode, urlsplit

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT_S = 10
LONGEST_ANSWER = 1 << 20
AT_ONCE = 8
KEYS_HOLD_S = 3600.0
ASK_AGAIN_S = 30.0
DOCUMENT = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/|$)")


class ProviderError(Exception):
    """The provider did not answer as it has to; the text says what it was asked for."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Where an issuer answers, and how a client says who it is."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    methods: tuple[str, ...] = ("client_secret_basic",)
    _free: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE), compare=False)

    def redeem(self, client: tuple[str, str], asked: dict[str, str]) -> str:
        """Turn a code into an ID token; `client` is our id and secret there, '' for a public client."""
        name, secret = client
        form = {"grant_type": "authorization_code", **asked}
        headers = {}
        if secret and "client_secret_basic" in self.methods:
            pair = f"{quote_plus(name)}:{quote_plus(secret)}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        else:
            form |= {"client_id": name} | ({"client_secret": secret} if secret else {})
        if not self._free.acquire(timeout=WAIT_S):  # anybody may begin a login; threads are for readers
            raise ProviderError("Too many people log in at once: try again.")
        try:
            answer = _asked(self.token_endpoint, "token endpoint", urlencode(form).encode(), headers)
        finally:
            self._free.release()
        found = answer.get("id_token")
        if not isinstance(found, str):
            raise ProviderError("The provider's answer holds no id_token: ask for the scope openid.")
        return found


def discovered(issuer: str) -> Provider:
    """Read the issuer's document, or say what is wrong with it."""
    if not _is_safe(issuer, loopback=True) or urlsplit(issuer).query or urlsplit(issuer).fragment:
        raise BadRequestError(f"--oidc-issuer {issuer}: an issuer is an address that begins with https://.")
    try:
        said = _asked(issuer.rstrip("/") + DOCUMENT, "document of the issuer")
    except ProviderError as error:
        raise BadRequestError(
            f"--oidc-issuer {issuer}: {error} Its address with {DOCUMENT} must answer."
        ) from error
    if said.get("issuer") != issuer:
        raise BadRequestError(
            f"--oidc-issuer {issuer}: the document there is of {str(said.get('issuer'))[:200]!r}: "
            "give the issuer letter by letter as its document has it."
        )
    local = bool(LOOPBACK.match(issuer))
    for name in ENDPOINTS:
        if not _is_safe(str(said.get(name)), loopback=local):
            raise BadRequestError(f"--oidc-issuer {issuer}: its {name} is not an https:// address.")
    methods = said.get("token_endpoint_auth_methods_supported")
    known = tuple(map(str, methods)) if isinstance(methods, list) else ("client_secret_basic",)
    at, token, keys = (str(said[name]) for name in ENDPOINTS)
    return Provider(issuer, at, token, keys, known)


def _is_safe(address: str, *, loopback: bool) -> bool:
    parts = urlsplit(address)
    return (parts.scheme == "https" and bool(parts.hostname)) or (loopback and bool(LOOPBACK.match(address)))


@dataclass(slots=True)
class KeySetOf:
    """The provider's public keys: read again after an hour, or where an id is not among them."""

    address: str
    clock: Callable[[], float] = time.monotonic
    _keys: list[dict[str, Any]] = field(default_factory=list)
    _read: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key_id: str | None) -> list[dict[str, Any]]:
        """Return the keys of an id, all of them for a token without one."""
        with self._lock:
            age = self.clock() - self._read
            found = self._of(key_id)
            # a token with an id that nobody knows must not make us ask each time
            if age > KEYS_HOLD_S or (not found and age > ASK_AGAIN_S):
                said = _asked(self.address, "keys").get("keys")
                self._keys = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
                self._read = self.clock()
                found = self._of(key_id)
            return found

    def _of(self, key_id: str | None) -> list[dict[str, Any]]:
        return [one for one in self._keys if key_id is None or one.get("kid") == key_id]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """What is asked for is where the issuer says, or nowhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing."""


_OPENER = urllib.request.build_opener(_NoRedirect)


def _asked(
    address: str, what: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310  https, or loopback for tests and for a provider beside us
        address, body, {"Accept": "application/json", **(headers or {})}
    )
    try:
        with _OPENER.open(request, timeout=WAIT_S) as answer:
            read = answer.read(LONGEST_ANSWER + 1)
        found = json.loads(read) if len(read) <= LONGEST_ANSWER else None
    except urllib.error.HTTPError as error:
        raise ProviderError(f"The provider's {what} answered {error.code}.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise ProviderError(f"The provider's {what} could not be read.") from error
    if not isinstance(found, dict):
        raise ProviderError(f"The provider's {what} could not be read.")
    return found
