"""Who logs in at an OpenID provider is let in; what forges, repeats or borrows a login is not.

The provider is a server of its own on loopback with keys of its own; nothing here ran against a real one.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import ECKey, RSAKey
from login_provider import CLIENT, KEY, SECRET, Provider, started

from aurorascope.model.errors import BadRequestError
from aurorascope.web.app import flask_of, make_app
from aurorascope.web.gate import Gate
from aurorascope.web.oidc import CALLBACK, LEAVE, Login, Wanted
from aurorascope.web.oidc_provider import ProviderError, discovered
from aurorascope.web.oidc_token import allowed
from aurorascope.web.seal import Seal

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from aurorascope.model.page import Page
    from aurorascope.store.store import Store

NAME = "dash.example.com"
URL = f"https://{NAME}"
BROWSER = {"Accept": "text/html,application/xhtml+xml", "Sec-Fetch-Mode": "navigate"}
STRANGER = ECKey.generate_key("P-256", {"kid": "first"})
SECOND = ECKey.generate_key("P-256", {"kid": "second"})
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
# what nobody may use, and a provider may show: the library makes none so short
BREAKABLE = rsa.generate_private_key(65537, 1024)  # noqa: S505  to be refused
SHORT = RSAKey(BREAKABLE, BREAKABLE, {"kid": "short"})


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    server = started(made)
    yield made
    server.shutdown()
    server.server_close()


def wanted(provider: Provider, **more: Any) -> Wanted:
    usual = {"issuer": provider.issuer, "client": CLIENT, "secret": SECRET, "url": URL}
    return Wanted(**(usual | {"allow": ("groups=dba",)} | more))


@pytest.fixture
def login(provider: Provider) -> Login:
    return wanted(provider).at("127.0.0.1", 8050)


@pytest.fixture
def server(login: Login, planted: Store, pages: tuple[Page, ...]) -> Flask:
    return of(login, planted, pages[:1])


def of(login: Login, planted: Store, pages: tuple[Page, ...]) -> Flask:
    return flask_of(make_app(planted, pages, Gate(("127.0.0.1",), 8050, None, (login.host,), None, login)))


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, base_url=URL, buffered=True, headers=BROWSER | headers)


def sent(answer: TestResponse) -> str:
    """Follow the browser to the provider, and return where the provider sends it back to."""
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["Location"])
    assert parts.hostname == "127.0.0.1"
    connection = HTTPConnection("127.0.0.1", parts.port or 0, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = connection.getresponse().headers["Location"]
    connection.close()
    assert back.startswith(URL + CALLBACK + "?")
    return back.removeprefix(URL)


def logged_in(server: Flask, path: str = "/") -> FlaskClient:
    client = server.test_client()
    assert get(client, sent(get(client, path))).status_code == 303
    return client


def sessions(answer: TestResponse) -> list[str]:
    return [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("__Host-aurorascope=")]


def test_a_login_leads_back_to_the_page_that_was_asked_for(server: Flask, provider: Provider) -> None:
    client = server.test_client()
    answer = get(client, "/queries?user=web&q=a%20b")
    begun = answer.headers["Set-Cookie"]
    for word in ("Secure", "HttpOnly", "SameSite=Lax", f"Path={CALLBACK}"):
        assert word in begun
    back = get(client, sent(answer))
    assert back.headers["Location"] == "/queries?user=web&q=a%20b"
    (session,) = sessions(back)
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=28800"):
        assert word in session
    assert get(client, "/").status_code == 200
    assert get(client, "/_dash-layout", **{"Sec-Fetch-Mode": "cors"}).status_code == 200
    assert "id_token" not in str(back.headers)
    assert provider.asked.count("/realm/keys") == 1


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "/" + "x" * 3_000])
def test_a_login_never_leads_to_another_server(server: Flask, path: str) -> None:
    client = server.test_client()
    answer = client.get("/x", base_url=URL, headers=BROWSER, environ_overrides={"PATH_INFO": path})
    back = get(client, sent(answer)).headers["Location"]
    assert re.match(r"/(?![/\\])", back)
    assert "\\" not in back
    assert len(back) < 2_000


def test_what_is_no_page_is_refused_and_sent_nowhere(server: Flask) -> None:
    client = server.test_client()
    for path in ("/_dash-layout", "/_dash-dependencies", "/assets/app.js", "/csv/queries/top.csv"):
        assert get(client, path).status_code == 401
    assert get(client, "/", **{"Sec-Fetch-Mode": "cors"}).status_code == 401
    assert client.get("/", base_url=URL, headers={"Accept": "application/json"}).status_code == 401
    posted = client.post("/_dash-update-component", base_url=URL, json={})
    assert posted.status_code == 401
    assert client.get("/", base_url="https://evil.example", headers=BROWSER).status_code == 421


SHOWN, SHOWN_TOO, SHOWN_RSA = (one.as_dict(private=False) for one in (KEY, SECOND, RSA))
NOW = int(time.time())
PEM = base64.urlsafe_b64encode(KEY.as_pem(private=False)).decode().rstrip("=")
NONE = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "first"}).encode()).decode().rstrip("=")
FORGED: dict[str, dict[str, Any]] = {
    "another key": {"key": STRANGER},
    "no algorithm": {"token": f"{NONE}.{{claims}}."},
    "no algorithm, a signature": {"token": f"{NONE}.{{claims}}.eA"},
    "a shared secret": {"head": {"alg": "HS256"}},
    "a key of its own": {"key": STRANGER, "head": {"jwk": STRANGER.as_dict(private=False)}},
    "an unknown key": {"key": STRANGER, "head": {"kid": "unknown"}},
    "a key that is a list": {"head": {"kid": ["first"]}, "shown": [SHOWN, SHOWN_TOO]},
    "no key among several": {"head": {"kid": ...}, "shown": [SHOWN, SHOWN_TOO]},
    "a key for another use": {"shown": [SHOWN | {"use": "enc"}]},
    "a key for another algorithm": {"key": RSA, "head": {"alg": "RS256", "kid": "rsa"},
                                    "shown": [SHOWN_RSA | {"alg": "PS256"}]},
    "a secret among the keys": {"head": {"alg": "HS256"},
                                "shown": [{"kty": "oct", "k": PEM, "kid": "first"}]},
    "a short key": {"key": SHORT, "head": {"alg": "RS256", "kid": "short"},
                    "shown": [SHORT.as_dict(private=False)]},
    "no token at all": {"token": "a.b.c"},
    "endless": {"token": "e" * 100_000},
    "no dots": {"token": "x"},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "another application": {"claims": {"aud": "other"}},
    "several applications": {"claims": {"aud": [CLIENT, "other"]}},
    "another party": {"claims": {"aud": [CLIENT, "other"], "azp": "other"}},
    "no audience": {"claims": {"aud": ...}},
    "over": {"claims": {"exp": NOW - 3600}},
    "no expiry": {"claims": {"exp": ...}},
    "an expiry that is true": {"claims": {"exp": True}},
    "an expiry in text": {"claims": {"exp": "99999999999"}},
    "an expiry that is no number": {"claims": {"exp": float("nan")}},
    "of tomorrow": {"claims": {"iat": NOW + 86_400}},
    "of no time": {"claims": {"iat": ...}},
    "not yet": {"claims": {"nbf": NOW + 86_400}},
    "another login": {"claims": {"nonce": "another"}},
    "no login": {"claims": {"nonce": ...}},
    "nobody": {"claims": {"sub": ""}},
    "not one of ours": {"claims": {"groups": ["staff"]}},
    "a group by part of its name": {"claims": {"groups": "dba2"}},
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_lets_nobody_in(server: Flask, provider: Provider, name: str) -> None:
    for part, value in FORGED[name].items():
        setattr(provider, part, value)
    client = server.test_client()
    answer = get(client, sent(get(client, "/")))
    assert answer.status_code == 401
    assert sessions(answer) == []
    assert get(client, "/_dash-layout", **{"Sec-Fetch-Mode": "cors"}).status_code == 401


@pytest.mark.parametrize(
    "said",
    [
        {"key": RSA, "head": {"alg": "RS256", "kid": "rsa"}, "shown": [SHOWN_RSA]},
        {"key": RSA, "head": {"alg": "PS256", "kid": "rsa"}, "shown": [SHOWN_RSA]},
        {"head": {"kid": ...}},
        {"claims": {"aud": [CLIENT, "other"], "azp": CLIENT}},
        {"claims": {"groups": "dba"}},
        {"claims": {"exp": lambda now: now - 20, "iat": lambda now: now + 20}},
    ],
)
def test_what_a_provider_may_do_lets_in(server: Flask, provider: Provider, said: dict[str, Any]) -> None:
    for part, value in said.items():
        setattr(provider, part, value)
    assert get(logged_in(server), "/").status_code == 200


def test_an_answer_is_good_once_and_for_the_browser_that_was_sent(server: Flask, provider: Provider) -> None:
    client = server.test_client()
    begun = get(client, "/")
    cookie = begun.headers["Set-Cookie"].partition(";")[0]
    back = sent(begun)
    assert "another browser" in get(server.test_client(), back).get_data(as_text=True)
    assert get(client, back).status_code == 303
    again = server.test_client(use_cookies=False)
    before = len(provider.asked)
    replayed = again.get(back, base_url=URL, headers=BROWSER | {"Cookie": cookie})
    assert (replayed.status_code, sessions(replayed)) == (401, [])
    assert "used before" in replayed.get_data(as_text=True)
    assert provider.asked[before:] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda back: back.replace("state=", "state=x"), "another browser"),
        (lambda back: re.sub(r"state=[^&]*", "state=", back), "no answer"),
        (lambda back: re.sub(r"state=[^&]*", "state=%0d%0aSet-Cookie:x", back), "no answer"),
        (lambda back: re.sub(r"&?code=[^&]*", "", back), "no code"),
        (lambda back: back + "&error=access_denied%3Cscript%3E", "access_deniedscript"),
        (lambda back: back + "&iss=https://evil.example", "another provider"),
        (lambda back: back.replace("code=code-", "code=other-"), "answered 400"),
    ],
)
def test_an_answer_that_was_changed_lets_nobody_in(
    server: Flask, change: Callable[[str], str], said: str
) -> None:
    client = server.test_client()
    answer = get(client, change(sent(get(client, "/"))))
    assert (answer.status_code, answer.mimetype, sessions(answer)) == (401, "text/plain", [])
    assert said in answer.get_data(as_text=True)


def test_a_login_and_a_session_end(login: Login, server: Flask) -> None:
    client = server.test_client()
    back = sent(get(client, "/"))
    login.clock = lambda: time.time() + 601
    assert get(client, back).status_code == 401
    login.clock = time.time
    known = logged_in(server)
    login.clock = lambda: time.time() + 7.9 * 3600
    assert get(known, "/").status_code == 200
    login.clock = lambda: time.time() + 8.1 * 3600
    assert get(known, "/").status_code == 303


def test_who_leaves_is_out_with_every_copy_of_the_session(server: Flask) -> None:
    client = logged_in(server)
    cookie = client.get_cookie("__Host-aurorascope", NAME)
    assert cookie is not None
    held = {"Cookie": f"__Host-aurorascope={cookie.value}"}
    assert get(client, LEAVE, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert (
        server.test_client(use_cookies=False).get("/", base_url=URL, headers=BROWSER | held).status_code
        == 200
    )
    assert get(client, LEAVE).status_code == 200
    assert (
        server.test_client(use_cookies=False).get("/", base_url=URL, headers=BROWSER | held).status_code
        == 303
    )


def test_a_cookie_is_believed_as_it_was_sealed_and_for_its_purpose() -> None:
    seal, now = Seal(), time.time()
    sealed = seal.put("session", {"id": "x"}, now + 10)
    assert seal.get("session", sealed, now) == {"id": "x", "until": now + 10}
    body, _, mark = sealed.partition(".")
    other = base64.urlsafe_b64encode(json.dumps({"id": "root", "until": now + 10**9}).encode()).decode()
    for forged in (
        "",
        ".",
        body,
        f"{body}.",
        f"{other}.{mark}",
        f"{body}x.{mark}",
        sealed + "x",
        "\N{SNOWMAN}",
    ):
        assert seal.get("session", forged, now) is None
    assert seal.get("login", sealed, now) is None
    assert seal.get("session", sealed, now + 11) is None
    assert Seal().get("session", sealed, now) is None


def test_keys_that_the_provider_changed_are_read_again_and_not_at_every_request(
    login: Login, server: Flask, provider: Provider
) -> None:
    logged_in(server)
    provider.key, provider.head, provider.shown = SECOND, {"kid": "second"}, [SECOND.as_dict(private=False)]
    client = server.test_client()
    assert get(client, sent(get(client, "/"))).status_code == 401
    assert provider.asked.count("/realm/keys") == 1
    begun = time.monotonic()
    login.keys.clock = lambda: begun + 60
    assert get(logged_in(server), "/").status_code == 200
    assert login.keys.get("first") == []
    login.keys.clock = lambda: begun + 4_000
    login.keys.get("second")
    assert provider.asked.count("/realm/keys") == 3


def test_a_public_client_and_one_whose_secret_is_in_the_form(
    provider: Provider, planted: Store, pages: tuple[Page, ...]
) -> None:
    provider.secret = ""
    login = wanted(provider, secret="").at("127.0.0.1", 8050)
    assert get(logged_in(of(login, planted, pages[:1])), "/").status_code == 200
    posted = discovered(provider.issuer)
    with pytest.raises(ProviderError, match="answered 400"):
        posted.redeem((CLIENT, "x"), {"code": "none"})


@pytest.mark.parametrize(
    ("rule", "claims", "lets_in"),
    [
        ("sub=*", {"sub": "x"}, True),
        ("groups=*", {"groups": ["x"]}, False),
        ("email=a@b", {"email": "a@b", "email_verified": True}, True),
        ("email=a@b", {"email": "a@b"}, False),
        ("email=a@b", {"email": "a@b", "email_verified": "true"}, False),
        ("groups=dba", {"groups": ["staff", "dba"]}, True),
        ("groups=dba", {}, False),
        ("hd=example.com", {"hd": "example.com.evil"}, False),
        ("note=a=b", {"note": "a=b"}, True),
    ],
)
def test_a_rule_lets_in_whom_it_names(rule: str, claims: dict[str, Any], lets_in: bool) -> None:
    assert allowed([rule]).lets_in(claims) is lets_in


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"issuer": "http://idp.example"}, "https"),
        ({"issuer": "file:///etc/passwd"}, "https"),
        ({"issuer": "http://127.0.0.1:9/realm"}, "could not be read"),
        ({"client": ""}, "--oidc-client"),
        ({"allow": ()}, "--oidc-allow"),
        ({"allow": ("dba",)}, "--oidc-allow"),
        ({"allow": ("=dba",)}, "--oidc-allow"),
        ({"url": "http://dash.example.com"}, "--oidc-url"),
        ({"url": "https://dash.example.com/under"}, "--oidc-url"),
    ],
)
def test_what_cannot_be_safe_is_refused_at_the_start(
    provider: Provider, change: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadRequestError, match=said):
        wanted(provider, **change).at("127.0.0.1", 8050)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"issuer": "https://evil.example"}, "letter by letter"),
        ({"token_endpoint": "http://10.0.0.1/token"}, "token_endpoint"),
        ({"jwks_uri": "file:///etc/passwd"}, "jwks_uri"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "authorization_endpoint"),
    ],
)
def test_a_document_of_another_issuer_is_refused(
    provider: Provider, document: dict[str, Any], said: str
) -> None:
    provider.document = document
    with pytest.raises(BadRequestError, match=said):
        discovered(provider.issuer)


def test_without_an_address_of_ones_own_it_is_this_server_on_loopback(provider: Provider) -> None:
    login = wanted(provider, url="").at("127.0.0.1", 8050)
    assert (login.url, login.secure, login.cookie) == (
        "http://127.0.0.1:8050",
        False,
        "aurorascope_8050_session",
    )
    with pytest.raises(BadRequestError, match="--oidc-url"):
        wanted(provider, url="").at("10.0.0.5", 8050)
