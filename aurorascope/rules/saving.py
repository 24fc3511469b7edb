"""A backtest as rows of the store, so that the Alerts page shows what was found without doing it again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from aurorascope.rules.backtest import (
    flapping,
    incidents_of,
    minutes,
    nights,
    try_thresholds,
    warned,
)
from aurorascope.rules.cases import run_case
from aurorascope.rules.states import ALARM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import timedelta

    from aurorascope.model.rule import Rule
    from aurorascope.rules.backtest import Incident, Replay, Stretch
    from aurorascope.rules.expand import Alarm, Left
    from aurorascope.rules.history import History

HOUR = 3600
FACTORS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 1.0, 1.1, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0)
"""What a rule's own threshold is tried with: every stop of the slider on the rule's page."""

Rows = dict[str, list[dict[str, Any]]]


def rule_row(rule: Rule, now: datetime, watches: str, fires: str) -> dict[str, Any]:
    """Return a rule's row, its cases run."""
    outcomes = [run_case(rule, case) for case in rule.cases]
    told = "\n".join(
        f"{'ok' if not one.wrong else one.wrong}: {one.case} must {'fire' if one.fires else 'stay silent'}"
        + (f", fired after {one.fired_after} points" if one.fired_after else "")
        for one in outcomes
    )
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(rule.first_steps, start=1))
    return {
        "ts": now,
        "rule": rule.name,
        "title": rule.title,
        "alert_severity": rule.severity,
        "watches": watches,
        "fires_when": fires,
        "reason": rule.reason,
        "first_steps": steps,
        "cases": len(outcomes),
        "cases_failed": sum(bool(one.wrong) for one in outcomes),
        "cases_told": told,
        "rule_source": rule.source,
    }


def rows_of(
    replays: Sequence[Replay],
    history: History,
    incidents: Sequence[Incident],
    now: datetime,
    offset: timedelta,
) -> dict[tuple[str, str], Rows]:
    """Return the rows of a backtest's tables by account and Region."""
    found: dict[tuple[str, str], Rows] = {}
    for replay in replays:
        alarm = replay.alarm
        rows = found.setdefault((alarm.account, alarm.region), {})
        rows.setdefault("alert_replays", []).append(_replay_row(replay, incidents, now, offset))
        rows.setdefault("alert_hours", []).extend(_hours(replay, now))
        if replay.verdict == "replayed" and alarm.rule.kind != "composite":
            rows.setdefault("alert_tried", []).extend(_tried(alarm, history, incidents, now, offset))
    return found


def left_rows(left: Iterable[Left], now: datetime) -> list[dict[str, Any]]:
    """Return the rules whose threshold is unknown, as rows of `alert_replays`."""
    return [
        {
            "ts": now,
            "cluster": one.cluster,
            "rule": one.rule,
            "replay_verdict": one.verdict,
            "reason": one.reason,
        }
        for one in left
        if one.verdict == "threshold unknown"
    ]


def _labels(alarm: Alarm) -> dict[str, Any]:
    return {"cluster": alarm.cluster or None, "instance": alarm.instance or None, "rule": alarm.rule.name}


def _replay_row(
    replay: Replay, incidents: Sequence[Incident], now: datetime, offset: timedelta
) -> dict[str, Any]:
    alarm, heard = replay.alarm, replay.heard
    row = {
        "ts": now,
        **_labels(alarm),
        "replay_verdict": replay.verdict,
        "reason": replay.reason,
        "threshold": alarm.threshold,
        "replayed_s": replay.covered_s,
    }
    if replay.verdict != "replayed":
        return row
    own = incidents_of(alarm, incidents)
    leads = [lead for one in own if (lead := warned(heard, one)) is not None]
    return row | {
        "firings": len(heard),
        "alarm_s": round(60 * minutes(heard, replay.stretches[-1].grid.end)),
        "flaps": flapping(heard),
        "nights": nights(heard, offset) if alarm.rule.severity != "info" else 0,
        "incidents": len(own),
        "warned": len(leads),
        "lead_s": round(sum(leads) / len(leads)) if leads else None,
    }


def _hours(replay: Replay, now: datetime) -> Iterator[dict[str, Any]]:
    for stretch in replay.stretches:
        yield from _hours_of(replay.alarm, stretch, now)


def _hours_of(alarm: Alarm, stretch: Stretch, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield the hours of a stretch: the worst value, and the seconds in ALARM."""
    grid = stretch.grid
    starts = grid.begin + np.arange(len(grid)) * grid.period_s
    hours = starts // HOUR
    edges = np.flatnonzero(np.diff(hours, prepend=hours[0] - 1))
    worst_of = np.fmax if alarm.rule.operator in (">", ">=", "above", "outside") else np.fmin
    worst = worst_of.reduceat(stretch.values, edges)
    in_alarm = np.add.reduceat((stretch.states == ALARM).astype(np.int64), edges) * grid.period_s
    for hour, value, seconds in zip(hours[edges], worst, in_alarm, strict=True):
        if np.isnan(value) and not seconds:
            continue
        yield {
            "ts": datetime.fromtimestamp(int(hour) * HOUR, UTC),
            **_labels(alarm),
            "worst": None if np.isnan(value) else float(value),
            "threshold": alarm.threshold,
            "alarm_s": min(int(seconds), max(HOUR, grid.period_s)),
            "observed_at": now,
        }


def _tried(
    alarm: Alarm, history: History, incidents: Sequence[Incident], now: datetime, offset: timedelta
) -> Iterator[dict[str, Any]]:
    if not alarm.threshold:
        return
    own = [alarm.threshold * factor for factor in FACTORS]
    found = try_thresholds(alarm, history, incidents, thresholds=own, offset=offset)
    for factor, one in zip(FACTORS, found, strict=False):
        yield {
            "ts": now,
            **_labels(alarm),
            "factor": factor,
            "threshold": one.threshold,
            "firings": one.firings,
            "alarm_s": round(60 * one.minutes),
            "flaps": one.flapping,
            "nights": one.nights,
            "warned": one.caught,
        }
