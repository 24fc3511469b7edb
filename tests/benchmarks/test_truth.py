"""A generated log, taken in by the real command, gives its truth exactly: every count, every sum, every shape."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from against_truth import compare
from generate import generate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("prefix", "seed"),
    [("default", 11), ("verbose", 12), ("verbose-colon", 13)],
    ids=str,
)
def test_the_store_of_a_generated_log_is_its_truth(tmp_path: Path, prefix: str, seed: int) -> None:
    log, store = tmp_path / "postgresql.log", tmp_path / "store"
    generate(log, 2_500_000, seed=seed, prefix=prefix)
    truth = json.loads((tmp_path / "postgresql.log.truth.json").read_text())
    command = ["-m", "aurorascope.cli.main", "ingest", str(log), "--store", str(store), "--cluster", "bench"]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    checks = compare(store, truth)
    wrong = [
        f"{check.name}: {check.expected} in the log, {check.found} in the store"
        for check in checks
        if not check.right
    ]
    assert len(checks) > 1000
    assert not wrong, f"{len(wrong)} of {len(checks)} differ:\n" + "\n".join(wrong[:40])
