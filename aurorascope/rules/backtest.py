"""Backtest: an alarm replayed over history, so that a threshold is chosen and not guessed.

Every period of the history is evaluated as CloudWatch would have, on periods aligned to the clock. (An
alarm with a sliding window looks every minute; for a period above a minute it may fire up to one period
earlier than here.) What cannot be replayed is 'not backtestable' with its reason, and never approximated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from aurorascope.rules import composite
from aurorascope.rules.cases import SAMPLES, replay_series, watched
from aurorascope.rules.expand import Series
from aurorascope.rules.history import Grid, NotKnownError
from aurorascope.rules.mutes import read_mute
from aurorascope.rules.states import EXTRA_POINTS, INSUFFICIENT, spans
from aurorascope.rules.stored import sql_series

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from aurorascope.rules.expand import Alarm
    from aurorascope.rules.history import History, Values

Verdict = Literal["replayed", "no data", "not backtestable"]
FACTORS = (0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)
FLAP_S = 30 * 60
BEFORE_S = 60 * 60
"""A firing up to an hour before an incident begins is taken as its warning."""


@dataclass(frozen=True, slots=True)
class Firing:
    """One time in ALARM: `begin` is the moment of the evaluation that fired; without an `end` it lasts."""

    begin: int
    end: int | None
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Incident:
    """A known incident of a cluster; `peak` is its worst moment, where that is known, else its begin."""

    account: str
    region: str
    cluster: str
    begin: int
    peak: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of history that was replayed: values and states period by period."""

    grid: Grid
    values: NDArray[np.float64]
    states: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Replay:
    """What an alarm would have done."""

    alarm: Alarm
    verdict: Verdict
    reason: str = ""
    stretches: tuple[Stretch, ...] = field(default=(), repr=False)
    firings: tuple[Firing, ...] = ()

    @property
    def covered_s(self) -> int:
        """Seconds of history that were replayed."""
        return sum(stretch.grid.end - stretch.grid.begin for stretch in self.stretches)

    @property
    def heard(self) -> tuple[Firing, ...]:
        """The firings that were not muted."""
        return tuple(firing for firing in self.firings if not firing.muted)


@dataclass(frozen=True, slots=True)
class Tried:
    """What another threshold would have done."""

    threshold: float
    firings: int
    minutes: float
    flapping: int
    nights: int
    caught: int


def backtest(alarms: Sequence[Alarm], history: History, *, extra: int = EXTRA_POINTS) -> list[Replay]:
    """Replay every alarm, composites last, as they look at the others. The order of `alarms` is kept."""
    done: dict[str, Replay] = {}
    rules = sorted({alarm.rule.name for alarm in alarms})
    for name in rules:
        for alarm in alarms:
            if alarm.rule.name == name and alarm.rule.kind != "composite":
                done[alarm.name] = replay_alarm(alarm, history, extra=extra)
        history.forget()
    for alarm in alarms:
        if alarm.rule.kind == "composite":
            done[alarm.name] = _composite(alarm, done)
    return [done[alarm.name] for alarm in alarms]


def replay_alarm(
    alarm: Alarm, history: History, *, threshold: float | None = None, extra: int = EXTRA_POINTS
) -> Replay:
    """Replay one alarm that is no composite, with its own threshold or another."""
    wanted = alarm.threshold if threshold is None else threshold
    stretches: list[Stretch] = []
    try:
        for grid, series in _series(alarm, history, extra):
            values = series[alarm.rule.metrics[0].id] if alarm.rule.kind == "anomaly" else None
            if values is None:
                values = watched(alarm.rule, series)
            states = replay_series(alarm.rule, series, wanted, missing=alarm.missing, extra=extra)
            states[: alarm.rule.n + extra - 1] = INSUFFICIENT  # what came before is not known
            stretches.append(Stretch(grid, values, states))
    except NotKnownError as error:
        verdict: Verdict = "no data" if str(error) == "no data" else "not backtestable"
        return Replay(alarm, verdict, str(error))
    if not stretches:
        return Replay(alarm, "no data", f"less history than {alarm.rule.n + extra} periods")
    derived = any(one in history.by_role for one in alarm.series)
    note = "by role, from the series of the instances" if derived else ""
    return Replay(alarm, "replayed", note, tuple(stretches), _firings(alarm, stretches))


