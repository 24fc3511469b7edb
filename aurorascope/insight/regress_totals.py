"""Judges what families did besides taking time: rows a call, temporary bytes, waits for locks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aurorascope.insight.regress_judging import (
    COUNTED_VARIATION,
    FEWEST_CALLS_A_NIGHT,
    LEAST_RATIO,
    LEAST_SPREAD,
    Tested,
    median_of,
)
from aurorascope.insight.regress_statistics import risen

if TYPE_CHECKING:
    from collections.abc import Collection

    from aurorascope.insight.regress_amounts import Amounts
    from aurorascope.insight.regress_judging import Judging
    from aurorascope.insight.regress_nights import Family, Told
    from aurorascope.insight.regress_statistics import Floats
    from aurorascope.insight.regression import RegressionKind

TEMP_FLOOR = 64 * 1024 * 1024
LOCK_FLOOR_US = 10_000_000
ROWS_FLOOR = 100.0
UNITS = {"examined": "rows examined a call", "rows": "rows a call"}
SUMS: tuple[tuple[str, RegressionKind], ...] = (
    ("temp_bytes", "more_temp"),
    ("lock_us", "more_lock_wait"),
    ("slow_lock_us", "more_lock_wait"),
)


def judge_amounts(judging: Judging, counted: Told, logged: Amounts) -> None:
    """Judge rows a call, temporary bytes and waits for locks, from counters and from the log."""
    covered = judging.told_by_counters(counted)
    _from_counters(judging, counted, covered)
    told = {one.family for one in judging.tests if one.kind in {"more_temp", "more_lock_wait"}}
    for name, kind in SUMS:
        if name in logged and logged[name][0]:
            families, amounts = logged[name]
            _amounts(judging, families, amounts, kind, "log", told)
    if "calls" in logged and logged["calls"][0]:
        families, calls = logged["calls"]
        calls = np.where(calls > 0, calls, np.nan)
        for name in UNITS:
            each = logged[name][1] / calls
            _rows_a_call(judging, families, each, calls, name, "log", set(families) - covered)


def _from_counters(judging: Judging, counted: Told, covered: Collection[Family]) -> None:
    if not counted.families:
        return
    awake = counted.calls.sum(0) > 0
    calls = np.where(counted.calls > 0, counted.calls, np.nan)
    for name in UNITS:
        each = counted.amounts[name] / calls
        _rows_a_call(judging, counted.families, each, calls, name, "sql_stats", covered)
    for name, kind in SUMS:
        amounts = counted.amounts.get(name)
        if amounts is not None and np.isfinite(amounts).any():
            filled = np.where(awake[None, :], np.nan_to_num(amounts), np.nan)
            _amounts(judging, counted.families, filled, kind, "sql_stats", set())


def _rows_a_call(
    judging: Judging,
    families: list[Family],
    each: Floats,
    calls: Floats,
    name: str,
    source: str,
    wanted: Collection[Family],
) -> None:
    if not families or not np.isfinite(each).any():
        return
    values = np.where(calls >= FEWEST_CALLS_A_NIGHT, np.log(np.maximum(each, 1.0)), np.nan)
    chance = COUNTED_VARIATION / np.maximum(np.nan_to_num(calls), 1)
    nights = judging.nights
    found = risen(values, chance, nights.near, nights.weekdays, LEAST_SPREAD["more_rows"])
    calls_usual = median_of(calls[:, 1 : nights.near + 1])
    enough = np.nan_to_num(calls[:, 0]) >= judging.minimum_calls
    for row in np.flatnonzero(np.isfinite(found.p) & enough).tolist():
        if families[row] in wanted:
            now, usual = float(each[row, 0]), float(np.exp(found.usual[row]))
            judging.tests.append(
                Tested(
                    family=families[row],
                    kind="more_rows",
                    p=float(found.p[row]),
                    large=now >= LEAST_RATIO["more_rows"] * usual and now - usual >= ROWS_FLOOR,
                    now=now,
                    usual=usual,
                    unit=UNITS[name],
                    calls=float(calls[row, 0]),
                    calls_usual=float(calls_usual[row]),
                    nights=int(found.nights[row]),
                    source=source,
                )
            )


def _amounts(
    judging: Judging,
    families: list[Family],
    amounts: Floats,
    kind: RegressionKind,
    source: str,
    told: Collection[Family],
) -> None:
    """Judge sums that are zero on most nights: a floor in the logarithm makes small ones alike."""
    floor = TEMP_FLOOR if kind == "more_temp" else LOCK_FLOOR_US
    values = np.log(amounts + floor)
    nights = judging.nights
    found = risen(values, np.zeros_like(values), nights.near, nights.weekdays, LEAST_SPREAD[kind])
    for row in np.flatnonzero(np.isfinite(found.p)).tolist():
        if families[row] in told:
            continue
        now = float(amounts[row, 0])
        near = amounts[row, 1 : nights.near + 1]
        usual, most = float(np.nanmedian(near)), float(np.nanmax(near))
        judging.tests.append(
            Tested(
                family=families[row],
                kind=kind,
                p=float(found.p[row]),
                large=now >= LEAST_RATIO[kind] * usual and now >= floor and now > 1.5 * most,
                now=now,
                usual=usual,
                unit="bytes" if kind == "more_temp" else "us",
                nights=int(found.nights[row]),
                effect_us=now - usual if kind == "more_lock_wait" else 0.0,
                source=source,
            )
        )
