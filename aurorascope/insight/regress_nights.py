"""The nights that a period is compared with, and what logs and counters say of each family in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, log
from typing import TYPE_CHECKING, Any

import numpy as np

from aurorascope.insight.cells import family_days
from aurorascope.model.filter import Filter
from aurorascope.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from aurorascope.insight.regress_statistics import Floats
    from aurorascope.insight.views import Queryable

Place = tuple[str, str, str]
Family = tuple[str, str, str, str]
DAY = timedelta(days=1)
WEEKS = 4
LOG_STEP = log(1.02)
UNTIMED = -1


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


def from_logs(snapshot: Queryable, nights: Nights, clusters: Collection[str] | None) -> list[dict[str, Any]]:
    """Return executions by night, place, family and bucket: from rollups of closed days, else from rows."""
    columns = frozenset(TABLES["statements"].column_names) - {"noise"}
    parts, values = [], {}
    for column, (begin, end) in enumerate(nights.spans()):
        sql, bound = family_days(Filter(begin=begin, end=end, cluster=tuple(clusters or ())), columns)
        values.update(bound)
        parts.append(
            f"SELECT {column} AS night, account, region, cluster, fingerprint,"
            f" coalesce(bucket, {UNTIMED}) AS bucket, sum(calls)::bigint AS calls,"
            " sum(call_us)::bigint AS call_us"
            f" FROM {sql} AS cells"
            " WHERE fingerprint IS NOT NULL AND calls > 0 GROUP BY ALL"
        )
    found: list[dict[str, Any]] = snapshot.query(" UNION ALL ".join(parts), values).to_pylist()
    return found


def fold(rows: Iterable[Mapping[str, Any]], columns: int, cuts: Mapping[Place, int]) -> Told:
    """Put the rows into arrays, leaving out executions below the bucket from which all nights logged."""
    rows = list(rows)
    families = sorted({family_of(row) for row in rows})
    where = {family: number for number, family in enumerate(families)}
    shape = (len(families), columns)
    told = Told(families, shape)
    for row in rows:
        place = (row["account"] or "", row["region"] or "", row["cluster"] or "")
        cut, bucket = cuts.get(place, 0), int(row["bucket"])
        if cut and bucket < cut:
            continue
        at = where[family_of(row)], int(row["night"])
        calls = int(row["calls"] or 0)
        told.calls[at] += calls
        if bucket != UNTIMED:
            middle = (bucket + 0.5) * LOG_STEP
            told.timed[at] += calls
            told.time_us[at] += int(row["call_us"] or 0)
            told.log_sum[at] += calls * middle
            told.log_square[at] += calls * middle * middle
            if cut and bucket < cut + NEAR_CUT:
                told.near_cut[at[0]] += calls
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
