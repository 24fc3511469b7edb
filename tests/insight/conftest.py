"""A fresh store in memory for each test of a view."""

from __future__ import annotations

import pytest
from memory import Memory


@pytest.fixture
def memory() -> Memory:
    return Memory()
