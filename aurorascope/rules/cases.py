"""Runs the cases of a rule: a series that must fire and one that must stay silent prove its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aurorascope.rules import composite, expression
from aurorascope.rules.metrics import samples_needed
from aurorascope.rules.states import ALARM, EXTRA_POINTS, STATES, band_verdicts, replay, verdicts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from aurorascope.model.rule import Case, Missing, Rule, Run

SAMPLES = "samples"
BAND_SERIES = ("lower", "upper")
SQL_SERIES = "value"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case: `wrong` is '' where it is as the file says."""

    rule: str
    case: str
    fires: bool
    fired_after: int | None
    wrong: str


def run_case(rule: Rule, case: Case) -> Outcome:
    """Replay a case as CloudWatch would, and compare with what it must do."""
    missing_series = sorted(expected_series(rule) - set(case.series) - set(case.states))
    if missing_series:
        wrong = f"needs a series for {', '.join(missing_series)}"
        return Outcome(rule.name, case.name, case.fires, None, wrong)
    threshold = threshold_of(rule, case.facts)
    if threshold is None and rule.kind in ("metric", "math", "sql", "log"):
        wrong = f"needs facts.{rule.threshold.of}, which the threshold is a share of"
        return Outcome(rule.name, case.name, case.fires, None, wrong)
    fired = np.flatnonzero(states_of(rule, case, threshold) == ALARM)
    after = int(fired[0]) + 1 if fired.size else None
    return Outcome(rule.name, case.name, case.fires, after, _complaint(case, after))


def _complaint(case: Case, after: int | None) -> str:
    if case.fires and after is None:
        return "must fire, and stayed silent"
    if not case.fires and after is not None:
        return f"must stay silent, and fired after {after} points"
    if case.after is not None and case.after != after:
        return f"must fire after {case.after} points, and fired after {after}"
    return ""


def expected_series(rule: Rule) -> set[str]:
    """Return the names of the series that a case of this rule gives."""
    if rule.kind == "composite":
        children = composite.children(composite.parse(rule.alarm_rule))
        return children | ({rule.suppressed_by} if rule.suppressed_by else set())
    if rule.kind in ("sql", "log"):
        return {SQL_SERIES}
    own = {metric.id for metric in rule.metrics}
    if rule.low_samples == "ignore":
        own.add(SAMPLES)
    return own | set(BAND_SERIES) if rule.kind == "anomaly" else own


def threshold_of(rule: Rule, facts: Mapping[str, float]) -> float | None:
    """Return the number to compare with; None where it is a share of something unknown."""
    if rule.threshold.value is not None:
        return rule.threshold.value
    share, fact = rule.threshold.share, rule.threshold.of
    if share is None or fact is None or fact not in facts:
        return None
    return share * facts[fact]


def states_of(rule: Rule, case: Case, threshold: float | None) -> NDArray[np.int8]:
    """Return the state after each point of a case."""
    if rule.kind == "composite":
        states = {name: np.array([STATES.index(one) for one in told]) for name, told in case.states.items()}
        length = max(len(one) for one in states.values())
        found = composite.compute(composite.parse(rule.alarm_rule), states, length)
        return _suppressed(rule, found, states)
    series = {name: spelled(runs) for name, runs in case.series.items()}
    return replay_series(rule, series, threshold)


def _suppressed(
    rule: Rule, found: NDArray[np.int8], states: Mapping[str, NDArray[np.int8]]
) -> NDArray[np.int8]:
    """Keep of a composite's states what notifies: a case asks whether somebody hears of it."""
    if not rule.suppressed_by:
        return found
    told = composite.actions(
        found, states[rule.suppressed_by], rule.period_s, rule.suppressor_wait_s, rule.suppressor_extension_s
    )
    heard = np.zeros(len(found), np.int8)
    heard[told] = ALARM
    return heard


def replay_series(
    rule: Rule,
    series: Mapping[str, NDArray[np.float64]],
    threshold: float | None,
    *,
    missing: Missing | None = None,
    extra: int = EXTRA_POINTS,
) -> NDArray[np.int8]:
    """Return the state after each period of aligned series (NaN is missing): the rule's whole meaning."""
    how = missing or rule.missing
    if rule.kind == "anomaly":
        values = series[rule.metrics[0].id]
        verdicts = band_verdicts(values, series["lower"], series["upper"], rule.operator)
    else:
        verdicts = verdicts_of(watched(rule, series), rule.operator, float(threshold or 0))
    return replay(verdicts, m=rule.m, n=rule.n, missing=how, extra=extra, few=few_samples(rule, series))


def few_samples(rule: Rule, series: Mapping[str, NDArray[np.float64]]) -> NDArray[np.bool_] | None:
    """Return the periods with too few samples to change a state; None where the rule does not mind."""
    needed = samples_needed(rule.metrics[0].statistic) if rule.low_samples == "ignore" else None
    return None if needed is None else series[SAMPLES] < needed  # a period without samples is missing


def watched(rule: Rule, series: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return the one series that is compared with the threshold."""
    if rule.kind in ("sql", "log"):
        return series[SQL_SERIES]
    if rule.kind != "math":
        return series[rule.metrics[0].id]
    own = {metric.id: series[metric.id] for metric in rule.metrics}
    return expression.compute(expression.parse(rule.expression), own, rule.period_s)


def spelled(runs: Sequence[Run]) -> NDArray[np.float64]:
    """Return the points of runs, one after another; NaN is missing."""
    parts = [np.full(run.points, np.nan if run.value is None else run.value) for run in runs]
    return np.concatenate(parts) if parts else np.zeros(0)
