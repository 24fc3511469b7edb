"""The listener: HTTP/1.1 with kept connections on one loopback port; what it answers is made elsewhere."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fake_aws.http_message import Request, Response

Answering = Callable[[Request], Response]


class _Connection(socketserver.StreamRequestHandler):
    """One kept connection: requests one after the other until either side ends it."""

    disable_nagle_algorithm = True
    rbufsize = 1 << 16

    def handle(self) -> None:
        try:
            while (request := self._read()) is not None:
                if not self._write(request, self.server.answering(request)):  # type: ignore[attr-defined]
                    return
        except (ConnectionError, TimeoutError, ValueError):
            return  # the other side went away, or speaks no HTTP

    def _read(self) -> Request | None:
        first = self.rfile.readline(1 << 16)
        if not first.strip():
            return None
        method, target, version = first.decode("latin-1").split(" ", 2)
        if not version.startswith("HTTP/1."):
            raise ValueError(version)
        headers: dict[str, str] = {}
        while (line := self.rfile.readline(1 << 16)) not in {b"\r\n", b"\n", b""}:
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        if headers.get("expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = self.rfile.read(int(headers.get("content-length", "0")))
        path, _, query = target.partition("?")
        return Request(method, path, query, headers, body)

    def _write(self, request: Request, response: Response) -> bool:
        """Send a response; say whether the connection goes on."""
        reason = HTTPStatus(response.status).phrase
        lines = [f"HTTP/1.1 {response.status} {reason}", f"Content-Length: {len(response.body)}"]
        if request.method == "HEAD":
            lines.pop()  # the header then speaks of the object, not of this message
        lines += [f"{name}: {value}" for name, value in response.headers.items()]
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        whole = head if request.method == "HEAD" else head + response.body
        if response.cut_at is not None:
            self.wfile.write(whole[: len(head) + response.cut_at] if response.cut_at else b"")
            return False
        self.wfile.write(whole)
        return request.headers.get("connection", "").lower() != "close"


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256

    def __init__(self, answering: Answering, port: int) -> None:
        self.answering = answering
        super().__init__(("127.0.0.1", port), _Connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: a defect of the fake is an answer (500) and stands in `FakeAws.defects`."""


class Server:
    """A listener on its own thread; port 0 takes any free one."""

    def __init__(self, answering: Answering, port: int = 0) -> None:
        self._listener = _Listener(answering, port)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        """Return the address clients are to call."""
        return f"http://127.0.0.1:{self._listener.server_address[1]}"

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; connections that are open end with their clients."""
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()
