"""The gate for SQL from outside: one SELECT, the files of one snapshot, bounded in every direction.

The query runs in a process of its own. DuckDB can be told what a query may read and how much memory its
operators may take, but a single function call (`repeat`, `range`, `levenshtein`) takes gigabytes or minutes
before it looks at either limit or at an interrupt; a process has limits that the kernel holds. It also has
an environment without credentials.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from aurorascope.store.errors import QueryRefused
from aurorascope.store.relations import mentioned, paths_by_relation, read_by, relation_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from aurorascope.store.layout import DataFile
    from aurorascope.store.place import Place

# The engine interrupts itself at the limit. The process is killed when it has not ended this much later:
# a busy machine takes seconds to start it.
GRACE_S = 5.0
LONGEST_SQL = 100_000
RESULT = "result.arrow"
# What an interpreter may need to start; nothing that could be a secret.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")
REFUSAL = "refusal.txt"
LACKS_TABLE = "Catalog Error"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query from outside may take."""

    seconds: float = 30.0
    memory_mb: int = 1024
    temp_mb: int = 2048
    rows: int = 100_000
    result_mb: int = 256
    threads: int = 2


def run(place: Place, files: Sequence[DataFile], sql: str, limits: Limits) -> pa.Table:
    """Run one SELECT over the files of a snapshot; QueryRefused says in one sentence why not.

    The process has no way to a bucket: it reads what this one has fetched, the tables that the query names.
    """
    if len(sql) > LONGEST_SQL:
        raise QueryRefused(f"the query is longer than {LONGEST_SQL:,} characters")
    names = read_by(sql) if place.far else sorted(relation_names())
    try:
        return _run(place, files, names, sql, limits)
    except QueryRefused as refused:
        more = mentioned(sql)
        if LACKS_TABLE not in str(refused) or set(more) <= set(names):
            raise
        return _run(place, files, more, sql, limits)


def _run(place: Place, files: Sequence[DataFile], names: Sequence[str], sql: str, limits: Limits) -> pa.Table:
    by_name = paths_by_relation((file.table, file.path) for file in files)
    wanted = {path for name in names for path in by_name.get(name, ())}
    chosen = [file for file in files if file.path in wanted]
    with (
        place.holding([file.path for file in chosen], sum(file.size for file in chosen)),
        TemporaryDirectory(prefix="aurorascope-sql-") as name,
    ):
        scratch = Path(name)
        request = {
            "root": str(place.root),
            "files": [[file.table, file.path] for file in chosen],
            "names": list(names),
            "sql": sql,
            "limits": asdict(limits),
        }
        code = _ask(json.dumps(request).encode(), scratch, limits)
        if code == 0:
            return _read(scratch / RESULT)
        refusal = scratch / REFUSAL
        raise QueryRefused(refusal.read_text(encoding="utf-8") if refusal.exists() else _killed(code, limits))


def _ask(request: bytes, scratch: Path, limits: Limits) -> int:
    """Run the process in the scratch folder, which is all it may write to; return its exit code."""
    environment = {
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "PYTHONDONTWRITEBYTECODE": "1",
        # each thread of the memory pool keeps its arenas; the process has a limit on what it maps
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }
    try:
        return subprocess.run(
            [sys.executable, "-P", "-m", "aurorascope.store.gate_process"],
            input=request,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds + GRACE_S,
            env=environment,
            cwd=scratch,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        return -signal.SIGXCPU


def _read(path: Path) -> pa.Table:
    import pyarrow as pa

    from aurorascope.store.duck import plain

    with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as reader:
        return plain(reader.read_all())


def _killed(code: int, limits: Limits) -> str:
    """Say which limit a process ran into that could not say it any more."""
    if code == -signal.SIGXCPU:
        return too_long(limits.seconds)
    if code == -signal.SIGXFSZ:
        return too_wide(limits.temp_mb)
    return too_much(limits.memory_mb)


def too_long(seconds: float) -> str:
    """Return the sentence for the time limit."""
    return f"the query was stopped after {seconds:g} s: narrow its time range, or raise the limit"


def too_much(memory_mb: int) -> str:
    """Return the sentence for the memory limit."""
    return f"the query was stopped: it needed more than {memory_mb} MB of memory"


def too_wide(temp_mb: int) -> str:
    """Return the sentence for the limit on temporary space."""
    return f"the query was stopped: it needed more than {temp_mb} MB of temporary space"
