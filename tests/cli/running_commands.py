"""`aurorascope` as people run it: a process and a folder of its own, none of the machine's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def in_folder(folder: Path) -> Run:
    """Return what runs `aurorascope` with its configuration and cache in a folder."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", preexec: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AURORASCOPE_")}
        environment |= {"PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(folder / "config")}
        environment |= {"XDG_CACHE_HOME": str(folder / "cache"), "COLUMNS": "200"}
        command = [sys.executable, "-m", "aurorascope.cli", *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=folder,
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
