"""Judges how long and how often each family runs, and which families came or went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from aurorascope.insight.regress_judging import (
    COUNTED_VARIATION,
    FEWEST_CALLS_A_NIGHT,
    LEAST_RATIO,
    LEAST_SPREAD,
    Tested,
    median_of,
    plain,
)
from aurorascope.insight.regress_statistics import LEAST_NIGHTS, MAD_TO_SD, Risen, risen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from aurorascope.insight.regress_judging import Judging
    from aurorascope.insight.regress_nights import Family, Place, Told
    from aurorascope.insight.regress_statistics import Flags, Floats
    from aurorascope.insight.regress_thresholds import Threshold
    from aurorascope.insight.regression import RegressionKind

TWO_LOOKS = 1.4
"""What looking at mean and typical execution adds to the chance of seeing a rise; the two go together."""
NEAR_THE_CUT = 0.1
"""Above this share of calls just above the threshold, many of them stay below it, unseen."""
FEW_CALLS, ENOUGH_FEW, VARIATIONS = 400, 8, (0.3, 3.0)
TOP_FACTOR = 10
"""A family with so many times the time of the least one listed would have been listed."""


def judge_calls(
    judging: Judging,
    told: Told,
    source: str,
    cuts: Mapping[Place, Threshold],
    known: Collection[Family] = frozenset(),
) -> None:
    """Judge time and number of calls, cluster by cluster: a cluster's families share their usual spread."""
    places = np.array([family[:3] for family in told.families]) if told.families else np.zeros((0, 3))
    for place in sorted({family[:3] for family in told.families}):
        rows = np.flatnonzero((places == np.array(place)).all(1))
        _Cluster(judging, told, rows, source, cuts.get(place), known).judge()


