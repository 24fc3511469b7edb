"""The alarms a fleet has, with the states their metrics give them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lab.clock import moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from fake_aws.world import Points, Series

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """An alarm on one metric of a role: M of the last M periods of 60 s beyond a threshold."""

    metric: str
    role: str
    above: bool
    threshold: float
    periods: int


RULES = (
    Rule("CPUUtilization", "WRITER", True, 90.0, 5), Rule("AuroraReplicaLag", "READER", True, 2000.0, 5),
    Rule("BufferCacheHitRatio", "WRITER", False, 80.0, 10), Rule("Deadlocks", "WRITER", True, 0.0, 1),
    Rule("EngineUptime", "WRITER", False, 120.0, 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm with its transitions: (moment, state before, state after, value)."""

    name: str
    series: Series
    rule: Rule
    transitions: tuple[tuple[float, str, str, float], ...]

    def state(self, now: int) -> tuple[str, float, float]:
        """Return state, since when, and the value that made it."""
        held = ("INSUFFICIENT_DATA", 0.0, 0.0)
        for at, _, after, value in self.transitions:
            if at <= now:
                held = (after, at, value)
        return held


def alarms(series: list[Series], points: Callable[[Series], Points], writers: set[str]) -> list[Alarm]:
    """Return an alarm of each rule for each cluster that has the metric."""
    return [
        Alarm(f"{dict(one.dimensions)['DBClusterIdentifier']}-{rule.metric}-{rule.role.lower()}", one, rule, _story(points(one), rule))
        for one in series for rule in RULES if _fits(one, rule, writers)
    ]  # fmt: skip


def _fits(series: Series, rule: Rule, writers: set[str]) -> bool:
    dimensions = dict(series.dimensions)
    return (
        series.name == rule.metric
        and set(dimensions) == {"DBClusterIdentifier", "Role"}
        and dimensions["Role"] == rule.role
        and dimensions["DBClusterIdentifier"] in writers
    )


def _story(points: Points, rule: Rule) -> tuple[tuple[float, str, str, float], ...]:
    values = points.average if rule.metric != "AuroraReplicaLag" or points.maximum is None else points.maximum
    beyond = values > rule.threshold if rule.above else values < rule.threshold
    run = np.convolve(beyond, np.ones(rule.periods))[: len(beyond)] >= rule.periods
    told, state = [], "INSUFFICIENT_DATA"
    for at, bad, value in zip(points.times.tolist(), run.tolist(), values.tolist(), strict=True):
        new = "ALARM" if bad else "OK"
        if new != state:
            told.append((at + 120.0, state, new, value))
            state = new
    return tuple(told)


def record(alarm: Alarm, region: str, account: str, now: int, created: float) -> Record:
    """Return an alarm in DescribeAlarms' shape."""
    state, since, value = alarm.state(now)
    return {
        "AlarmName": alarm.name, "AlarmArn": f"arn:aws:cloudwatch:{region}:{account}:alarm:{alarm.name}", "ActionsEnabled": True, "AlarmActions": [f"arn:aws:sns:{region}:{account}:oncall"],
        "OKActions": [], "InsufficientDataActions": [], "MetricName": alarm.series.name, "Namespace": "AWS/RDS", "Statistic": "Maximum" if alarm.rule.metric == "AuroraReplicaLag" else "Average",
        "Dimensions": [{"Name": name, "Value": value} for name, value in alarm.series.dimensions], "Period": 60, "EvaluationPeriods": alarm.rule.periods,
        "DatapointsToAlarm": alarm.rule.periods, "Threshold": alarm.rule.threshold, "ComparisonOperator": "GreaterThanThreshold" if alarm.rule.above else "LessThanThreshold",
        "TreatMissingData": "missing", "StateValue": state, "StateReason": f"Threshold Crossed: {alarm.rule.periods} datapoints, the last {value:.3f}" if since else "Unchecked: Initial alarm creation",
        "StateUpdatedTimestamp": moment(since or created), "AlarmConfigurationUpdatedTimestamp": moment(created),
    }  # fmt: skip


def history(alarm: Alarm, now: int) -> list[Record]:
    """Return an alarm's transitions in DescribeAlarmHistory's shape."""
    return [
        {
            "AlarmName": alarm.name, "AlarmType": "MetricAlarm", "Timestamp": moment(at), "HistoryItemType": "StateUpdate", "HistorySummary": f"Alarm updated from {before} to {after}",
            "HistoryData": json.dumps({"version": "1.0", "oldState": {"stateValue": before}, "newState": {"stateValue": after, "stateReason": f"Threshold Crossed: the last value was {value:.3f}"}}),
        }
        for at, before, after, value in alarm.transitions if at <= now
    ]  # fmt: skip
