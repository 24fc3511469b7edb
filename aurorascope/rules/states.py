"""CloudWatch's evaluation of an alarm, as its documentation describes it, over a series of verdicts.

Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data" (text and both tables,
each row a case in `tests/rules/missing_data.toml`), read in April 2026. What is said there:

* More points than N are fetched: the evaluation range. If N or more of them are real, the N newest real
  points decide, and the treatment of missing data does not matter.
* If fewer are real, all of them count, and the rest up to N are filled in by the treatment.
* 'missing': without any real point the state is INSUFFICIENT_DATA. 'ignore': the state stays.
* "Premature": when only breaching points are left and the oldest is M periods old or older, 'missing' goes to
  ALARM although fewer than M breach; with 'ignore' the state stays (the tables' last rows).

What is not said there, and what this evaluator does:

* The size of the evaluation range. The documented examples have 5 for N = 3; `EXTRA_POINTS` takes two more
  than N for every N, and every replay may be given another number.
* The text of the premature rule would fire for `0 - X - -` with 2 of 3; the table says OK. The table is
  followed: one good point in the range turns the rule off.
* 'ignore' with breaching points alone, fewer than M and too young: the state stays.
* A percentile of too few samples with EvaluateLowSampleCountPercentile = ignore: "the alarm state does not
  change during periods with too few data points to be statistically significant". Which periods an evaluation
  looks at for that is open; here it is the newest one. One without any sample is missing data, not few.
* A backfill that arrives late changes no state of the past: CloudWatch does not look back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from aurorascope.model.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from aurorascope.model.rule import Missing, Operator, State

EXTRA_POINTS = 2
STATES: tuple[State, ...] = ("OK", "ALARM", "INSUFFICIENT_DATA")
OK, ALARM, INSUFFICIENT = 0, 1, 2
RETAIN = 3


def state_of(
    verdicts: Sequence[bool | None],
    *,
    m: int,
    n: int,
    missing: Missing,
    before: State,
    extra: int = EXTRA_POINTS,
) -> State:
    """Return the state after one evaluation: `verdicts` are the points up to now, newest last.

    True breaches, False does not, None is missing. This is the rule as one reads it; `replay` is the same for
    a whole history at once.
    """
    seen = list(verdicts)[-(n + extra) :]
    real = [(age, bad) for age, bad in enumerate(reversed(seen), start=1) if bad is not None]
    if len(real) >= n:
        return "ALARM" if sum(bad for _, bad in real[:n]) >= m else "OK"
    bad_points = sum(bad for _, bad in real)
    if missing == "breaching":
        bad_points += n - len(real)
    if bad_points >= m:
        return "ALARM"
    if missing in ("breaching", "notBreaching") or bad_points < len(real):
        return "OK"
    if missing == "ignore":  # no point at all, or breaching ones alone
        return before
    if not real:
        return "INSUFFICIENT_DATA"
    return "ALARM" if real[-1][0] >= m else "OK"


def replay(
    verdicts: NDArray[np.int8],
    *,
    m: int,
    n: int,
    missing: Missing,
    before: State = "INSUFFICIENT_DATA",
    extra: int = EXTRA_POINTS,
    few: NDArray[np.bool_] | None = None,
) -> NDArray[np.int8]:
    """Return the state after each period: OK, ALARM or INSUFFICIENT (0, 1, 2).

    In periods of `few` samples the state stays as it was.

    `verdicts` has 1 for a breaching point, 0 for a good one, -1 for a missing one. Before the first point
    there is nothing: the alarm is new.
    """
    length = len(verdicts)
    if length == 0:
        return np.zeros(0, np.int8)
    real = verdicts >= 0
    upto = np.cumsum(real)  # real points up to and with each period
    bad_upto = np.concatenate(([0], np.cumsum(verdicts[real] == 1)))
    places = np.flatnonzero(real)
    first = np.arange(length) - (n + extra)
    older = np.where(first >= 0, upto[np.maximum(first, 0)], 0)
    count: NDArray[np.int64] = upto - older  # real points in the range
    taken = np.minimum(count, n)
    bad = bad_upto[upto] - bad_upto[upto - taken]
    states = np.where(bad >= m, ALARM, OK).astype(np.int8)
    short = count < n
    if missing == "breaching":
        states[short & (bad + n - count >= m)] = ALARM
    elif missing in ("missing", "ignore"):
        none = short & (count == 0)
        states[none] = INSUFFICIENT if missing == "missing" else RETAIN
        only_bad = short & (count > 0) & (bad == count) & (bad < m)
        if missing == "ignore":
            states[only_bad] = RETAIN
        elif places.size:
            oldest = places[np.minimum(older, places.size - 1)]
            states[only_bad & (np.arange(length) - oldest + 1 >= m)] = ALARM
    if few is not None:
        states[few] = RETAIN
    return _retained(states, STATES.index(before))


def _retained(states: NDArray[np.int8], before: int) -> NDArray[np.int8]:
    """Put the last state that was found in the place of each that stays."""
    keep = np.where(states == RETAIN, -1, np.arange(len(states)))
    last = np.maximum.accumulate(keep)
    return np.where(last < 0, before, states[np.maximum(last, 0)]).astype(np.int8)


def verdicts_of(values: NDArray[np.float64], operator: Operator, threshold: float) -> NDArray[np.int8]:
    """Compare each value (NaN is missing) with the threshold: 1 breaches, 0 does not, -1 is missing."""
    if operator == ">":
        found = values > threshold
    elif operator == ">=":
        found = values >= threshold
    elif operator == "<":
        found = values < threshold
    elif operator == "<=":
        found = values <= threshold
    else:
        raise BadRequestError(f"operator {operator!r} needs a band, not a threshold")
    return np.where(np.isnan(values), -1, found).astype(np.int8)


def band_verdicts(
    values: NDArray[np.float64], lower: NDArray[np.float64], upper: NDArray[np.float64], operator: Operator
) -> NDArray[np.int8]:
    """Compare each value with the band of its moment; without a band the point is missing."""
    above, below = values > upper, values < lower
    found = {"above": above, "below": below}.get(operator, above | below)
    unknown = np.isnan(values) | np.isnan(lower) | np.isnan(upper)
    return np.where(unknown, -1, found).astype(np.int8)


def spans(states: NDArray[np.int8], wanted: int = ALARM) -> list[tuple[int, int]]:
    """Return [begin, end) of each run of `wanted`; an end at the length of the series is still open."""
    inside = np.concatenate(([False], states == wanted, [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return [(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
