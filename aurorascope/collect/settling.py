"""How a row stays one row: which rows may still change, and what becomes of a row that comes again.

Rows that may still change lie in files of their own, one set for each table, account and Region. Who has new
rows of that table takes these files back and writes them again. Behind the frontier all is final: a row that
comes again there is compared with the store, and dropped where it is there already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from aurorascope.model.moments import DAY, SECOND, micros
from aurorascope.store.schemas import TABLES
from aurorascope.store.schemas.shared import ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from aurorascope.model.table import Table
    from aurorascope.store.layout import DataFile
    from aurorascope.store.place import Place

# CloudWatch's points and Performance Insights' keys rarely change after ten minutes; an hour's point is
# complete when its hour is over, so ages are counted from the end of a period.
SETTLED_AFTER = {
    "metrics": timedelta(minutes=25),
    "db_load": timedelta(minutes=45),
    "sql_stats": timedelta(minutes=45),
    "processes": timedelta(minutes=15),
}
OTHERWISE = timedelta(hours=3)
NARROWED = 1000  # values of one column of a key that stored rows are looked up by
HOLD_FOR_A_TIME = frozenset({"topology", "roles", "tags", "parameters", "log_settings"})
"""Tables whose rows are open while `valid_to` is null (`states` keeps them)."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Rows of one table, parted: `final` ones for good, `open_rows` that a later run may replace."""

    final: pl.DataFrame
    open_rows: pl.DataFrame
    frontier: int


def settle(
    table: str, new: pl.DataFrame, held: pl.DataFrame, frontier: int, now: datetime, stored: StoredRows
) -> Settled:
    """Put new rows and those that were open together, each once, and part them at the new frontier."""
    key = list(TABLES[table].key) or [it.name for it in ORIGIN]
    behind = _end(table) < frontier
    late = new.filter(behind).unique(key, keep="last", maintain_order=True)
    again = stored.without_known(table, late, list(TABLES[table].together) or key)
    ahead = new.filter(~behind)
    together = list(TABLES[table].together)
    if together:
        held = held.join(ahead.select(together).unique(), on=together, how="anti", nulls_equal=True)
    whole = pl.concat([held, ahead]).unique(key, keep="last", maintain_order=True)
    moved = max(frontier, micros(now) - SETTLED_AFTER.get(table, OTHERWISE) // timedelta(microseconds=1))
    done = _end(table) < moved
    return Settled(pl.concat([again, whole.filter(done)]), whole.filter(~done), moved)


def _end(table: str) -> pl.Expr:
    """When the period of a row ends, in microseconds; its moment, where the table has no periods."""
    begin = pl.col(TABLES[table].time).to_physical()
    if "period_s" in TABLES[table].column_names:
        return begin + pl.col("period_s").fill_null(0) * SECOND
    return begin


class StoredRows:
    """The final rows of a version of the store, to compare with."""

    def __init__(self, place: Place, files: Iterable[DataFile], open_files: frozenset[str]) -> None:
        self._place = place
        self._files = [file for file in files if file.path not in open_files]

    def without_known(self, table: str, rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
        """Return the rows whose key the store does not hold yet."""
        if rows.is_empty():
            return rows
        definition = TABLES[table]
        times = rows[definition.time].drop_nulls().to_physical()
        days = {day // DAY for day in times.to_list()}
        near = [
            file.path for file in self._files if file.table == table and (file.min_ts or 0) // DAY in days
        ]
        if not near:
            return rows
        with self._place.holding(near):
            return self._unknown(definition, rows, key, [str(self._place.root / path) for path in near])

    def _unknown(
        self, definition: Table, rows: pl.DataFrame, key: list[str], paths: list[str]
    ) -> pl.DataFrame:
        stored = {definition.column(name).stored_name: name for name in key}
        known = (
            pl.scan_parquet(paths, missing_columns="insert", extra_columns="ignore", hive_partitioning=False)
            .filter(
                pl.col(definition.column(definition.time).stored_name).is_between(
                    *_range(rows, definition.time)
                )
            )
            .filter(*_like(definition, rows, key))
            .select(pl.col(old).alias(new) for old, new in stored.items())
            .collect(engine="streaming")
            .with_columns(pl.col(name).cast(rows.schema[name]) for name in key)
        )
        return rows.join(known, on=key, how="anti", nulls_equal=True, maintain_order="left")


def _like(definition: Table, rows: pl.DataFrame, key: list[str]) -> Iterator[pl.Expr]:
    """Yield what narrows the stored rows to those that could be the same: keys of a day are many."""
    for name in key:
        if rows.schema[name] != pl.String:
            continue
        values = rows[name].unique()
        if len(values) <= NARROWED:
            stored = pl.col(definition.column(name).stored_name).cast(pl.String)
            yield stored.is_in(values.drop_nulls().implode()) | stored.is_null()


def _range(rows: pl.DataFrame, time: str) -> tuple[pl.Expr, pl.Expr]:
    low, high = rows[time].min(), rows[time].max()
    return pl.lit(low, dtype=rows.schema[time]), pl.lit(high, dtype=rows.schema[time])


def read_open(place: Place, table: str, paths: Sequence[str]) -> pl.DataFrame:
    """Read the rows of files that are to be taken back, under the names that people query."""
    from aurorascope.store.columnar import POLARS_TYPES

    definition = TABLES[table]
    schema = {column.name: POLARS_TYPES[column.type] for column in definition.columns}
    frames = [pl.DataFrame(schema=schema)]
    with place.holding(paths):
        read = [pl.read_parquet(place.root / path, hive_partitioning=False) for path in paths]
    for found in read:
        names = {c.stored_name: c.name for c in definition.columns if c.stored_name in found.columns}
        frame = found.select(list(names)).rename(names)
        frames.append(
            frame.select(
                pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, dtype=kind).alias(name)
                for name, kind in schema.items()
            )
        )
    return pl.concat(frames)


__all__ = ["HOLD_FOR_A_TIME", "Settled", "StoredRows", "read_open", "settle"]
