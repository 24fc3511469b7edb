"""Native points into the periods and statistics that are asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from fake_aws.call import Call
from fake_aws.refusals import Trouble, refusal
from fake_aws.world import Floats, Ints, Points

# takes points and the row at which each period begins
Statistic = Callable[[Points, Ints], Floats]
_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d{1,10})?|100)")
_RANGED = re.compile(r"(?:tm|tc|ts|wm)(?:\d{1,2}(?:\.\d{1,10})?|100)|(?:PR|TM|TC|TS|WM)\([^()]*:[^()]*\)|IQM")
EXTENDED = re.compile(f"(?:{_PERCENTILE.pattern})|(?:{_RANGED.pattern})")
_SIMPLE = {"Average", "Minimum", "Maximum", "Sum", "SampleCount"}


def statistic(call: Call, name: str) -> Statistic:
    """Return how a statistic is made; a name the service does not know is refused."""
    if name in _SIMPLE:
        return _STATISTICS[name]
    percentile = _PERCENTILE.fullmatch(name)
    if percentile:
        return lambda points, begins: _percentile(points, begins, float(percentile[1]))
    if _RANGED.fullmatch(name):
        raise refusal("cloudwatch", Trouble.NOT_EMULATED, f"the statistic {name}")
    raise call.invalid(f"The value {name} for parameter Stat is not supported.")


def bucketed(points: Points, start: int, period: int, made: Statistic) -> tuple[Ints, Floats]:
    """Return the starts of the periods that have points, and their values.

    Periods are counted from the (rounded) start that was asked for, not from the epoch: who asks from an odd
    minute gets odd periods.
    """
    if not len(points.times):
        return points.times, points.average
    bucket = (points.times - start) // period
    begins = np.flatnonzero(np.diff(bucket, prepend=bucket[0] - 1))
    return start + bucket[begins] * period, made(points, begins)


def _sum(points: Points, begins: Ints) -> Floats:
    return np.add.reduceat(points.sum, begins)  # type: ignore[arg-type]


def _count(points: Points, begins: Ints) -> Floats:
    return np.add.reduceat(points.count, begins)  # type: ignore[arg-type]


def _average(points: Points, begins: Ints) -> Floats:
    if len(begins) == len(points.times):
        return points.average
    weighted = np.add.reduceat(points.average * points.count, begins)  # type: ignore[operator]
    return weighted / _count(points, begins)


def _least(points: Points, begins: Ints) -> Floats:
    return np.minimum.reduceat(points.minimum, begins)  # type: ignore[arg-type]


def _most(points: Points, begins: Ints) -> Floats:
    return np.maximum.reduceat(points.maximum, begins)  # type: ignore[arg-type]


def _percentile(points: Points, begins: Ints, percent: float) -> Floats:
    """Return a made-up percentile: on the lines minimum, average, maximum, as samples are not kept."""
    low, middle, high = _least(points, begins), _average(points, begins), _most(points, begins)
    if percent <= 50:
        return low + (middle - low) * percent / 50
    return middle + (high - middle) * (percent - 50) / 50


_STATISTICS: dict[str, Statistic] = {
    "Average": _average,
    "Minimum": _least,
    "Maximum": _most,
    "Sum": _sum,
    "SampleCount": _count,
}
