"""Fake accounts, reached as AWS is: by the environment, through our own sessions."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake, start_fake
from fleet40 import NOW, PLACE, fleet

__all__ = ["start_fake"]


@pytest.fixture
def world_of(
    start_fake: StartFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[int], FakeAws]:
    """Start a fake over so many clusters."""

    def start(count: int) -> FakeAws:
        fake = start_fake(fleet(count), NOW)
        for name in list(os.environ):
            if name.startswith("AWS_"):
                monkeypatch.delenv(name)
        for name, value in fake.environment(*PLACE).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        return fake

    return start
