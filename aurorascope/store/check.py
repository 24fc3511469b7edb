"""Whether a store is whole: every file that the log names is there and says what the log says of it.

Also clears away what no version names: files of runs that were killed, files that compaction or retention
took out. Both only after a grace period, as a run may be writing and a reader may be reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aurorascope.store.compaction import provisional_files
from aurorascope.store.duck import EngineError, connect, quoted
from aurorascope.store.errors import StoreError
from aurorascope.store.rollup import ROLLUPS, days_without_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import duckdb

    from aurorascope.store.layout import DataFile
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

GRACE = timedelta(days=7)
SHORTEST_GRACE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found: `problems` are sentences; unnamed files are those that no version needs."""

    version: int
    files: int
    rows: int
    size: int
    problems: tuple[str, ...]
    unnamed_files: int
    unnamed_size: int
    cleared_files: int


def check(
    store: Store, *, clear: bool = False, grace: timedelta = GRACE, now: datetime | None = None
) -> CheckReport:
    """Check every file of the newest version; with `clear`, delete unnamed files older than `grace`."""
    if grace < SHORTEST_GRACE:
        raise StoreError("the grace period is at least one hour: a run may be writing these files")
    # Files first, then the log: a file that is committed in between is then named.
    present = {str(path.relative_to(store.path)): path for path in store.path.glob("tbl=*/day=*/*.parquet")}
    snapshot = store.snapshot()
    named = {file.path: file for file in snapshot.all_files}
    unnamed = [path for name, path in present.items() if name not in named]
    size = sum(_size_and_age(path)[0] for path in unnamed)
    cleared = _clear(unnamed, (now or datetime.now(UTC)) - grace) if clear else 0
    return CheckReport(
        version=snapshot.version,
        files=len(named),
        rows=sum(file.rows for file in named.values()),
        size=sum(file.size for file in named.values()),
        problems=tuple(_problems(store.path, snapshot)),
        unnamed_files=len(unnamed),
        unnamed_size=size,
        cleared_files=cleared,
    )


def _size_and_age(path: Path) -> tuple[int, float]:
    """Return size and time of change; a run may delete its own file at this moment."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, float("inf")
    return found.st_size, found.st_mtime


def _clear(paths: list[Path], before: datetime) -> int:
    old = [path for path in paths if _size_and_age(path)[1] < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _problems(root: Path, snapshot: Snapshot) -> Iterator[str]:
    broken = False
    with connect() as connection:
        for file in snapshot.all_files:
            problem = _file_problem(root, file, connection)
            if problem:
                broken = True
                yield (
                    f"{file.path} {problem}: {file.rows:,} rows of {file.table} of {file.day} cannot be "
                    "trusted; restore the file from a backup"
                )
    if broken:
        return
    names = {file.path for file in snapshot.all_files}
    for path in sorted(provisional_files(snapshot) - names):
        yield f"{path} is named as provisional by an open log and is not in the store: ingest that log again"
    yield from _rollup_problems(snapshot)


def _file_problem(root: Path, file: DataFile, connection: duckdb.DuckDBPyConnection) -> str:
    path = root / file.path
    if not path.exists():
        return "is missing"
    if path.stat().st_size != file.size:
        return f"has {path.stat().st_size:,} bytes instead of {file.size:,}"
    try:
        footer = connection.execute(f"select num_rows from parquet_file_metadata({quoted(str(path))})")
        rows = int(footer.fetchall()[0][0])
    except EngineError as error:
        return f"is damaged ({str(error).splitlines()[0]})"
    return "" if rows == file.rows else f"has {rows:,} rows instead of {file.rows:,}"


def _rollup_problems(snapshot: Snapshot) -> Iterator[str]:
    """Compare the rollups with the raw rows they were made from, where those are still kept."""
    sums = "sum(calls) as calls, sum(sum_us) as sum_us, sum(call_us) as call_us"
    rolled = " union all ".join(
        f"select time_slot(ts, 86400) as day, '{table}' as rollup, {sums} from {table} group by all"
        for table in ROLLUPS
    )
    wrong = snapshot.query(
        f"""
        with raw as (
            select time_slot(ts, 86400) as day, sum(calls) as calls, sum(duration_us) as sum_us,
                sum(duration_us) filter (where calls = 1) as call_us
            from rolled_statements group by all
        ),
        rolled as ({rolled})
        select distinct strftime(raw.day, '%Y-%m-%d') as day
        from raw
        cross join (select unnest({list(ROLLUPS)!r}) as rollup) as wanted
        left join rolled on rolled.day = raw.day and rolled.rollup = wanted.rollup
        where (rolled.calls, rolled.sum_us, rolled.call_us)
            is distinct from (raw.calls, raw.sum_us, raw.call_us)
        order by 1
        """
    )
    gone = {day.isoformat() for day in days_without_rows(snapshot)}
    for day in wrong.column("day").to_pylist():
        if day not in gone:
            yield f"the rollups of {day} do not add up to its raw rows: report it"
