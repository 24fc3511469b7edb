"""Nights of a made cluster: families with drifting means and heavy tails, one of them perhaps slowed down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from aurorascope.insight.regress_calls import judge_calls
from aurorascope.insight.regress_judging import Judging
from aurorascope.insight.regress_nights import LOG_STEP, Nights, Told
from aurorascope.insight.regression import Regression

BEGIN = datetime(2026, 11, 19, tzinfo=UTC)
NIGHTS = Nights(BEGIN, BEGIN + timedelta(days=1), 7)
PLACE = ("111122223333", "eu-central-1", "shop")


def told_of(
    rng: np.random.Generator, *, families: int, calls: int, slowed: float = 1.0, counters: bool = False
) -> Told:
    """Draw nights: each family has its own mean, spread, number of calls and steadiness."""
    columns = len(NIGHTS.steps)
    told = Told([(*PLACE, f"{number:016x}") for number in range(families)], (families, columns))
    if counters:
        told.log_sum[:] = told.log_square[:] = np.nan
    for row in range(families):
        mean, spread = rng.normal(9, 2), rng.uniform(0.3, 1.1)
        drift, swing = rng.uniform(0.03, 0.12), rng.uniform(0.03, 0.2)
        usual = calls if row == 0 else int(np.exp(rng.uniform(np.log(25), np.log(4000))))
        for column in range(columns):
            count = calls if row == 0 else int(rng.poisson(usual * np.exp(rng.normal(0, swing))))
            factor = slowed if (row, column) == (0, 0) else 1.0
            times = factor * np.exp(rng.normal(mean + rng.normal(0, drift), spread, count))
            buckets = np.floor(np.log(np.maximum(times, 1)) / LOG_STEP) + 0.5
            told.calls[row, column] = told.timed[row, column] = count
            told.time_us[row, column] = times.sum()
            if not counters:
                told.log_sum[row, column] = (buckets * LOG_STEP).sum()
                told.log_square[row, column] = ((buckets * LOG_STEP) ** 2).sum()
    told.windows[:] = 288
    return told


def judged(told: Told, source: str = "log") -> list[Regression]:
    """Judge them as a period is judged."""
    judging = Judging(NIGHTS, 20)
    judge_calls(judging, told, source, {})
    return judging.told(0.05)


def trial(seed: int, *, families: int, calls: int, slowed: float, counters: bool = False) -> tuple[bool, int]:
    """Return whether the slowed family was found slower, and how many other findings there are."""
    rng = np.random.default_rng(seed)
    source = "sql_stats" if counters else "log"
    found = judged(told_of(rng, families=families, calls=calls, slowed=slowed, counters=counters), source)
    hit = any(one.fingerprint == f"{0:016x}" and one.kind == "slower" for one in found)
    return hit, sum(one.fingerprint != f"{0:016x}" or one.kind != "slower" for one in found)
