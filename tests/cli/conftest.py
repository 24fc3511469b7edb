"""The command line as people run it: a process of its own, from a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def aurorascope(tmp_path: Path) -> Run:
    """Give a function that runs `aurorascope` with arguments; no setting of the machine reaches it."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", preexec: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AURORASCOPE_")}
        environment |= {"PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(tmp_path / "config")}
        environment |= {"XDG_CACHE_HOME": str(tmp_path / "cache"), "COLUMNS": "200"}
        command = [sys.executable, "-m", "aurorascope.cli", *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            input=stdin,
            capture_output=True,
            check=False,
            preexec_fn=preexec,
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in out + err, err
        return subprocess.CompletedProcess(command, done.returncode, out, err)

    return run
