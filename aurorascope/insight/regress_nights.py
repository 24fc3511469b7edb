"""The nights that a period is compared with, and what logs and counters say of each family in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, log
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from aurorascope.insight.cells import family_days
from aurorascope.model.filter import Filter
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from aurorascope.insight.regress_statistics import Floats
    from aurorascope.insight.views import Queryable

Place = tuple[str, str, str]
Family = tuple[str, str, str, str]
DAY = timedelta(days=1)
WEEKS = 4
LOG_STEP = log(1.02)
UNTIMED = -1
PLACE = "coalesce(account, '') AS account, coalesce(region, '') AS region, coalesce(cluster, '') AS cluster"
FAMILY = ["account", "region", "cluster", "fingerprint"]


@dataclass(frozen=True, slots=True)
class Nights:
    """The period, then as many before it, then those of the same weekday farther back."""

    begin: datetime
    end: datetime
    near: int

    @property
    def width(self) -> timedelta:
        """From one night to the next: whole days that hold the period."""
        return DAY * max(ceil((self.end - self.begin) / DAY), 1)

    @property
    def steps(self) -> tuple[int, ...]:
        """How many widths back each column lies; a night of the same weekday is a multiple of a week."""
        near = tuple(range(self.near + 1))
        week = timedelta(weeks=1)
        if self.width > week:
            return near
        far = (week * number for number in range(1, WEEKS + 1))
        return near + tuple(
            int(span / self.width) for span in far if not span % self.width and span / self.width > self.near
        )

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The columns that lie whole weeks back."""
        week = timedelta(weeks=1)
        return tuple(n for n, step in enumerate(self.steps) if step and not (self.width * step) % week)

    def spans(self) -> list[tuple[datetime, datetime]]:
        """Return begin and end of each column."""
        return [(self.begin - self.width * step, self.end - self.width * step) for step in self.steps]

    def column_sql(self, time: str = "ts") -> str:
        """Return SQL that says in which column a moment lies, null for none; it binds `values`."""
        away = f"(epoch({time}) - epoch($begin::timestamptz))"
        return (
            f"CASE WHEN {away} - floor({away} / $width_s) * $width_s < $length_s"
            f" THEN list_position($steps, (-floor({away} / $width_s))::bigint) - 1 END"
        )

    def values(self) -> dict[str, object]:
        """Return what `column_sql` and a bound on time need."""
        return {
            "begin": self.begin,
            "end": self.end,
            "before": self.spans()[-1][0],
            "width_s": int(self.width.total_seconds()),
            "length_s": int((self.end - self.begin).total_seconds()),
            "steps": list(self.steps),
        }


class Told:
    """What one source says: arrays of families by nights. NaN in the sums of logarithms is 'not told'."""

    def __init__(self, families: list[Family], shape: tuple[int, int]) -> None:
        self.families = families
        self.calls: Floats = np.zeros(shape)
        self.timed: Floats = np.zeros(shape)
        self.time_us: Floats = np.zeros(shape)
        self.log_sum: Floats = np.zeros(shape)
        self.log_square: Floats = np.zeros(shape)
        self.near_cut: Floats = np.zeros(shape[0])
        self.windows: Floats = np.zeros(shape)
        self.amounts: dict[str, Floats] = {}


def from_logs(snapshot: Queryable, nights: Nights, clusters: Collection[str] | None) -> pl.DataFrame:
    """Return executions by night, place, family and bucket: from rollups of closed days, else from rows."""
    columns = frozenset(TABLES["statements"].column_names) - {"noise"}
    parts, values = [], {}
    for column, (begin, end) in enumerate(nights.spans()):
        sql, bound = family_days(Filter(begin=begin, end=end, cluster=tuple(clusters or ())), columns)
        values.update(bound)
        parts.append(
            f"SELECT {column}::bigint AS night, {PLACE}, fingerprint,"
            f" coalesce(bucket, {UNTIMED})::bigint AS bucket, sum(calls)::bigint AS calls,"
            " coalesce(sum(call_us), 0)::bigint AS call_us"
            f" FROM {sql} AS cells WHERE fingerprint IS NOT NULL AND calls > 0 GROUP BY ALL"
        )
    found = pl.from_arrow(snapshot.query(" UNION ALL ".join(parts), values))
    if not isinstance(found, pl.DataFrame):
        raise TypeError(f"a query gives a table, not {type(found).__name__}")
    return found