def _series(alarm: Alarm, history: History, extra: int) -> Iterable[tuple[Grid, Mapping[str, Values]]]:
    """Yield the grids on which an alarm can be replayed, each with its series."""
    period = alarm.rule.period_s
    if alarm.rule.kind == "sql":
        yield from sql_series(alarm, history)
        return
    if alarm.rule.kind == "log":
        raise NotKnownError("CloudWatch Logs runs its query over lines, of which the store has no copy")
    wanted = [*alarm.series, *_band(alarm), *_samples(alarm)]
    sources, first = [], []
    for one in wanted:
        try:
            source = history.source_period(one, alarm.account, alarm.region, period)
        except NotKnownError as error:
            if alarm.rule.kind == "math" and str(error) == "no data":
                continue
            if one not in alarm.series:
                what = "SampleCount" if one.id == SAMPLES else "CloudWatch's band"
                raise NotKnownError(f"{what} was not collected") from None
            raise
        sources.append(source)
        first.append(int(history.points(one, alarm.account, alarm.region)[source][0][0]))
    if not sources:
        raise NotKnownError("no data")
    for begin, end in history.covered(alarm.account, alarm.region, max(sources)):
        grid = _aligned(max(begin, min(first)), end, period)
        if len(grid) > alarm.rule.n + extra:
            yield grid, {one.id: _on(one, alarm, history, grid) for one in wanted}


def _on(one: Series, alarm: Alarm, history: History, grid: Grid) -> Values:
    try:
        return history.on(one, alarm.account, alarm.region, grid)
    except NotKnownError:  # of math alone: one operand was never published, the others were
        return np.full(len(grid), np.nan)


def _band(alarm: Alarm) -> list[Series]:
    """Return the series of the band that CloudWatch drew, where they were collected."""
    if alarm.rule.kind != "anomaly":
        return []
    one, width = alarm.series[0], alarm.rule.threshold.band
    return [
        Series(side, one.namespace, one.metric, one.dimensions, f"{one.statistic} band {width:g} {side}")
        for side in ("lower", "upper")
    ]


def _samples(alarm: Alarm) -> list[Series]:
    """Return the series that says how many samples a percentile is of, where the rule minds."""
    if alarm.rule.low_samples != "ignore":
        return []
    one = alarm.series[0]
    return [Series(SAMPLES, one.namespace, one.metric, one.dimensions, "SampleCount")]


