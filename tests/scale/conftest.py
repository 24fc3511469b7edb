"""What the tests of this room use."""

from __future__ import annotations

from fake_aws.fixtures import start_fake

__all__ = ["start_fake"]
