"""Judges families night by night: which changes are beyond chance, large enough, and what they cost a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from aurorascope.insight.regress_statistics import LEAST_NIGHTS, benjamini_hochberg
from aurorascope.insight.regression import Regression

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from aurorascope.insight.regress_nights import Family, Nights, Told
    from aurorascope.insight.regress_statistics import Floats
    from aurorascope.insight.regression import RegressionKind

LEAST_RATIO: dict[RegressionKind, float] = {
    "slower": 1.5,
    "more_often": 2.0,
    "passed_threshold": 2.0,
    "more_rows": 2.0,
    "more_temp": 2.0,
    "more_lock_wait": 2.0,
}
LEAST_SPREAD: dict[RegressionKind, float] = {
    "slower": 0.08,
    "more_often": 0.15,
    "passed_threshold": 0.25,
    "more_rows": 0.1,
    "more_temp": 0.35,
    "more_lock_wait": 0.5,
}
"""No family is taken to be steadier than this from night to night, on the logarithmic scale."""
FEWEST_CALLS_A_NIGHT = 5
COUNTED_VARIATION = 2.0
"""Squared variation of single executions where sums alone are known; a lognormal of spread 1 has 1.7."""


@dataclass(slots=True, kw_only=True)
class Tested:
    """One comparison of one family: told if its q is small and it is `large`."""

    family: Family
    kind: RegressionKind
    p: float = 0.0
    large: bool = True
    now: float
    usual: float
    unit: str
    calls: float = 0.0
    calls_usual: float = 0.0
    nights: int
    effect_us: float = 0.0
    source: str
    said: str = ""
    weekday: float | None = None


@dataclass(slots=True)
class Judging:
    """All comparisons of one period."""

    nights: Nights
    minimum_calls: int
    hour_chance: float = 1e-4
    tests: list[Tested] = field(default_factory=list)
    sure: list[Tested] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    first_seen: dict[str, datetime] = field(default_factory=dict)

    @property
    def days(self) -> float:
        """Length of the period in days."""
        return max((self.nights.end - self.nights.begin) / timedelta(days=1), 1 / 24)

    def time_a_day(self, *sources: Told) -> dict[tuple[str, str, str], int]:
        """Return the time of all families of each place; where both sources tell, what tells of more."""
        found: dict[tuple[str, str, str], float] = {}
        for told in sources:
            own: dict[tuple[str, str, str], float] = {}
            for family, time in zip(told.families, told.time_us[:, 0], strict=True):
                own[family[:3]] = own.get(family[:3], 0.0) + float(time)
            for place, time in own.items():
                found[place] = max(found.get(place, 0.0), time)
        return {place: round(time / self.days) for place, time in found.items()}

    def told_by_counters(self, counted: Told) -> set[Family]:
        """Return the families of which counters tell now and in enough nights."""
        held = (counted.calls[:, 1 : self.nights.near + 1] > 0).sum(1) >= LEAST_NIGHTS
        return {
            family
            for family, enough, calls in zip(counted.families, held, counted.calls[:, 0], strict=True)
            if enough and calls >= self.minimum_calls
        }

    def told(self, false_share: float) -> list[Regression]:
        """Return what is beyond chance over all comparisons, and what needs no chance to be told."""
        q_values = np.full(len(self.tests), np.nan)
        kinds = np.array([one.kind for one in self.tests])
        chances = np.array([one.p for one in self.tests], np.float64)
        for kind in np.unique(kinds):  # comparisons of one kind are one question
            q_values[kinds == kind] = benjamini_hochberg(chances[kinds == kind])
        found: list[tuple[Tested, float | None]] = [
            (one, float(q))
            for one, q in zip(self.tests, q_values, strict=True)
            if one.large and q <= false_share
        ]
        found += [(one, None) for one in self.sure]
        found = _without_guesses(_each_once(found))
        return [
            Regression(
                account=one.family[0],
                region=one.family[1],
                cluster=one.family[2],
                fingerprint=one.family[3],
                normalized_sql="",
                kind=one.kind,
                value_now=plain(one.now),
                value_usual=plain(one.usual),
                unit=one.unit,
                ratio=one.now / one.usual if one.usual and np.isfinite(one.now / one.usual) else None,
                calls_now=round(one.calls),
                calls_usual=plain(one.calls_usual) or 0.0,
                nights=one.nights,
                q_value=q,
                effect_us=round(one.effect_us / self.days) if np.isfinite(one.effect_us) else 0,
                source=one.source,
                said=one.said,
                value_weekday=one.weekday,
            )
            for one, q in found
        ]

    def take_plans(self, changes: Iterable[Mapping[str, Any]]) -> None:
        """Take families whose plan changed; a plan is there or not, so there is no chance in it."""
        for change in changes:
            now, usual = change["now"], change["usual"]
            mean, before = float(now["mean_us"] or 0), float(usual["mean_us"] or 0)
            said = f"plan {usual['plan_hash']} became {now['plan_hash']}"
            effect = (mean - before) * now["plans"]
            self.sure.append(
                Tested(
                    family=change["family"],
                    kind="plan_changed",
                    now=mean,
                    usual=before,
                    unit="us",
                    calls=now["plans"],
                    calls_usual=usual["plans"],
                    nights=self.nights.near,
                    effect_us=effect,
                    source="log",
                    said=said,
                )
            )


def _each_once(found: list[tuple[Tested, float | None]]) -> list[tuple[Tested, float | None]]:
    """Keep one of two that say the same of a family: the dearer."""
    best: dict[tuple[object, ...], tuple[Tested, float | None]] = {}
    for one in found:
        key = (one[0].family, one[0].kind)
        if key not in best or one[0].effect_us > best[key][0].effect_us:
            best[key] = one
    return list(best.values())


def _without_guesses(found: list[tuple[Tested, float | None]]) -> list[tuple[Tested, float | None]]:
    """Leave out that a family passed the log's threshold where counters say what became of it."""
    told = {one.family for one, _ in found if one.source == "sql_stats"}
    return [pair for pair in found if pair[0].kind != "passed_threshold" or pair[0].family not in told]


def median_of(values: Floats) -> Floats:
    """Row medians; NaN where a row tells nothing."""
    found = np.full(values.shape[0], np.nan)
    told = np.isfinite(values).any(1) if values.shape[1] else np.zeros(values.shape[0], bool)
    if told.any():
        found[told] = np.nanmedian(values[told], axis=1)
    return found


def plain(value: float) -> float | None:
    """Return a number, None for what is none."""
    return float(value) if np.isfinite(value) else None
