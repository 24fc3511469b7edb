"""Hours in which a family was far slower than in the hours of its nights: what a day's mean hides.

A plan that flips for an hour moves a day's mean little. Each hour of the period is compared with all hours of
the nights before; the chance of the worst of them counts the hours that were looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aurorascope.insight.regress_judging import COUNTED_VARIATION, Tested
from aurorascope.insight.regress_nights import family_of
from aurorascope.insight.regress_statistics import MAD_TO_SD, chance_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from aurorascope.insight.regress_judging import Judging
    from aurorascope.insight.regress_nights import Family
    from aurorascope.insight.regress_statistics import Floats
    from aurorascope.insight.views import Queryable

HOUR_S = 3600
LEAST_HOURS = 24
LEAST_NIGHTS = 3
LEAST_RATIO = 2.0
LEAST_SPREAD = 0.15
COUNTERS = """
SELECT account, region, cluster, coalesce(fingerprint, tokenized_id) AS fingerprint,
    floor((epoch(ts) - epoch($begin::timestamptz)) / 3600)::bigint AS hour,
    sum(calls)::bigint AS calls, sum(total_time_us)::bigint AS time_us
FROM sql_stats
WHERE ts >= $near AND ts < $end AND coalesce(fingerprint, tokenized_id) IS NOT NULL
GROUP BY ALL
"""


def judge_hours(judging: Judging, snapshot: Queryable, clusters: Collection[str] | None) -> None:
    """Judge the hours of the period, family by family, from counters."""
    nights = judging.nights
    near = nights.begin - nights.width * nights.near
    found = snapshot.query(COUNTERS, {"begin": nights.begin, "end": nights.end, "near": near}).to_pylist()
    families: dict[Family, list[Mapping[str, Any]]] = {}
    for row in found:
        if (clusters is None or row["cluster"] in clusters) and (row["calls"] or 0) >= judging.minimum_calls:
            families.setdefault(family_of(row), []).append(row)
    for family, rows in families.items():
        tested = _judged(judging, family, rows)
        if tested is not None:
            judging.tests.append(tested)


def _judged(judging: Judging, family: Family, rows: Sequence[Mapping[str, Any]]) -> Tested | None:
    """Compare the hours of one family; None where its nights tell too little."""
    hour = np.array([row["hour"] for row in rows], np.int64)
    calls = np.array([row["calls"] for row in rows], np.float64)
    means = np.array([row["time_us"] or 0 for row in rows], np.float64) / calls
    told = means > 0
    before, now = told & (hour < 0), told & (hour >= 0)
    if (
        before.sum() < LEAST_HOURS
        or len({int(one) // 24 for one in hour[before]}) < LEAST_NIGHTS
        or not now.any()
    ):
        return None
    usual, p = _rises(np.log(means[before]), calls[before], np.log(means[now]), calls[now])
    over = (p * now.sum() < judging.hour_chance) & (means[now] >= LEAST_RATIO * usual)
    worst = int(p.argmin())
    slow = means[now][over]
    effect = float(((slow - usual) * calls[now][over]).sum()) if over.any() else 0.0
    calls_now = float(calls[now][over].sum()) if over.any() else float(calls[now][worst])
    mean_now = float((slow * calls[now][over]).sum() / calls_now) if over.any() else float(means[now][worst])
    return Tested(
        family=family,
        kind="slower",
        p=min(float(p.min()) * int(now.sum()), 1.0),
        large=bool(over.any()) and mean_now >= LEAST_RATIO * usual,
        now=mean_now,
        usual=usual,
        unit="us",
        calls=calls_now,
        calls_usual=float(np.median(calls[before])),
        nights=len({int(one) // 24 for one in hour[before]}),
        effect_us=effect,
        source="sql_stats",
        said=f"in {int(over.sum())} of {int(now.sum())} hours, against all hours of the nights",
    )


def _rises(usual: Floats, usual_calls: Floats, now: Floats, calls: Floats) -> tuple[float, Floats]:
    """Return the usual mean, and for each hour the chance of a mean so high."""
    middle = float(np.median(usual))
    spread = MAD_TO_SD * float(np.median(np.abs(usual - middle)))
    by_chance = COUNTED_VARIATION / np.maximum(calls, 1)
    shared = max(spread**2 - float(np.median(COUNTED_VARIATION / usual_calls)), LEAST_SPREAD**2)
    t = (now - middle) / np.sqrt(shared + by_chance)
    return float(np.exp(middle)), np.array([chance_of(float(one), len(usual) - 1) for one in t])
