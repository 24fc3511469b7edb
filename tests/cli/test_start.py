"""Starting is cheap: neither the package nor the help loads an engine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "polars",
    "duckdb",
    "pandas",
    "pyarrow",
    "boto3",
    "botocore",
    "dash",
    "plotly",
    "pydantic",
    "numpy",
    "deltalake",
)
ROOT = Path(__file__).parents[2]

LOADED_BY_HELP = """
import sys
from aurorascope.cli.endings import run_to_exit_code
from aurorascope.cli.main import cli
import aurorascope
code = run_to_exit_code(cli, sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ingest", "--help"], ["tables", "--help"]])
def test_no_engine_is_loaded(arguments: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", LOADED_BY_HELP, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert set(run.stderr.split()).isdisjoint(HEAVY)


def test_help_costs_at_most_a_third_of_a_second_of_cpu() -> None:
    before = os.times()
    subprocess.run(
        [sys.executable, "-m", "aurorascope.cli", "--help"], stdout=subprocess.DEVNULL, cwd=ROOT, check=True
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    assert used < 0.3
