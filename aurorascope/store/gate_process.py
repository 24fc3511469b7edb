"""The process behind the gate: reads a request, runs one SELECT on a locked engine, leaves the result.

Started by `gate.run` in a scratch folder, once a query.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

import duckdb
import pyarrow as pa

from aurorascope.store.duck import connect, identifier, quoted
from aurorascope.store.gate import REFUSAL, RESULT, Limits, too_long, too_much, too_wide
from aurorascope.store.relations import definition, mentioned, paths_by_relation

MB = 1 << 20
BATCH_ROWS = 2048
# What the interpreter, the engine's code and one batch of the result need beside the engine's own limit.
PROCESS_MB = 768


class Refusal(Exception):  # noqa: N818 - it says who did what
    """The query is not run, or its result is not handed out."""


def main() -> int:
    """Answer the request on stdin; 0 when the result was written, 1 when the refusal was."""
    request = json.loads(sys.stdin.buffer.read())
    limits = Limits(**request["limits"])
    try:
        _limit_process(limits)
        connection = _locked(Path(request["root"]), request["files"], request["names"], limits)
        _answer(connection, request["sql"], limits)
    except (Refusal, duckdb.Error, MemoryError, pa.ArrowException, OSError) as error:
        Path(REFUSAL).write_text(_sentence(error, limits), encoding="utf-8")
        return 1
    return 0


def _sentence(error: Exception, limits: Limits) -> str:
    """Return one sentence. What the result reader raises is an OSError that quotes the engine."""
    message = str(error).strip() or type(error).__name__
    if "INTERRUPT" in message:
        return too_long(limits.seconds)
    if isinstance(error, MemoryError | pa.ArrowMemoryError) or "Out of Memory" in message:
        full = "max_temp_directory_size" in message
        return too_wide(limits.temp_mb) if full else too_much(limits.memory_mb)
    if "File too large" in message:
        return too_wide(limits.temp_mb)
    # the lines after the first are advice on the engine's settings and a drawing of the place
    return " ".join(message.splitlines()[0].split())


def _limit_process(limits: Limits) -> None:
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_DATA: (limits.memory_mb + PROCESS_MB) * MB,
        resource.RLIMIT_FSIZE: (limits.temp_mb + limits.result_mb) * MB,
        resource.RLIMIT_CPU: int(limits.seconds * limits.threads) + 2,
    }
    for kind, value in wanted.items():
        # A lower limit of the system stays; some systems lack one of the kinds.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def _locked(
    root: Path, files: list[tuple[str, str]], names: list[str], limits: Limits
) -> duckdb.DuckDBPyConnection:
    """Open an engine that has the snapshot's views and can read its files, and nothing else."""
    connection = connect(
        memory_limit=f"{limits.memory_mb}MB",
        threads=limits.threads,
        temp_directory=str(Path.cwd() / "spill"),
        max_temp_directory_size=f"{limits.temp_mb}MB",
        preserve_insertion_order=False,
        arrow_large_buffer_size=True,
    )
    paths = paths_by_relation(files)
    for name in mentioned(" ".join(names)):
        select = definition(name, paths.get(name, []), root, connection)
        connection.execute(f"create view {identifier(name)} as {select}")
    allowed = ", ".join(quoted(str(root / path)) for _, path in files)
    connection.execute(f"set allowed_paths=[{allowed}]")
    connection.execute("set enable_external_access=false")
    connection.execute("set lock_configuration=true")
    return connection


def _answer(connection: duckdb.DuckDBPyConnection, sql: str, limits: Limits) -> None:
    statements = connection.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise Refusal("only one SELECT statement is allowed here")
    timer = Timer(limits.seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        _write(connection.sql(sql).to_arrow_reader(BATCH_ROWS), limits)
    finally:
        timer.cancel()


def _write(reader: Any, limits: Limits) -> None:
    """Write the result to its file as it comes: what is held counts as the engine's memory."""
    rows = size = 0
    with pa.ipc.new_stream(RESULT, reader.schema) as stream:
        for batch in reader:
            rows += batch.num_rows
            size += batch.nbytes
            if rows > limits.rows:
                raise Refusal(f"the result has more than {limits.rows:,} rows: add a LIMIT or aggregate")
            if size > limits.result_mb * MB:
                raise Refusal(
                    f"the result is larger than {limits.result_mb} MB: select fewer columns or rows"
                )
            stream.write_batch(batch)


if __name__ == "__main__":
    # Tearing the engine down takes longer than most queries, and nothing is left to save.
    os._exit(main())
