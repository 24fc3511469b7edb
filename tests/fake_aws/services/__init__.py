"""One file a service: its operations by name, over a World."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from fake_aws.call import Operation


@cache
def operations(service: str) -> dict[str, Operation]:
    """Return what of a service is emulated."""
    module = import_module(f"fake_aws.services.{service.replace('-', '_')}")
    found: dict[str, Operation] = module.OPERATIONS
    return found
