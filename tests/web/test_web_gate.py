"""Who is let in, and the headers that every answer carries."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask

BASE = "http://127.0.0.1:8050"
PATHS = (
    "/",
    "/queries",
    "/_dash-layout",
    "/_dash-dependencies",
    "/assets/app.js",
    "/csv/queries/top.csv",
    "/_dash-component-suites/dash_ag_grid/dash_ag_grid.min.js",
)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1:9999", "127.0.0.1.evil.example:8050", "", "0.0.0.0:8050"]
)
@pytest.mark.parametrize("path", PATHS)
def test_a_foreign_host_gets_nothing(served: Flask, host: str, path: str) -> None:
    answer = served.test_client().get(path, base_url=BASE, buffered=True, headers={"Host": host})
    assert answer.status_code == 421
    assert answer.mimetype == "text/plain"


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "localhost:8050", "LocalHost:8050"])
def test_the_names_of_the_server_are_let_in(served: Flask, host: str) -> None:
    assert (
        served.test_client().get("/", base_url=BASE, buffered=True, headers={"Host": host}).status_code == 200
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    ],
)
def test_a_page_of_another_site_cannot_ask(served: Flask, headers: dict[str, str]) -> None:
    client = served.test_client()
    assert (
        client.post(
            "/_dash-update-component", base_url=BASE, buffered=True, headers=headers, json={}
        ).status_code
        == 403
    )
    assert (
        client.get("/csv/queries/top.csv", base_url=BASE, buffered=True, headers=headers).status_code == 403
    )


def test_a_link_on_another_site_may_lead_here(served: Flask) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert (
        served.test_client().get("/queries", base_url=BASE, buffered=True, headers=headers).status_code == 200
    )


@pytest.mark.parametrize("path", PATHS)
def test_without_the_token_nothing_is_served(locked: Flask, path: str) -> None:
    client = locked.test_client()
    assert client.get(path, base_url=BASE, buffered=True).status_code == 401
    assert client.get(path + "?token=wrong", base_url=BASE, buffered=True).status_code == 401
    assert (
        client.get(
            path, base_url=BASE, buffered=True, headers={"Cookie": "aurorascope_8050=forged"}
        ).status_code
        == 401
    )
    assert client.post("/_dash-update-component", base_url=BASE, buffered=True, json={}).status_code == 401


def test_the_token_of_the_link_becomes_a_cookie_that_scripts_cannot_read(locked: Flask) -> None:
    client = locked.test_client()
    answer = client.get("/queries?user=app&token=the-token&last=7d", base_url=BASE, buffered=True)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/queries?user=app&last=7d"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "the-token" not in cookie
    assert client.get("/queries", base_url=BASE, buffered=True).status_code == 200


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "///evil.example"])
def test_the_token_never_leads_to_another_host(locked: Flask, path: str) -> None:
    answer = locked.test_client().get(path + "?token=the-token", base_url=BASE, buffered=True)
    location = answer.headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_a_forged_header_is_no_token(locked: Flask) -> None:
    headers = {"X-Forwarded-User": "admin", "X-Amzn-Oidc-Data": "x.y.z", "Authorization": "Bearer the-token"}
    assert locked.test_client().get("/", base_url=BASE, buffered=True, headers=headers).status_code == 401


@pytest.mark.parametrize("path", [*PATHS, "/nothing/here"])
def test_every_answer_carries_the_headers_that_keep_it_to_itself(served: Flask, path: str) -> None:
    headers = served.test_client().get(path, base_url=BASE, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    assert scripts.split()[1] == "'self'"
    assert all(source.startswith("'sha256-") for source in scripts.split()[2:])
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_no_page_is_kept_by_the_browser(served: Flask) -> None:
    assert (
        served.test_client()
        .get("/csv/queries/top.csv", base_url=BASE, buffered=True)
        .headers["Cache-Control"]
        == "no-store"
    )


def test_a_refusal_still_carries_the_headers(locked: Flask) -> None:
    assert "Content-Security-Policy" in locked.test_client().get("/", base_url=BASE, buffered=True).headers


def test_a_body_of_many_megabytes_is_refused(served: Flask) -> None:
    answer = served.test_client().post(
        "/_dash-update-component",
        base_url=BASE,
        buffered=True,
        data=b"x" * (5 * 1024 * 1024),
        content_type="application/json",
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "path", ["/assets/app.js", "/_dash-component-suites/plotly/package_data/plotly.min.js"]
)
def test_a_compressed_script_is_the_script(served: Flask, path: str) -> None:
    client = served.test_client()
    plain = client.get(path, base_url=BASE, buffered=True)
    for _ in range(2):
        small = client.get(path, base_url=BASE, buffered=True, headers={"Accept-Encoding": "gzip, br"})
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.get_data()) == plain.get_data()
        assert int(small.headers["Content-Length"]) == len(small.get_data()) < len(plain.get_data()) / 2


def test_answers_that_hold_data_are_not_compressed(served: Flask) -> None:
    headers = {"Accept-Encoding": "gzip"}
    for path in ("/csv/statements/rows.csv?_at=/statements&last=all", "/_dash-layout"):
        answer = served.test_client().get(path, base_url=BASE, buffered=True, headers=headers)
        assert "Content-Encoding" not in answer.headers
