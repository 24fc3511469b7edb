"""Whether a store is whole: every file that the log names is there and says what the log says of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aurorascope.store.clearing import GRACE, check_grace, clear_files
from aurorascope.store.compaction import provisional_files
from aurorascope.store.footer import Unreadable, read_footer
from aurorascope.store.rollup import ROLLUPS, days_without_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aurorascope.store.layout import DataFile
    from aurorascope.store.place import Place
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

AT_ONCE = 16  # footers that are read from a bucket side by side


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
    store: Store,
    *,
    clear: bool = False,
    grace: timedelta = GRACE,
    now: datetime | None = None,
    rollups: bool | None = None,
) -> CheckReport:
    """Check every file of the newest version; with `clear`, delete unnamed files older than `grace`.

    `rollups` are compared with the raw rows that they count, a day at a time; where each of these has to be
    fetched first (a store in S3) only if that is asked for.
    """
    check_grace(grace)
    # Files first, then the log: a file that is committed in between is then named.
    present = {lying.path: lying for lying in store.place.listing("tbl=")}
    snapshot = store.snapshot()
    named = {file.path: file for file in snapshot.all_files}
    unnamed = [lying for path, lying in present.items() if path not in named]
    cleared = clear_files(store, unnamed, (now or datetime.now(UTC)) - grace) if clear else 0
    deep = not store.place.far if rollups is None else rollups
    sizes = {path: lying.size for path, lying in present.items()}
    return CheckReport(
        version=snapshot.version,
        files=len(named),
        rows=sum(file.rows for file in named.values()),
        size=sum(file.size for file in named.values()),
        problems=tuple(_problems(store.place, snapshot, sizes, rollups=deep)),
        unnamed_files=len(unnamed),
        unnamed_size=sum(lying.size for lying in unnamed),
        cleared_files=cleared,
    )


def _problems(place: Place, snapshot: Snapshot, sizes: Mapping[str, int], *, rollups: bool) -> Iterator[str]:
    broken = False
    for file, problem in _of_files(place, snapshot.all_files, sizes):
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
    if rollups:
        for part in _by_day(snapshot) if place.far else [snapshot]:
            yield from _rollup_problems(part)


def _of_files(
    place: Place, files: tuple[DataFile, ...], sizes: Mapping[str, int]
) -> Iterator[tuple[DataFile, str]]:
    def look(file: DataFile) -> str:
        return _file_problem(place, file, sizes.get(file.path))

    if place.far:
        with ThreadPoolExecutor(AT_ONCE) as threads:
            yield from zip(files, threads.map(look, files), strict=True)
    else:
        yield from ((file, look(file)) for file in files)


def _file_problem(place: Place, file: DataFile, size: int | None) -> str:
    if size is None:
        return "is missing"
    if size != file.size:
        return f"has {size:,} bytes instead of {file.size:,}"
    try:
        footer = read_footer(place, file)
    except Unreadable as error:
        return f"is damaged ({error})"
    if footer.rows != file.rows:
        return f"has {footer.rows:,} rows instead of {file.rows:,}"
    return footer.problem


def _by_day(snapshot: Snapshot) -> Iterator[Snapshot]:
    """Yield the version a day of statements at a time, so that no more than a day is fetched at once."""
    for day in sorted({file.day for file in snapshot.files("statement_hours")}):
        begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
        yield snapshot.between(begin, begin)


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
