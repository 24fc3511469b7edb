"""Runs of the lab, each made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from fake_aws.fixtures import start_fake

from lab import lab
from lab.world import LabWorld

__all__ = ["start_fake"]


@pytest.fixture(scope="session")
def ran() -> Callable[..., LabWorld]:
    """Return a run as a World, the same object for the same arguments."""

    @cache
    def run(seed: int, cause: str = lab.QUIET, days: int = 1) -> LabWorld:
        size = "full" if cause in {lab.QUIET, "serverless_ceiling"} else "small"
        return LabWorld(lab.run(seed, cause, days, size))

    return run
