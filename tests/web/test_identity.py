"""Who is let in by a proxy's header or a load balancer's signature, and what a forgery gets."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from aurorascope.model.errors import BadRequestError
from aurorascope.web import identity
from aurorascope.web.app import flask_of, make_app
from aurorascope.web.gate import Gate
from aurorascope.web.identity import signed_by_load_balancer, trusted_proxy

if TYPE_CHECKING:
    from flask import Flask

    from aurorascope.model.page import Page
    from aurorascope.store.store import Store

ARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/dashboards/50dc6c495c0c9188"
OTHER_ARN = ARN.replace("123456789012", "999999999999")
KID = "11111111-2222-3333-4444-555555555555"
STRANGE_KID = "99999999-2222-3333-4444-555555555555"
NAME = "dash.example.com"
KEY = ec.generate_private_key(ec.SECP256R1())
STRANGER = ec.generate_private_key(ec.SECP256R1())
BIG = ec.generate_private_key(ec.SECP384R1())
PEMS = {
    f"/{KID}": KEY,
    "/33333333-2222-3333-4444-555555555555": BIG,
}


@pytest.fixture(scope="module")
def keys() -> Iterator[tuple[str, list[str]]]:
    """Public keys as AWS shows them, and which were asked for."""
    asked: list[str] = []

    class Shown(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            key = PEMS.get(self.path)
            self.send_response(200 if key else 404)
            self.end_headers()
            if key:
                self.wfile.write(
                    key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
                )

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is its base class's
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shown)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def part(value: object) -> str:
    """A part as the load balancer writes it: base64 with its padding."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode()


def token(
    *, key: Any = KEY, said: dict[str, Any] | None = None, cut: Callable[[str], str] = str, **head: Any
) -> str:
    """What the load balancer would sign."""
    first = {"typ": "JWT", "kid": KID, "alg": "ES256", "iss": "https://idp", "client": "c", "signer": ARN,
             "exp": int(time.time()) + 120} | head  # fmt: skip
    whole = f"{part(first)}.{part({'sub': 'ada', 'email': 'a@b'} if said is None else said)}"
    halves = decode_dss_signature(key.sign(whole.encode(), ec.ECDSA(SHA256())))
    size = (key.curve.key_size + 7) // 8
    return cut(f"{whole}.{part(b''.join(half.to_bytes(size) for half in halves))}")


def signed(text: str) -> Callable[[str], str]:
    """The headers of a request that carries the token."""
    return {identity.ALB_HEADER: text}.get  # type: ignore[return-value]  # what is asked for is there


def swapped(text: str) -> str:
    """The same head and signature around another user."""
    head, _, signature = text.split(".")
    return f"{head}.{part({'sub': 'root'})}.{signature}"


@pytest.fixture
def behind(planted: Store, pages: tuple[Page, ...]) -> Callable[[Any], Flask]:
    return lambda who: flask_of(make_app(planted, pages, Gate(("127.0.0.1",), 8050, None, (NAME,), who)))


def status(server: Flask, headers: dict[str, str], address: str = "10.0.3.7", path: str = "/") -> int:
    client = server.test_client()
    found = client.get(
        path,
        base_url=f"https://{NAME}",
        headers=headers,
        buffered=True,
        environ_base={"REMOTE_ADDR": address},
    )
    return found.status_code


def test_a_proxy_lets_in_whom_it_names_and_its_header_is_a_forgery_from_elsewhere(
    behind: Callable[[Any], Flask],
) -> None:
    server = behind(trusted_proxy("X-Forwarded-User", ("10.0.3.0/24", "fd00::/64")))
    named = {"X-Forwarded-User": "ada"}
    assert status(server, named) == 200
    assert status(server, named, "fd00::9") == 200
    assert status(server, named, "::ffff:10.0.3.9") == 200
    for address in ("10.0.4.7", "127.0.0.1", "192.0.2.1", "", "fe80::1%eth0", "::ffff:10.0.4.1"):
        for path in ("/", "/_dash-layout", "/assets/app.js", "/csv/queries/top.csv"):
            assert status(server, named | {"X-Forwarded-For": "10.0.3.7"}, address, path) == 401
    assert status(server, {}) == 401
    assert status(server, {"X-Forwarded-User": "  "}) == 401
    assert status(server, {"X-Other-User": "ada"}) == 401


