"""The command line as people run it: a process of its own, from a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from running_commands import Run, in_folder


@pytest.fixture
def aurorascope(tmp_path: Path) -> Run:
    """Give a function that runs `aurorascope` with arguments; no setting of the machine reaches it."""
    return in_folder(tmp_path)
