"""Compaction: many small files of a table and day become one, in one Remove+Add commit.

Never delta-rs' `optimize`: two of them at once double every row. Each commit of ours carries the application
id of its table and day, so the second of two is refused and drops what it wrote. Files that hold provisional
rows of an open log stay as they are: the next run of that log removes them by name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from aurorascope.store.duck import EngineError, connect, identifier, of_the_system, quoted
from aurorascope.store.errors import CommitConflict, NotCommitted, StoreError
from aurorascope.store.layout import (
    DataFile,
    file_name,
    folder_of,
    is_rolled,
    mark_of,
    roll_number,
    rolled_name,
    schema_mark,
    time_column,
)
from aurorascope.store.relations import definition
from aurorascope.store.rollup import ROLLUPS
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    import duckdb

    from aurorascope.store.place import Place
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

# The open day is merged when it has this many files, and stays under 100.
OPEN_DAY_FILES = 64
# Larger files of the open day are left alone: to write them again each time costs more than it saves.
SMALL_BYTES = 64 << 20
MEMORY = "1GB"

ORDERS = {
    "statements": "fingerprint, duration_us",
    "statement_hours": "ts, fingerprint",
    "statement_family_hours": "ts, fingerprint",
}
ROW_GROUPS = {"statements": 16_384}
ROW_GROUP = 122_880


@dataclass(frozen=True, slots=True)
class Compacted:
    """What one commit of a compaction did."""

    table: str
    day: date
    files_before: int
    files_after: int
    rows: int


@dataclass(frozen=True, slots=True)
class _Work:
    """Files of one table and day that become one file; `closed` days of statements are also rolled up."""

    table: str
    day: date
    files: tuple[DataFile, ...]
    closed: bool


def compact(store: Store, *, now: datetime | None = None, renew: bool = False) -> list[Compacted]:
    """Compact closed days to one file a table with rollups, and keep the open day under 100 files a table.

    With `renew`, files of closed days that lack some of today's columns are written anew too. A table and day
    that somebody else compacts at the same moment is left to them.
    """
    done = []
    today = (now or datetime.now(UTC)).astimezone(UTC).date()
    snapshot = store.snapshot()
    for work in _plan(snapshot, today, renew=renew):
        try:
            done.append(_compact(store, snapshot, work))
        except CommitConflict:
            continue
    return done


def compact_days(store: Store, table: str, days: Collection[date]) -> list[Compacted]:
    """Compact these days of a table as closed ones; CommitConflict when somebody else is at it."""
    if not days:
        return []
    snapshot = store.snapshot()
    chosen = [work for work in _plan(snapshot, max(days) + timedelta(days=1)) if work.table == table]
    return [_compact(store, snapshot, work) for work in chosen if work.day in days]


def provisional_files(snapshot: Snapshot) -> frozenset[str]:
    """Return the files whose rows a later run of their log or their collectors may take back."""
    found = (
        snapshot.query(
            "select unnest(files) as path from open_ends union select unnest(files) from watermarks"
        )
        .column("path")
        .to_pylist()
    )
    return frozenset(found)


def _plan(snapshot: Snapshot, today: date, *, renew: bool = False) -> Iterator[_Work]:
    kept = provisional_files(snapshot)
    for table in sorted(TABLES):
        if table in ROLLUPS or TABLES[table].hidden or TABLES[table].derived:
            continue
        days: dict[date, list[DataFile]] = {}
        for file in snapshot.files(table):
            if file.path not in kept:
                days.setdefault(file.day, []).append(file)
        for day, files in sorted(days.items()):
            chosen = _chosen(table, files, closed=day < today, renew=renew)
            if chosen:
                yield _Work(table, day, chosen, day < today)


def _chosen(
    table: str, files: Sequence[DataFile], *, closed: bool, renew: bool = False
) -> tuple[DataFile, ...]:
    if closed:
        finished = len(files) == 1 and (table != "statements" or is_rolled(files[0].path))
        finished &= not renew or mark_of(files[0].path) == schema_mark(table)
        return () if finished else tuple(files)
    small = [file for file in files if file.size < SMALL_BYTES]
    return tuple(small) if len(small) >= OPEN_DAY_FILES else ()


def _compact(store: Store, snapshot: Snapshot, work: _Work) -> Compacted:
    rolled = work.closed and work.table == "statements"
    removes = [file.path for file in work.files]
    if rolled:
        removes += _counting(snapshot, work)
    with store.place.holding([file.path for file in work.files]):
        written = _write(store.place, work, rolled=rolled)
    try:
        store.commit(
            written,
            removes=removes,
            positions={f"compact:{work.table}:{work.day}": snapshot.version + 1},
            based_on=snapshot.version,
            metadata={"aurorascope.command": "compact"},
        )
    except NotCommitted:
        # Only then is it certain that no version names these files.
        store.place.drop([file.path for file in written])
        raise
    return Compacted(work.table, work.day, len(work.files), 1, written[0].rows)


def _counting(snapshot: Snapshot, work: _Work) -> list[str]:
    """Return the rollups that count these files, and those of the day that nothing reads any more.

    Others of the day count rows that retention took.
    """
    numbers = {roll_number(file.path) for file in work.files} - {""}
    return [
        file.path
        for name in ROLLUPS
        for file in snapshot.files(name)
        if roll_number(file.path) in numbers or (file.day == work.day and not is_rolled(file.path))
    ]


def _write(place: Place, work: _Work, *, rolled: bool) -> list[DataFile]:
    """Write what replaces the files of a table and day: them as one, and where it is due their rollups."""
    written: list[DataFile] = []
    connection = connect(memory_limit=MEMORY, preserve_insertion_order=False)
    try:
        written.append(_merge(connection, place, work, rolled=rolled))
        if rolled:
            written += _roll_up(connection, place, written[0])
    except EngineError as error:
        place.drop([file.path for file in written])
        raise StoreError(
            f"compaction of {work.table} of {work.day} changed nothing: {str(error).splitlines()[0]}"
        ) from of_the_system(error)
    except BaseException:
        place.drop([file.path for file in written])
        raise
    finally:
        connection.close()
    return written


def _merge(connection: duckdb.DuckDBPyConnection, place: Place, work: _Work, *, rolled: bool) -> DataFile:
    source = f"({definition(work.table, [file.path for file in work.files], place.root, connection)})"
    if work.table == "fingerprints":
        source = f"({_one_row_a_fingerprint(source)})"
    number = uuid4().hex[:16]
    name = rolled_name(number, work.table) if rolled else file_name(f"compact{number}", 0, 0, work.table)
    merged = _copy(connection, place, (work.table, work.day), name, source)
    before = sum(file.rows for file in work.files)
    if work.table != "fingerprints" and merged.rows != before:
        place.drop([merged.path])
        raise StoreError(
            f"compaction of {work.table} of {work.day} read {merged.rows:,} rows, the log says {before:,}: "
            "nothing was changed; `aurorascope store check` names the files"
        )
    return merged


def _roll_up(connection: duckdb.DuckDBPyConnection, place: Place, merged: DataFile) -> list[DataFile]:
    number = roll_number(merged.path)
    with place.holding([merged.path]):
        source = f"({definition('statements', [merged.path], place.root, connection)})"
        return [
            _copy(connection, place, (name, merged.day), rolled_name(number, name), f"({make(source)})")
            for name, make in ROLLUPS.items()
        ]


def _one_row_a_fingerprint(source: str) -> str:
    """Several runs saw the same family: one row from the first time it was seen to the last."""
    keys = "account, region, cluster, instance, fingerprint, fingerprint_version, engine"
    return f"""select {keys},
        arg_max(normalized_sql, last_seen) as normalized_sql,
        arg_max(statement_kind, last_seen) as statement_kind,
        arg_max(relations, last_seen) as relations, min(first_seen) as first_seen, max(last_seen) as last_seen
        from {source} group by {keys}"""


def _copy(
    connection: duckdb.DuckDBPyConnection, place: Place, part: tuple[str, date], name: str, source: str
) -> DataFile:
    """Write the rows of `source` (public names) as one sorted file, and make sure they are on the disk."""
    table, day = TABLES[part[0]], part[1]
    columns = ", ".join(
        f"{identifier(column.name)} as {identifier(column.stored_name)}" for column in table.columns
    )
    (place.staging / folder_of(table.name, day)).mkdir(parents=True, exist_ok=True)
    path = f"{folder_of(table.name, day)}/{name}"
    target = place.staging / path
    moment = identifier(time_column(table))
    try:
        connection.execute(
            f"copy (select {columns} from {source} order by {ORDERS.get(table.name, moment)}) "
            f"to {quoted(str(target))} (format parquet, compression zstd, compression_level 1, "
            f"row_group_size {ROW_GROUPS.get(table.name, ROW_GROUP)})"
        )
        rows, low, high = connection.execute(
            f"select count(*), min(epoch_us({moment})), max(epoch_us({moment})) "
            f"from read_parquet({quoted(str(target))})"
        ).fetchall()[0]
        _sync(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    made = DataFile(path, target.stat().st_size, table.name, day, rows, low, high)
    place.publish(path)()
    return made


def _sync(path: Path) -> None:
    """The commit takes the originals out of the store: what replaces them must survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