def _aligned(begin: int, end: int, period: int) -> Grid:
    return Grid(-(-begin // period) * period, end // period * period, period)


def _firings(alarm: Alarm, stretches: Iterable[Stretch]) -> tuple[Firing, ...]:
    """Return the times in ALARM; the state after a period is known at its end."""
    windows = [read_mute(mute) for mute in alarm.rule.mutes]
    found = []
    for stretch in stretches:
        grid = stretch.grid
        for first, last in spans(stretch.states):
            begin = grid.begin + (first + 1) * grid.period_s
            end = None if last == len(grid) else grid.begin + (last + 1) * grid.period_s
            moment = datetime.fromtimestamp(begin, UTC)
            found.append(Firing(begin, end, any(window.covers(moment) for window in windows)))
    return tuple(found)


def _composite(alarm: Alarm, done: Mapping[str, Replay]) -> Replay:
    """Replay a composite over the stretches that all of its alarms have."""
    names = dict(alarm.children)
    parts = {rule: done.get(name) for rule, name in names.items()}
    for rule, part in parts.items():
        if part is None or part.verdict != "replayed":
            reason = part.reason if part else "it is not there"
            return Replay(alarm, "not backtestable", f"{rule}: {reason}")
    suppressor = done.get(alarm.suppressor) if alarm.suppressor else None
    period = alarm.rule.period_s
    own = [part for part in parts.values() if part]
    begin = max(part.stretches[0].grid.begin for part in own)
    end = min(part.stretches[-1].grid.end for part in own)
    grid = _aligned(begin, end, period)
    if not len(grid):
        return Replay(alarm, "no data", "no data")
    states = {rule: _states_on(part, grid) for rule, part in parts.items() if part}
    found = composite.compute(composite.parse(alarm.rule.alarm_rule), states, len(grid))
    stretch = Stretch(grid, np.full(len(grid), np.nan), found)
    firings = _firings(alarm, [stretch])
    if suppressor and suppressor.verdict == "replayed":
        held = _states_on(suppressor, grid)
        own_rule = alarm.rule
        told = composite.actions(
            found, held, period, own_rule.suppressor_wait_s, own_rule.suppressor_extension_s
        )
        firings = _told(firings, [grid.begin + (at + 1) * period for at in told])
    return Replay(alarm, "replayed", "", (stretch,), firings)


def _states_on(replay: Replay, grid: Grid) -> NDArray[np.int8]:
    """Return the states of another alarm at each period of a grid: the last that was known."""
    found = np.full(len(grid), INSUFFICIENT, np.int8)
    for stretch in replay.stretches:
        own = stretch.grid
        moments = grid.begin + (np.arange(len(grid)) + 1) * grid.period_s
        at = (moments - own.begin) // own.period_s - 1
        inside = (at >= 0) & (at < len(own))
        found[inside] = stretch.states[at[inside]]
    return found


def _told(firings: Iterable[Firing], moments: Sequence[int]) -> tuple[Firing, ...]:
    """Keep of a suppressed composite's firings those that notified, from the moment they did."""
    found = []
    for firing in firings:
        heard = [one for one in moments if firing.begin <= one < (firing.end or one + 1)]
        found.append(Firing(heard[0] if heard else firing.begin, firing.end, muted=not heard))
    return tuple(found)


def flapping(firings: Sequence[Firing]) -> int:
    """Count the firings that began within half an hour of the end of the one before."""
    return sum(1 for one, other in pairwise(firings) if one.end and other.begin - one.end < FLAP_S)


def minutes(firings: Iterable[Firing], until: int) -> float:
    """Return how long the firings lasted, in minutes; one that lasts still counts up to `until`."""
    return sum((until if one.end is None else one.end) - one.begin for one in firings) / 60


def nights(firings: Iterable[Firing], offset: timedelta = timedelta(0)) -> int:
    """Count the nights (22 to 7 o'clock, at a distance from UTC) in which something began."""
    found = set()
    for firing in firings:
        local = datetime.fromtimestamp(firing.begin, UTC) + offset
        if local.hour >= 22 or local.hour < 7:
            found.add((local - timedelta(hours=7)).date())
    return len(found)


def warned(firings: Iterable[Firing], incident: Incident) -> int | None:
    """Return how many seconds before an incident's peak an alarm was there; None where none was."""
    begins = [
        one.begin
        for one in firings
        if one.begin <= incident.end and (one.end is None or one.end >= incident.begin - BEFORE_S)
    ]
    return incident.peak - min(begins) if begins else None


def incidents_of(alarm: Alarm, incidents: Iterable[Incident]) -> list[Incident]:
    """Return the incidents of an alarm's cluster."""
    place = (alarm.account, alarm.region, alarm.cluster)
    return [one for one in incidents if (one.account, one.region, one.cluster) == place]


def try_thresholds(
    alarm: Alarm,
    history: History,
    incidents: Sequence[Incident] = (),
    *,
    thresholds: Sequence[float] = (),
    offset: timedelta = timedelta(0),
) -> list[Tried]:
    """Replay an alarm with other thresholds: those given, else factors of its own and of what was seen."""
    if alarm.threshold is None:
        return []
    own = incidents_of(alarm, incidents)
    found = []
    for threshold in thresholds or candidates(alarm, history):
        replay = replay_alarm(alarm, history, threshold=threshold)
        if replay.verdict != "replayed":
            return []
        until = replay.stretches[-1].grid.end
        heard = replay.heard
        found.append(
            Tried(
                threshold,
                len(heard),
                minutes(heard, until),
                flapping(heard),
                nights(heard, offset),
                sum(warned(heard, one) is not None for one in own),
            )
        )
    return found


def candidates(alarm: Alarm, history: History) -> list[float]:
    """Return thresholds worth a look: around the rule's own, and the quantiles of what was seen."""
    own = float(alarm.threshold or 0)
    found = {own * factor for factor in FACTORS}
    replay = replay_alarm(alarm, history)
    values = np.concatenate([stretch.values for stretch in replay.stretches] or [np.zeros(0)])
    values = values[~np.isnan(values)]
    if values.size:
        shares = (0.9, 0.99, 0.999) if alarm.rule.operator in (">", ">=") else (0.1, 0.01, 0.001)
        found |= {float(f"{one:.3g}") for one in np.quantile(values, shares)}
    return sorted(found)
