"""`serve` itself: refusals in a sentence, and a printed link that opens."""

from __future__ import annotations

import http.client
import socket
import threading
from queue import Queue
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from aurorascope.model.errors import BadRequestError
from aurorascope.store.errors import StoreError
from aurorascope.web.serve import listen, serve

if TYPE_CHECKING:
    from pathlib import Path

    from aurorascope.model.page import Page
    from aurorascope.store.store import Store


def test_a_taken_port_is_said_in_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadRequestError, match="--port"):
            listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("host", ["192.0.2.1", "::", "10.0.0.1"])
def test_another_address_than_loopback_is_refused_without_a_token(
    host: str, tmp_path: Path, pages: tuple[Page, ...]
) -> None:
    with pytest.raises(BadRequestError, match="token"):
        serve(tmp_path, pages, host=host, port=0, token=False)


def test_a_folder_without_a_store_is_said_to_be_none(tmp_path: Path, pages: tuple[Page, ...]) -> None:
    with pytest.raises(StoreError):
        serve(tmp_path / "nothing", pages, port=0)


@pytest.mark.parametrize("token", [True, False])
def test_the_printed_link_opens_the_dashboards(planted: Store, pages: tuple[Page, ...], token: bool) -> None:
    said: Queue[str] = Queue()
    threading.Thread(
        target=lambda: serve(planted.path, pages, port=0, token=token, say=said.put), daemon=True
    ).start()
    link = urlsplit(said.get(timeout=30).split()[-1])
    assert link.port is not None

    def get(path: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", link.port or 0, timeout=10)
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        found = answer.status, dict(answer.headers), answer.read()
        connection.close()
        return found

    assert get("/")[0] == (401 if token else 200)
    status, sent, _ = get(f"/?{link.query}")
    assert status == (303 if token else 200)
    cookie = sent.get("Set-Cookie", "").partition(";")[0]
    status, _, body = get("/", {"Cookie": cookie} if cookie else {})
    assert status == 200
    assert b"aurorascope" in body