def fold(rows: pl.DataFrame, columns: int, cuts: Mapping[Place, int]) -> Told:
    """Put the rows into arrays, leaving out executions below the bucket from which all nights logged."""
    families: list[Family] = rows.select(FAMILY).unique().sort(FAMILY).rows()
    told = Told(families, (len(families), columns))
    if not families:
        return told
    numbered = pl.DataFrame(families, schema=FAMILY, orient="row").with_row_index("row")
    cut = pl.DataFrame(
        [(*place, bucket) for place, bucket in cuts.items()],
        schema=dict.fromkeys(FAMILY[:3], pl.String) | {"cut": pl.Int64},
        orient="row",
    )
    bucket, calls = pl.col("bucket"), pl.col("calls")
    middle = (bucket.cast(pl.Float64) + 0.5) * LOG_STEP
    timed = pl.when(bucket != UNTIMED).then(calls).otherwise(0)
    sums = (
        rows.join(cut, on=FAMILY[:3], how="left")
        .with_columns(pl.col("cut").fill_null(0))
        .filter((pl.col("cut") == 0) | (bucket >= pl.col("cut")))
        .join(numbered, on=FAMILY)
        .group_by("row", "night")
        .agg(
            calls.sum().alias("calls"),
            timed.sum().alias("timed"),
            pl.when(bucket != UNTIMED).then(pl.col("call_us")).otherwise(0).sum().alias("time_us"),
            (timed * middle).sum().alias("log_sum"),
            (timed * middle * middle).sum().alias("log_square"),
            pl.when((pl.col("cut") > 0) & (bucket < pl.col("cut") + NEAR_CUT))
            .then(timed)
            .otherwise(0)
            .sum()
            .alias("near"),
        )
    )
    at = sums["row"].to_numpy(), sums["night"].to_numpy()
    for name in ("calls", "timed", "time_us", "log_sum", "log_square"):
        getattr(told, name)[at] = sums[name].to_numpy()
    np.add.at(told.near_cut, at[0], sums["near"].to_numpy().astype(np.float64))
    return told


NEAR_CUT = 21
"""Buckets: half as much again as the threshold."""

COUNTERS = """
SELECT {column} AS night, account, region, cluster, coalesce(fingerprint, tokenized_id) AS fingerprint,
    sum(calls)::bigint AS calls, sum(total_time_us)::bigint AS time_us, sum(rows)::bigint AS rows,
    sum(rows_examined)::bigint AS examined, sum(temp_blocks_written)::bigint * 8192 AS temp_bytes,
    sum(lock_us)::bigint AS lock_us, count(DISTINCT ts) AS windows
FROM sql_stats
WHERE ts >= $before AND ts < $end AND night IS NOT NULL AND coalesce(fingerprint, tokenized_id) IS NOT NULL
GROUP BY ALL
"""


def from_counters(snapshot: Queryable, nights: Nights, clusters: Collection[str] | None) -> Told:
    """Return what Performance Insights counted; a family is there in windows in which it was at the top."""
    found = snapshot.query(COUNTERS.replace("{column}", nights.column_sql()), nights.values()).to_pylist()
    rows = [row for row in found if clusters is None or row["cluster"] in clusters]
    families = sorted({family_of(row) for row in rows})
    where = {family: number for number, family in enumerate(families)}
    shape = (len(families), len(nights.steps))
    told = Told(families, shape)
    told.log_sum[:] = told.log_square[:] = np.nan
    told.amounts = {name: np.full(shape, np.nan) for name in ("rows", "examined", "temp_bytes", "lock_us")}
    for row in rows:
        at = where[family_of(row)], int(row["night"])
        told.calls[at] = told.timed[at] = row["calls"] or 0
        told.time_us[at] = row["time_us"] or 0
        told.windows[at] = row["windows"]
        for name, amounts in told.amounts.items():
            if row[name] is not None:
                amounts[at] = row[name]
    return told


def family_of(row: Mapping[str, Any]) -> Family:
    """Return what a row is about."""
    return row["account"] or "", row["region"] or "", row["cluster"] or "", str(row["fingerprint"])
