"""An empty store for each test that asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aurorascope.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store")
