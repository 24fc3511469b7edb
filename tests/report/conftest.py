"""The servers that reports are delivered to, each as a fixture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from loopback import Hook, Post, ServePost, certificate, mail_server, webhook


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A webhook on loopback."""
    with webhook(Hook()) as running:
        yield running


@pytest.fixture(scope="session")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This machine's certificate and key."""
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def post(pem: Path) -> Iterator[ServePost]:
    """What starts mail servers on loopback."""
    with ExitStack() as stack:

        def start(**how: Any) -> Post:
            return stack.enter_context(mail_server(Post(pem, **how)))

        yield start
