"""The fixtures of this room's tests, and one small fleet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fake_aws.aws import FakeAws
from fake_aws.fixtures import StartFake, start_fake
from fake_aws.small_fleet import NOON, PLACE, small_fleet

__all__ = ["start_fake"]


@pytest.fixture
def fake(start_fake: StartFake) -> FakeAws:
    """A fake over the small fleet, at noon."""
    return start_fake(small_fleet(), NOON)


@pytest.fixture
def client(fake: FakeAws) -> Callable[..., Any]:
    """Take a real client of the small fleet's account and Region."""
    return lambda service, **how: fake.client(service, *PLACE, **how)


@pytest.fixture
def refused() -> Callable[..., tuple[str, str]]:
    """Make a call that has to be refused; return the code and the message."""

    def call(operation: Callable[..., Any], **parameters: Any) -> tuple[str, str]:
        with pytest.raises(ClientError) as caught:
            operation(**parameters)
        error = caught.value.response["Error"]
        return error["Code"], error["Message"]

    return call
