"""A store of a fleet and its nights, the report of its last day, and the servers that reports go to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import night_store
import pytest
from loopback import Hook, Post, ServePost, certificate, mail_server, webhook

from aurorascope.report.making import Asked, make
from aurorascope.report.period import whole_day
from aurorascope.store.store import Store

MADE_AT = datetime(2026, 11, 20, 6, tzinfo=UTC)


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


@pytest.fixture(scope="session")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return night_store.build(tmp_path_factory.mktemp("fleet") / "store")


@pytest.fixture(scope="session")
def told(fleet: Store) -> dict[str, Any]:
    """The report of the fleet's last day, as it may leave the machine."""
    day = whole_day(night_store.DAY.date(), "Europe/Berlin")
    asked = Asked(day, nights=night_store.NIGHTS, made_at=MADE_AT)
    return make(fleet.snapshot(), asked)
