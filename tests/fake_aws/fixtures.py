"""What any conftest may import: a fake AWS that is stopped in the end, and held to AWS's models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from fake_aws.aws import FakeAws
from fake_aws.world import World

StartFake = Callable[..., FakeAws]


@pytest.fixture
def start_fake() -> Iterator[StartFake]:
    """Start a fake over a World, at a moment; at the end no answer of it may have broken AWS's models."""
    with ExitStack() as stack:
        started: list[FakeAws] = []

        def start(world: World, now: float | None = None, *, seed: int = 0) -> FakeAws:
            started.append(stack.enter_context(FakeAws(world, now, seed=seed)))
            return started[-1]

        yield start
        assert [defect for fake in started for defect in fake.defects] == []
