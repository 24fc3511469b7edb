"""Servers on this machine's loopback that chat and mail are delivered to: real sockets, real TLS."""

from __future__ import annotations

import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol


@dataclass
class Hook:
    """A webhook: answers by the script, then 200; a 0 takes the request and closes without a word."""

    script: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    url: str = ""


@contextmanager
def webhook(hook: Hook) -> Iterator[Hook]:
    """Serve a hook while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.taken.append((self.path, body))
            status = hook.script.pop(0) if hook.script else 200
            if status == 0:
                return
            self.send_response(status)
            for name, value in hook.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(hook.body)))
            self.end_headers()
            self.wfile.write(hook.body)

        def do_GET(self) -> None:
            hook.taken.append((f"GET {self.path}", b""))
            self.send_error(405)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library's name
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hook.url = f"http://127.0.0.1:{server.server_address[1]}/services/T000/SECRETPATH"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield hook
        server.shutdown()
        thread.join()


def certificate(folder: Path) -> Path:
    """Make a certificate for this machine and its key, in one file."""
    made = folder / "loopback.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", made, "-out", folder / "only.pem", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_bytes(made.read_bytes() + (folder / "only.pem").read_bytes())
    return made


@dataclass
class Post:
    """A mail server: what it was told, what it took, and whom and when it refuses."""

    certificate: Path
    implicit: bool = False
    offers_tls: bool = True
    refused: dict[str, int] = field(default_factory=dict)  # recipient -> code
    greetings: list[int] = field(default_factory=list)  # codes of the next connections, then 220
    silent_after_data: bool = False
    said: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    port: int = 0


class ServePost(Protocol):
    """Starts a mail server that behaves as told."""

    def __call__(self, **how: Any) -> Post: ...


@contextmanager
def mail_server(post: Post) -> Iterator[Post]:
    """Serve SMTP while the block runs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(post.certificate)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                if post.implicit:
                    self.request = context.wrap_socket(self.request, server_side=True)
                _Talk(post, self.request, context).run()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        post.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield post
        server.shutdown()
        thread.join()


class _Talk:
    """One connection."""

    def __init__(self, post: Post, connection: socket.socket, context: ssl.SSLContext) -> None:
        self.post, self.connection, self.context = post, connection, context
        self.lines, self.secure = connection.makefile("rb"), post.implicit

    def run(self) -> None:
        greeting = self.post.greetings.pop(0) if self.post.greetings else 220
        self.say(greeting, "loopback")
        while greeting == 220 and (line := self.lines.readline()):
            text = line.decode("latin-1").strip()
            self.post.said.append(("tls " if self.secure else "") + text)
            if not self.answer(text.upper(), text):
                break
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()

    def say(self, code: int, *words: str) -> None:
        lines = [f"{code}{'-' if word != words[-1] else ' '}{word}\r\n" for word in words]
        self.connection.sendall("".join(lines).encode())

    def answer(self, verb: str, text: str) -> bool:
        if verb.startswith("EHLO"):
            offers = ["STARTTLS"] if self.post.offers_tls and not self.secure else ["AUTH PLAIN"]
            self.say(250, "loopback", *offers)
        elif verb == "STARTTLS":
            self.say(220, "go")
            self.connection = self.context.wrap_socket(self.connection, server_side=True)
            self.lines, self.secure = self.connection.makefile("rb"), True
        elif verb.startswith("AUTH"):
            self.say(235, "welcome")
        elif verb.startswith("RCPT"):
            address = text.partition("<")[2].partition(">")[0]
            self.say(self.post.refused.get(address, 250), "recipient")
        elif verb == "DATA":
            return self.take()
        elif verb == "QUIT":
            self.say(221, "bye")
            return False
        else:
            self.say(250, "fine")
        return True

    def take(self) -> bool:
        self.say(354, "go on")
        lines = []
        while (line := self.lines.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b".") else line)
        self.post.taken.append(b"".join(lines))
        if not self.post.silent_after_data:
            self.say(250, "taken")
        return not self.post.silent_after_data
