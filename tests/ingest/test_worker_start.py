"""A worker starts fast: it loads the engines of its work and no other."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from test_runs import DATA

if TYPE_CHECKING:
    from pathlib import Path

WORK = """
import sys
from pathlib import Path
from aurorascope.ingest.tasks import Finish, ReadRange, Setup
from aurorascope.ingest.worker import Worker
from aurorascope.logs.kinds import builtin_folder, load_kinds
from aurorascope.logs.starts import FormatSpec
log, store = sys.argv[1:]
worker = Worker(Setup(store, "run", 0, False), load_kinds([builtin_folder("postgresql")]), [])
size = Path(log).stat().st_size
labels = dict(account="a", region="r", cluster="c", instance="i")
spec = FormatSpec("stderr", "%t:%r:%u@%d:[%p]:")
worker.do(ReadRange(0, log, -1, 0, size, size, True, False, 0, "s", spec, labels))
assert worker.do(Finish(1)).files
print(*sorted(set(sys.modules) & {"pandas", "duckdb", "deltalake", "boto3", "dash", "plotly", "pydantic"}))
"""


def test_a_worker_loads_no_engine_but_polars_and_arrow(tmp_path: Path) -> None:
    (tmp_path / "postgresql.log").write_bytes(DATA)
    (tmp_path / "store").mkdir()
    command = [sys.executable, "-c", WORK, str(tmp_path / "postgresql.log"), str(tmp_path / "store")]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip() == ""
