"""An OpenID provider on loopback with keys of its own: it holds its clients to the code flow with PKCE."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import ECKey

CLIENT, SECRET = "dash:boards", "s3 cret/+"
KEY = ECKey.generate_key("P-256", {"kid": "first", "use": "sig", "alg": "ES256"})


@dataclass
class Provider:
    """What it says about whoever logs in, how it signs that, and what it was asked."""

    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: KEY)
    token: str = ""
    shown: list[dict[str, Any]] = field(default_factory=lambda: [KEY.as_dict(private=False)])
    document: dict[str, Any] = field(default_factory=dict)
    secret: str = SECRET
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/realm"

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize?tenant=1",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        } | self.document

    def authorized(self, asked: dict[str, str]) -> str:
        """Somebody has logged in: where the browser goes now."""
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == (
            "code", CLIENT, "S256",
        )  # fmt: skip
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def redeemed(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """A code for a token, once, to the client that began; None refuses."""
        asked = self.codes.pop(form.get("code", ""), None)
        if self.secret:
            pair = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":")
            known = [unquote_plus(one) for one in pair] == [CLIENT, self.secret]
        else:
            known = form.get("client_id") == CLIENT and not authorization
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not asked or not known or form["grant_type"] != "authorization_code":
            return None
        if (challenge, form["redirect_uri"]) != (asked["code_challenge"], asked["redirect_uri"]):
            return None
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.signed(asked["nonce"])}

    def signed(self, nonce: str) -> str:
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "sub": "ada", "groups": ["dba", "staff"]}
        times = {"iat": now, "exp": now + 300, "nonce": nonce}
        wanted = (usual | times | self.claims).items()
        said = {name: value(now) if callable(value) else value for name, value in wanted if value is not ...}
        if self.token:
            return self.token.replace("{claims}", _part(said))
        head = {"alg": "ES256", "kid": "first", "typ": "JWT"} | self.head
        head = {name: value for name, value in head.items() if value is not ...}
        if head["alg"] == "HS256":  # the public key taken for a secret: our library refuses to make that
            whole = f"{_part(head)}.{_part(said)}"
            mark = hmac.digest(self.key.as_pem(private=False), whole.encode(), "sha256")
            return f"{whole}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"
        # as a provider that breaks every rule could sign
        registry = jws.JWSRegistry(algorithms=[head["alg"]], strict_check_header=False)
        return jws.serialize_compact(head, json.dumps(said), self.key, registry=registry)


def _part(said: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def started(provider: Provider) -> ThreadingHTTPServer:
    """Serve a provider on a free port until it is shut down."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            if parts.path == "/realm/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_response(303)
                self.send_header("Location", provider.authorized(asked))
                self.end_headers()
                return
            known = {
                "/realm/.well-known/openid-configuration": provider.described(),
                "/realm/keys": {"keys": provider.shown},
            }
            self._say(known.get(parts.path))

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(provider.redeemed(form, self.headers.get("Authorization", "")))

        def _say(self, said: object) -> None:
            self.send_response(200 if said is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is its base class's
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
