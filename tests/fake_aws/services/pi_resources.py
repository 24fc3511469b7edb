"""What Performance Insights knows of an instance: is it on, which dimensions, how long; spans and periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fake_aws.call import Call
from fake_aws.world import Ints, Record

_PERIODS = (1, 60, 300, 3600, 86_400)
_DAY = 86_400


@dataclass(frozen=True)
class Span:
    """A span cut into periods: [start, end) in epoch seconds, both on a boundary of a period."""

    start: int
    end: int
    period: int

    @property
    def periods(self) -> int:
        """Return how many periods there are."""
        return (self.end - self.start) // self.period

    def bucket(self, times: Ints) -> Ints:
        """Return each moment's period, counted from the start."""
        return (times - self.start) // self.period


def monitored(call: Call) -> Record:
    """Return the instance's record; refused where there is none, or Performance Insights is off."""
    dbi = call["Identifier"]
    for record in call.describe("DescribeDBInstances"):
        if record.get("DbiResourceId") == dbi:
            if not record.get("PerformanceInsightsEnabled"):
                raise call.invalid(f"Performance Insights is not enabled for {dbi}")
            return record
    raise call.invalid(f"Identifier: no resource {dbi} in {call.region}")


def dimensions(call: Call) -> dict[str, list[str]]:
    """Return the groups an instance offers, each with its dimensions."""
    load = call.world.load(call.account, call.region, call["Identifier"], call.now - 3600, call.now)
    if load is None:
        return {}
    found = {
        group: sorted({name for member in keyed.members for name in member})
        for group, keyed in load.groups.items()
    }
    if "db.wait_event" in load.groups:
        found["db.wait_event_type"] = ["db.wait_event_type.name"]
    return found


def span(call: Call, record: Record) -> Span:
    """Return the span asked for, widened to whole periods; refused where it is older than what is kept."""
    start, end = _seconds(call["StartTime"]), _seconds(call["EndTime"])
    period = call.get("PeriodInSeconds") or _fitting(end - start)
    if period not in _PERIODS:
        raise call.invalid(f"PeriodInSeconds: {period} is none of {_PERIODS}")
    if start >= end:
        raise call.invalid("StartTime must be before EndTime")
    kept = record.get("PerformanceInsightsRetentionPeriod", 7) * _DAY
    if start < call.now - kept:
        raise call.invalid(f"StartTime is before the retention period of {kept // _DAY} days")
    return Span(int(start // period * period), int(-(-end // period) * period), period)


def _fitting(length_s: float) -> int:
    """Return the period the service takes by itself: one that gives at most some two hundred points."""
    return next((period for period in _PERIODS if length_s / period <= 200), _PERIODS[-1])


def _seconds(moment: datetime | float) -> float:
    return moment.timestamp() if isinstance(moment, datetime) else float(moment)