def test_a_load_balancer_lets_in_whom_it_signed(
    behind: Callable[[Any], Flask], keys: tuple[str, list[str]]
) -> None:
    server = behind(signed_by_load_balancer(ARN, keys[0], ()))
    before = len(keys[1])
    assert [status(server, {identity.ALB_HEADER: token()}) for _ in range(3)] == [200] * 3
    assert keys[1][before:] == [f"/{KID}"], "a key is fetched once"


FORGED = {
    "no token": "",
    "three words": "a.b.c",
    "not base64": "\N{SNOWMAN}.x.y",
    "nothing but dots": "..",
    "a list for a head": f"{part([1])}.{part({})}.{part(b'x' * 64)}",
    "another signer": token(signer=OTHER_ARN),
    "no signer": token(signer=None),
    "over": token(exp=int(time.time()) - 1),
    "no expiry": token(exp=None),
    "an expiry that is true": token(exp=True),
    "a far expiry in text": token(exp="99999999999"),
    "not a number": token(exp=float("nan")),
    "another key": token(key=STRANGER),
    "a key of another curve": token(key=BIG, kid="33333333-2222-3333-4444-555555555555"),
    "an unknown key": token(kid=STRANGE_KID),
    "a key that is a path": token(kid="../" + KID),
    "a key that is an address": token(kid="@evil.example/"),
    "no algorithm": token(alg="none"),
    "a shared secret": token(alg="HS256"),
    "no signature": token(cut=lambda text: text.rpartition(".")[0] + "."),
    "a signature of zeros": token(cut=lambda text: f"{text.rpartition('.')[0]}.{part(bytes(64))}"),
    "a shorter signature": token(cut=lambda text: f"{text.rpartition('.')[0]}.{part(bytes(32))}"),
    "another user": token(cut=swapped),
    "nobody": token(said={}),
    "endless": "x" * 20_000,
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_lets_nobody_in(keys: tuple[str, list[str]], name: str) -> None:
    who = signed_by_load_balancer(ARN, keys[0], ("10.0.3.0/24",))
    text = FORGED[name].encode("ascii", "ignore").decode()
    assert who.refused("10.0.3.7", signed(text))
    assert not who.refused("10.0.3.7", signed(token()))
    assert who.refused("10.0.4.7", signed(token()))


def test_only_ids_of_keys_are_asked_for_and_an_unknown_one_once(keys: tuple[str, list[str]]) -> None:
    who = signed_by_load_balancer(ARN, keys[0], ())
    before = len(keys[1])
    for kid in (STRANGE_KID, STRANGE_KID, "../x", "@evil", KID + "/..", ""):
        assert who.refused("10.0.3.7", signed(token(kid=kid)))
    assert keys[1][before:] == [f"/{STRANGE_KID}"]


def test_keys_that_cannot_be_read_let_nobody_in() -> None:
    who = signed_by_load_balancer(ARN, "http://127.0.0.1:9", ())
    assert "could not be read" in who.refused("10.0.3.7", signed(token()))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: trusted_proxy("X-Forwarded-User", ()), "--proxy-network"),
        (lambda: trusted_proxy("X-Forwarded-User", ("0.0.0.0/0",)), "everybody"),
        (lambda: trusted_proxy("X-Forwarded-User", ("::/0",)), "everybody"),
        (lambda: trusted_proxy("X-Forwarded-User", ("10.0.3.7/8",)), "host bits"),
        (lambda: trusted_proxy("Cookie", ("10.0.3.0/24",)), "--user-header"),
        (lambda: trusted_proxy("X\r\nY", ("10.0.3.0/24",)), "--user-header"),
        (lambda: signed_by_load_balancer("", "", ()), "--alb-signer"),
        (lambda: signed_by_load_balancer("arn:aws:s3:::x", "", ()), "--alb-signer"),
        (lambda: signed_by_load_balancer(ARN, "http://keys.example", ()), "https"),
        (lambda: signed_by_load_balancer(ARN, "file:///etc/passwd", ()), "https"),
    ],
)
def test_what_cannot_be_believed_is_refused_at_the_start(make: Callable[[], object], said: str) -> None:
    with pytest.raises(BadRequestError, match=said):
        make()


@pytest.mark.parametrize("host", [NAME, f"{NAME}:8050", NAME.upper()])
def test_a_name_that_was_allowed_is_answered_at_the_proxys_port_too(host: str) -> None:
    gate = Gate(("127.0.0.1",), 8050, None, (NAME,))
    assert gate.knows_host(host)
    assert gate.knows_origin(f"https://{host}")
    for foreign in (f"{NAME}:9999", "127.0.0.1", f"x{NAME}", f"{NAME}.evil.example"):
        assert not gate.knows_host(foreign)
