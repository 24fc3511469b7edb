"""`serve` says where it listens, answers there, and ends quietly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from aurorascope.cli.endings import Ending
from aurorascope.store.store import Store

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    Store.create(tmp_path / "store")
    return tmp_path / "store"


@contextmanager
def served(store: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Give the address that a server of `store` says, and its process."""
    command = [
        sys.executable,
        "-m",
        "aurorascope.cli",
        "serve",
        "--store",
        str(store),
        "--port",
        "0",
        *options,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(store.parent)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=store.parent
    ) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().split()[-1], server
        finally:
            server.kill()


def status(address: str) -> int:
    try:
        with urlopen(address, timeout=30) as answer:  # noqa: S310 -- our own server on loopback
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_the_said_address_answers_and_an_interrupt_ends_it_quietly(store: Path) -> None:
    with served(store, "--no-token") as (address, server):
        assert address.startswith("http://127.0.0.1:")
        assert status(address) == 200
        server.send_signal(signal.SIGINT)
        _, err = server.communicate(timeout=30)
    assert (server.returncode, err) == (0, "")


def test_only_the_printed_link_opens_the_pages_unless_asked_otherwise(store: Path) -> None:
    with served(store) as (address, _):
        assert status(address.partition("?")[0]) == 401
        assert "?token=" in address


def test_a_taken_port_is_said(store: Path, aurorascope: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = aurorascope("serve", "--store", store, "--port", port)
    assert (done.returncode, f"127.0.0.1:{port} cannot be served" in done.stderr) == (Ending.USAGE, True)


def test_a_login_needs_to_know_who_is_let_in_and_its_secret_is_never_an_argument(
    store: Path, aurorascope: Run
) -> None:
    asked = ("serve", "--store", str(store), "--auth", "oidc", "--oidc-issuer", "https://idp.example")
    told = aurorascope(*asked, "--oidc-client", "x", "--oidc-secret", "hunter2")
    assert told.returncode != 0
    assert "env:NAME" in told.stderr
    assert "hunter2" not in told.stderr
    assert "--oidc-allow" in aurorascope(*asked, "--oidc-client", "x").stderr
