"""An execution is counted once: MySQL's slow log counts it with its duration, its general log does not again.

A general log that is read beside or after the slow log of its instance has rows without a call. One that was
read before has counted already: the commit that takes in the first slow log writes its rows anew, without.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.logs.mysql_starts import GENERAL, LOG_KINDS, SLOW, UNCOUNTED
from aurorascope.store.layout import NO_DAY, DataFile, folder_of, is_rolled, mark_of, roll_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aurorascope.ingest.carry import Carry
    from aurorascope.ingest.sources import Source
    from aurorascope.store.snapshot import Snapshot
    from aurorascope.store.store import Store

LABELS = ("account", "region", "cluster", "instance")
REWRITER = 999  # no worker has this number
DAY = timedelta(days=1)

Place = tuple[str, ...]


@dataclass
class Uncounted:
    """What a commit needs to count a general log's executions no more."""

    files: list[DataFile] = field(default_factory=list)
    removes: list[str] = field(default_factory=list)


def place_of(row: Mapping[str, str]) -> Place:
    """Return which instance a row or a source is of."""
    return tuple(row[name] for name in LABELS)


def count_once(sources: Sequence[Source], snapshot: Callable[[], Snapshot]) -> None:
    """Leave executions uncounted where the same instance's slow log counts them."""
    general = [source for source in sources if source.spec.format == GENERAL]
    if not general:
        return
    counted = {place_of(source.labels) for source in sources if source.spec.format == SLOW}
    rows = snapshot().query(
        f"select distinct {', '.join(LABELS)} from coverage where log_kind = '{LOG_KINDS[SLOW]}'"
    )
    counted |= {place_of(row) for row in rows.to_pylist()}
    for source in general:
        if place_of(source.labels) in counted:
            source.spec = replace(source.spec, prefix=UNCOUNTED)


def uncount(store: Store, sources: Sequence[Source], carry: Carry, run: str) -> Uncounted:
    """Return what makes good that a general log was read, and counted, before its instance's first slow log.

    The files written are the commit's; `carry` is told of open ends whose files are others now.
    """
    slow = {place_of(source.labels) for source in sources if source.spec.format == SLOW}
    done = Uncounted()
    if not slow:
        return done
    snapshot = store.snapshot()
    days = _counted_days(snapshot, slow)
    if not days:
        return done
    renamed: dict[str, str] = {}
    gone = set(carry.removes)
    for file in [*snapshot.files("statements"), *snapshot.files("coverage")]:
        if file.path in gone or not any(_touches(file, span) for span in days.values()):
            continue
        made = _anew(store, file, set(days), run, len(done.files))
        if made is not None:
            done.files.append(made)
            done.removes.append(file.path)
            renamed[file.path] = made.path
    numbers = {roll_number(path) for path in renamed} - {""}
    done.removes += [
        file.path for file in snapshot.all_files if file.table != "statements"
        and is_rolled(file.path) and roll_number(file.path) in numbers
    ]  # fmt: skip
    _rename_open_ends(snapshot, carry, renamed)
    return done


def _counted_days(snapshot: Snapshot, slow: set[Place]) -> dict[Place, tuple[date, date] | None]:
    """Return the instances whose general log was counted, and from when until when; None: nobody knows."""
    rows = snapshot.query(
        f"select {', '.join(LABELS)}, min(covered_from) as a, max(covered_to) as b from coverage "
        f"where log_kind = '{LOG_KINDS[GENERAL]}' and collector is null "
        f"and coalesce(prefix, '') <> '{UNCOUNTED}' group by all"
    )
    return {
        place: (row["a"].date() - DAY, row["b"].date() + DAY) if row["a"] and row["b"] else None
        for row in rows.to_pylist()
        if (place := place_of(row)) in slow
    }


def _touches(file: DataFile, span: tuple[date, date] | None) -> bool:
    return file.table == "coverage" or span is None or file.day == NO_DAY or span[0] <= file.day <= span[1]


def _anew(store: Store, file: DataFile, places: set[Place], run: str, number: int) -> DataFile | None:
    """Write a file anew in which these general logs count nothing; None where it holds none of theirs."""
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    from aurorascope.store.columnar import parquet_options
    from aurorascope.store.schemas import TABLES

    with store.place.holding([file.path]):
        table = pq.ParquetFile(store.place.root / file.path).read()
    stored = {it: TABLES[file.table].column(it).stored_name for it in (*LABELS, *_READ[file.table])}
    if not set(table.schema.names).issuperset(stored.values()):
        return None
    frame = pl.DataFrame({name: pl.Series(table[column].to_pylist()) for name, column in stored.items()})
    theirs = pl.any_horizontal(
        pl.all_horizontal(pl.col(name).eq_missing(value) for name, value in zip(LABELS, place, strict=True))
        for place in sorted(places)
    )
    changed, value, change = _CHANGES[file.table]
    rows = frame.select((theirs & change(pl)).fill_null(value=False)).to_series()
    if not rows.any():
        return None
    place = table.schema.get_field_index(stored[changed])
    told = [value if hit else old for hit, old in zip(rows, frame[changed], strict=True)]
    at = table.schema.field(place)
    table = table.set_column(place, at, pa.array(told, _plain(at.type)).cast(at.type))
    path = f"{folder_of(file.table, file.day)}/{run}-{REWRITER}-{number}-{mark_of(file.path)}.parquet"
    staged = store.place.staging / path
    staged.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, staged, **parquet_options(TABLES[file.table]))
    made = replace(file, path=path, size=staged.stat().st_size)
    store.place.publish(path)()
    return made


def _plain(kind: Any) -> Any:
    """Return the type of a column's values: a dictionary's are what it holds."""
    return getattr(kind, "value_type", kind)


def _counted(pl: Any) -> Any:
    return (pl.col("observed_by") == "general_log") & (pl.col("calls") > 0)


def _said_counted(pl: Any) -> Any:
    general = (pl.col("log_kind") == LOG_KINDS[GENERAL]) & pl.col("collector").is_null()
    return general & pl.col("prefix").ne_missing(UNCOUNTED)


_READ = {"statements": ("calls", "observed_by"), "coverage": ("log_kind", "collector", "prefix")}
_CHANGES: dict[str, tuple[str, int | str, Callable[[Any], Any]]] = {
    "statements": ("calls", 0, _counted),
    "coverage": ("prefix", UNCOUNTED, _said_counted),
}


def _rename_open_ends(snapshot: Snapshot, carry: Carry, renamed: Mapping[str, str]) -> None:
    """Let open ends name the files that their rows lie in now, so that a later run takes those back."""
    for row in carry.kept:
        row["files"] = [renamed.get(path, path) for path in row["files"] or ()]
    if not renamed:
        return
    rows: list[dict[str, Any]] = snapshot.query("select * from open_ends").to_pylist()
    runs = {row["run"] for row in rows if set(row["files"] or ()) & set(renamed)}
    owned = [
        file.path
        for file in snapshot.files("open_ends")
        if any(f"/{run}-" in f"/{file.path}" for run in runs)
    ]
    fresh = [path for path in owned if path not in carry.removes]
    if not fresh:
        return
    carry.removes += fresh
    carry.kept += [
        row | {"files": [renamed.get(path, path) for path in row["files"] or ()]}
        for row in rows
        if row["run"] in runs
    ]
