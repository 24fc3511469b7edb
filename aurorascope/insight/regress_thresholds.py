"""From which duration on the logs of all nights tell of every execution: what a comparison must stay above.

A log that lets more through than the nights before is no regression, and one that lets less through is no
recovery: both are compared above the higher of their thresholds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil, log
from typing import TYPE_CHECKING, Any

import polars as pl

from aurorascope.insight.regress_nights import FAMILY, LOG_STEP, UNTIMED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from aurorascope.insight.regress_nights import Nights, Place
    from aurorascope.insight.views import Queryable

SETTINGS = """
SELECT account, region, cluster, setting, value, valid_from, valid_to FROM log_settings
WHERE setting IN ('log_min_duration_statement', 'long_query_time')
    AND valid_from < $end AND (valid_to IS NULL OR valid_to >= $before)
"""
DURATION = re.compile(r"^\s*(-?[0-9.]+)\s*(us|ms|s|min|h)?\s*$")
UNITS_US = {"us": 1, "ms": 1000, "s": 1_000_000, "min": 60_000_000, "h": 3_600_000_000}
ENOUGH_ROWS = 100
SHORTEST_US = 1000
"""A log whose shortest execution is shorter than this is taken to hold all."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The thresholds of one cluster: now, the highest of the nights, and whether a setting says so."""

    now_us: int
    highest_us: int
    stated: bool

    @property
    def cut(self) -> int:
        """The first bucket that lies wholly above; 0 where everything is logged."""
        return ceil(log(self.highest_us) / LOG_STEP) if self.highest_us > 0 else 0

    @property
    def said(self) -> str:
        """What a reader must know of it."""
        known = "" if self.stated else ", as its shortest execution suggests"
        if self.highest_us <= 0:
            return f"the log holds every execution{known}"
        above = f"only executions of {self.highest_us / 1000:,.0f} ms and more are compared"
        if self.now_us != self.highest_us:
            return f"the threshold of the log changed (now {self.now_us / 1000:,.0f} ms): {above}"
        return f"the log holds executions from {self.now_us / 1000:,.0f} ms on{known}"


def thresholds(snapshot: Queryable, nights: Nights, rows: pl.DataFrame) -> dict[Place, Threshold]:
    """Return the threshold of each cluster that has logged statements."""
    seen: dict[Place, dict[int, tuple[int, int]]] = {}
    least = (
        rows.filter(pl.col("bucket") != UNTIMED)
        .group_by(*FAMILY[:3], "night")
        .agg(pl.col("calls").sum(), pl.col("bucket").min())
    )
    for account, region, cluster, night, calls, bucket in least.iter_rows():
        seen.setdefault((account, region, cluster), {})[night] = calls, bucket
    stated: dict[Place, list[tuple[datetime, datetime | None, int]]] = {}
    values = nights.values()
    for row in snapshot.query(SETTINGS, {name: values[name] for name in ("end", "before")}).to_pylist():
        duration = duration_us(row["setting"], row["value"])
        if duration is not None:
            stated.setdefault(_place(row), []).append((row["valid_from"], row["valid_to"], duration))
    return {place: _threshold(nights, stated.get(place, []), own) for place, own in seen.items()}


def duration_us(setting: str, value: object) -> int | None:
    """Return a threshold in microseconds; None for one that is off or not understood.

    >>> duration_us("log_min_duration_statement", "250"), duration_us("long_query_time", "0.5")
    (250000, 500000)
    >>> duration_us("log_min_duration_statement", "-1") is None
    True
    """
    match = DURATION.match(str(value or ""))
    if match is None or float(match[1]) < 0:
        return None
    usual = "s" if setting == "long_query_time" else "ms"
    return round(float(match[1]) * UNITS_US[match[2] or usual])


def _threshold(
    nights: Nights,
    stated: list[tuple[datetime, datetime | None, int]],
    seen: Mapping[int, tuple[int, int]],
) -> Threshold:
    found: dict[int, int] = {}
    said = True
    for column, (begin, end) in enumerate(nights.spans()):
        if column not in seen:
            continue
        held = [us for since, until, us in stated if since < end and (until is None or until > begin)]
        if held and min(since for since, _, _ in stated) <= begin:
            found[column] = max(held)
            continue
        said = False
        calls, least = seen[column]
        guess = round(1.02**least) if calls >= ENOUGH_ROWS else 0
        found[column] = max([guess if guess >= SHORTEST_US else 0, *held])
    return Threshold(found.get(0, 0), max(found.values(), default=0), said)


def _place(row: Mapping[str, Any]) -> Place:
    return row["account"] or "", row["region"] or "", row["cluster"] or ""