class _Cluster:
    """The families of one cluster as one source tells of them."""

    def __init__(
        self,
        judging: Judging,
        told: Told,
        rows: Any,
        source: str,
        threshold: Threshold | None,
        known: Collection[Family],
    ) -> None:
        self.judging, self.source, self.threshold = judging, source, threshold
        self.near = judging.nights.near
        self.families = [told.families[row] for row in rows]
        self.calls, self.time = told.calls[rows], told.time_us[rows]
        self.timed, self.sum, self.square = told.timed[rows], told.log_sum[rows], told.log_square[rows]
        windows = told.windows[rows] if told.windows.size else np.zeros_like(self.calls)
        self.windows = windows
        self.awake = self.calls.sum(0) > 0
        near_cut = told.near_cut[rows] if told.near_cut.size else np.zeros(len(rows))
        with np.errstate(invalid="ignore", divide="ignore"):
            self.truncated = np.nan_to_num(near_cut / self.calls.sum(1)) > NEAR_THE_CUT
            self.mean = np.where(self.timed > 0, self.time / self.timed, np.nan)
        self.mine = np.array([family not in known for family in self.families], bool)
        self.said = threshold.said if threshold is not None else ""

    def judge(self) -> None:
        """Judge all of them."""
        if self.awake[1 : self.near + 1].sum() < LEAST_NIGHTS:
            place = self.families[0][2] or "the store"
            before = int(self.awake[1 : self.near + 1].sum())
            self.judging.notes.append(
                f"{place}: the {self.source} tells of {before} of the nights before, not {LEAST_NIGHTS}"
            )
            return
        self._slower()
        self._more_often()
        self._come_and_gone()

    def _slower(self) -> None:
        chance = self._chance_of_mean()
        with np.errstate(divide="ignore"):
            means = np.where(self.timed >= FEWEST_CALLS_A_NIGHT, np.log(self.mean), np.nan)
        found = [self._risen("slower", means, chance)]
        if np.isfinite(self.sum).all():
            with np.errstate(invalid="ignore", divide="ignore"):
                typical = np.where(self.timed >= FEWEST_CALLS_A_NIGHT, self.sum / self.timed, np.nan)
                spread = np.maximum(self.square / self.timed - typical**2, 0.01) / self.timed
            found.append(self._risen("slower", typical, spread))
        p = np.fmin.reduce([one.p for one in found]) * (TWO_LOOKS if len(found) > 1 else 1.0)
        step = np.fmax.reduce([one.step for one in found])
        usual = np.exp(found[0].usual)
        weekday = self._weekday(self.mean)
        for row in np.flatnonzero(np.isfinite(p) & self.mine & self._enough()).tolist():
            now = float(self.mean[row, 0])
            large = step[row] >= np.log(LEAST_RATIO["slower"]) and now > usual[row]
            effect = (now - usual[row]) * self.timed[row, 0]
            self._test(row, "slower", p[row], large, now, usual[row], "us", found[0], effect, weekday[row])

    def _chance_of_mean(self) -> Floats:
        """The variance of the logarithm of a mean that chance gives it."""
        with np.errstate(invalid="ignore", divide="ignore"):
            if np.isfinite(self.sum).all():
                spread = self.square / self.timed - (self.sum / self.timed) ** 2
                variation = np.expm1(np.clip(np.nan_to_num(spread), 0.05, 3.0))
            else:
                variation = np.full(self.calls.shape, self._seen_variation())
            chance: Floats = variation / np.maximum(self.timed, 1)
        return chance

    def _seen_variation(self) -> float:
        """The squared variation of executions that means of few calls betray: most of theirs is chance."""
        near = slice(1, self.near + 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = np.where(self.timed[:, near] >= FEWEST_CALLS_A_NIGHT, np.log(self.mean[:, near]), np.nan)
        away = np.abs(means - median_of(means)[:, None])
        seen = (MAD_TO_SD * median_of(away)) ** 2 * median_of(self.timed[:, near])
        few = seen[np.isfinite(seen) & (median_of(self.timed[:, near]) <= FEW_CALLS)]
        return float(np.clip(np.median(few), *VARIATIONS)) if len(few) >= ENOUGH_FEW else COUNTED_VARIATION

    def _more_often(self) -> None:
        """Counters tell of windows in which a family was among the top; then both rates must have risen."""
        calls = np.where(self.awake[None, :], self.calls, np.nan)
        rates = calls
        if self.source == "sql_stats":
            with np.errstate(invalid="ignore", divide="ignore"):
                rates = np.where(self.windows > 0, self.calls / self.windows, np.nan)
        floor = max(self.judging.minimum_calls / 4, 1)
        found = self._risen("more_often", np.log(np.maximum(rates, floor / 4)), 1 / np.maximum(calls, 1))
        usual = median_of(calls[:, 1 : self.near + 1])
        weekday = self._weekday(calls)
        for row in np.flatnonzero(np.isfinite(found.p) & self.mine & self._enough() & (usual > 0)).tolist():
            kind: RegressionKind = "passed_threshold" if self.truncated[row] else "more_often"
            now = float(self.calls[row, 0])
            base = max(usual[row], weekday[row] or 0.0)
            large = now >= LEAST_RATIO[kind] * base and found.step[row] >= np.log(LEAST_RATIO[kind] * 0.75)
            effect = (now - usual[row]) * float(np.nan_to_num(self.mean[row, 0]))
            said = (
                f"{self.said}: more often, or slower; the log cannot say which" if self.truncated[row] else ""
            )
            self._test(
                row, kind, found.p[row], large, now, usual[row], "calls", found, effect, weekday[row], said
            )

    def _come_and_gone(self) -> None:
        near = self.calls[:, 1 : self.near + 1]
        awake = self.awake[1 : self.near + 1]
        usual = median_of(near[:, awake])
        everywhere = (
            (near[:, awake] >= self.judging.minimum_calls).mean(1) > 0.7 if awake.any() else self.mine
        )
        before = self.calls[:, 1:].sum(1)
        for row in np.flatnonzero((before == 0) & self._enough()).tolist():
            self._never_before(row)
        weekday = self._weekday(self.calls)
        for row in np.flatnonzero((self.calls[:, 0] == 0) & everywhere & self.mine & self.awake[0]).tolist():
            time = float(np.nanmedian(self.time[row, 1 : self.near + 1]))
            if (weekday[row] or 0) <= 0 or self.truncated[row] or not self._would_be_listed(0, time):
                continue
            tested = self._made(row, "gone", 0.0, float(usual[row]), "calls", -time)
            self.judging.sure.append(tested)

    def _never_before(self, row: int) -> None:
        family, now = self.families[row], float(self.calls[row, 0])
        time = float(np.nan_to_num(self.time[row, 0]))
        first = self.judging.first_seen.get(family[3])
        if first is not None and first < self.judging.nights.begin:
            return
        nights = [n for n in range(1, self.near + 1) if self.awake[n]]
        if not all(self._would_be_listed(night, time) for night in nights):
            return
        kind: RegressionKind = "new"
        said = self.said
        if self.threshold is not None and self.threshold.highest_us > 0:
            kind = "passed_threshold"
            said = f"{self.said}: new, or slower than it was; the log cannot say which"
        elif not self.mine[row]:
            return
        tested = self._made(row, kind, now, float("nan"), "calls", time)
        tested.said = said
        self.judging.sure.append(tested)

    def _would_be_listed(self, night: int, time: float) -> bool:
        """Say whether a family of so much time would be in that night: a log has it, a list its top."""
        if self.source == "log":
            return True
        listed = self.time[:, night][self.time[:, night] > 0]
        return bool(listed.size) and time >= TOP_FACTOR * float(listed.min())

    def _enough(self) -> Flags:
        enough: Flags = self.calls[:, 0] >= self.judging.minimum_calls
        return enough

    def _weekday(self, values: Floats) -> list[float | None]:
        columns = list(self.judging.nights.weekdays)
        if not columns:
            return [None] * len(self.families)
        held = np.where(self.awake[None, columns], values[:, columns], np.nan)
        return [plain(float(one)) for one in median_of(held)]

    def _risen(self, kind: RegressionKind, values: Floats, chance: Floats) -> Risen:
        found = np.where(self.awake[None, :], values, np.nan)
        weekly = kind != "slower"
        days = self.judging.nights.weekdays
        return risen(found, chance, self.near, days, LEAST_SPREAD[kind], weekly=weekly)

    def _test(
        self,
        row: int,
        kind: RegressionKind,
        p: float,
        large: bool,
        now: float,
        usual: float,
        unit: str,
        found: Risen,
        effect: float,
        weekday: float | None,
        said: str = "",
    ) -> None:
        tested = self._made(row, kind, now, float(usual), unit, float(effect))
        tested.p, tested.large = float(p), bool(large)
        tested.nights, tested.weekday = int(found.nights[row]), weekday
        tested.said = said or tested.said
        self.judging.tests.append(tested)

    def _made(
        self, row: int, kind: RegressionKind, now: float, usual: float, unit: str, effect: float
    ) -> Tested:
        return Tested(
            family=self.families[row],
            kind=kind,
            now=now,
            usual=usual,
            unit=unit,
            calls=float(self.calls[row, 0]),
            calls_usual=float(median_of(self.calls[row : row + 1, 1 : self.near + 1])[0]),
            nights=int(self.awake[1 : self.near + 1].sum()),
            effect_us=effect,
            source=self.source,
            said=self.said,
        )
