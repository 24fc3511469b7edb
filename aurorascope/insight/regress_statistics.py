"""Whether a night is beyond what the nights before it were: medians, robust spreads, many comparisons.

Everything is on the logarithmic scale, where 'twice' is the same step for all families. A family's own
spread (MAD of its nights) is drawn towards the spread that families of its cluster usually have, as seven
nights tell little of a spread; a night of few calls is given what chance alone makes of so few.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, log, sqrt
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MAD_TO_SD = 1.4826
# what a median of so few absolute deviations falls short of, for 0 to 9 values
SMALL_SAMPLE = np.array([1.0, 1.0, 1.196, 1.495, 1.363, 1.206, 1.2, 1.14, 1.129, 1.107])
PRIOR_NIGHTS = 30
"""How many nights the usual spread of a cluster's families weighs against a family's own."""
MEDIAN_VARIANCE = 1.57
LEAST_NIGHTS = 3


@dataclass(frozen=True, slots=True)
class Risen:
    """For each family: the logarithms of the usual value and of the ratio to it, and its chance."""

    usual: Floats
    step: Floats
    p: Floats
    nights: npt.NDArray[np.int64]


def risen(
    values: Floats,
    chance: Floats,
    nights: int,
    weekdays: Sequence[int],
    least_spread: float,
    *,
    weekly: bool = True,
) -> Risen:
    """Compare column 0 (now) with columns 1 to `nights`, and with those of the same weekday.

    `values` are logarithms, NaN where a night tells nothing; `chance` is the variance that sampling gives
    each of them. What follows the week (`weekly`) is compared with the higher one of both medians; what does
    not must only be a quarter above the weekday's too.
    """
    base = values[:, 1 : nights + 1]
    held = np.isfinite(base)
    count = held.sum(1)
    usual = _median(base)
    own = MAD_TO_SD * SMALL_SAMPLE[np.minimum(count, 9)] * _median(np.abs(base - usual[:, None]))
    enough = count >= LEAST_NIGHTS
    with np.errstate(invalid="ignore"):
        by_chance = np.nan_to_num(_median(np.where(held, chance[:, 1 : nights + 1], np.nan)))
        excess = np.maximum(own**2 - by_chance, 0)
        typical = float(np.nanmedian(excess[enough])) if enough.any() else 0.0
        between = (PRIOR_NIGHTS * typical + count * np.nan_to_num(excess)) / (PRIOR_NIGHTS + count)
        between = np.maximum(between, least_spread**2)
        variance = between + chance[:, 0] + MEDIAN_VARIANCE * (between + by_chance) / np.maximum(count, 1)
        weekday = _median(values[:, list(weekdays)]) if weekdays else usual
        step = values[:, 0] - usual
        t = (values[:, 0] - (np.fmax(usual, weekday) if weekly else usual)) / np.sqrt(variance)
        if not weekly:
            t[values[:, 0] - weekday < log(1.25)] = 0.0
    freedom = PRIOR_NIGHTS + count - 1
    p = np.array([chance_of(float(one), int(df)) for one, df in zip(t, freedom, strict=True)])
    p[~enough | ~np.isfinite(values[:, 0])] = np.nan
    return Risen(usual, step, p, count.astype(np.int64))


def benjamini_hochberg(p: Floats) -> Floats:
    """Return q-values: the least share of false ones among all that are found with at most this p.

    >>> [round(float(q), 3) for q in benjamini_hochberg(np.array([0.001, 0.02, 0.9]))]
    [0.003, 0.03, 0.9]
    """
    q = np.full(p.shape, np.nan)
    told = np.flatnonzero(np.isfinite(p))
    order = told[np.argsort(p[told])]
    if order.size:
        scaled = p[order] * order.size / np.arange(1, order.size + 1)
        q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def _median(values: Floats) -> Floats:
    """Row medians; NaN where a row tells nothing."""
    found = np.full(values.shape[0], np.nan)
    told = np.isfinite(values).any(1)
    if told.any():
        found[told] = np.nanmedian(values[told], axis=1)
    return found


def chance_of(t: float, freedom: int) -> float:
    """The chance of at least t under Student's distribution, by its usual normal approximation."""
    if not np.isfinite(t):
        return float("nan")
    z = t * (1 - 1 / (4 * freedom)) / sqrt(1 + t * t / (2 * freedom))
    return 0.5 * erfc(z / sqrt(2))
