"""The small fleet at noon, and runs against it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake, start_fake
from fake_aws.small_fleet import NOON, PLACE, small_fleet
from running import Run, runner, surround

from aurorascope.store.store import Store

__all__ = ["start_fake"]


@pytest.fixture
def fake(start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeAws:
    """The small fleet at noon, reached as AWS is: by the environment."""
    fake = start_fake(small_fleet(), NOON)
    surround(monkeypatch, fake, tmp_path, *PLACE)
    return fake


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")


@pytest.fixture
def run(fake: FakeAws, store: Store) -> Run:
    """Run the collectors named, at the fake's own time."""
    return runner(fake, store)
