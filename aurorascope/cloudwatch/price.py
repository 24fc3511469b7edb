"""What alarms cost a month, before they are pushed.

Prices as AWS listed them for us-east-2 in 2026; other Regions and discounts differ, and the ten alarms
that are free in an account are left out, so this is an upper bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aurorascope.rules.expand import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aurorascope.cloudwatch.request import Request

USD_ALARM_METRIC = 0.10
USD_HIGH_RESOLUTION = 0.30
USD_COMPOSITE = 0.50
USD_CUSTOM_METRIC = 0.30
BAND_METRICS = 3  # the metric and the two edges of its band
SHORT_S = 60


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars a month, and what they are made of."""

    alarm_metrics: int = 0
    high_resolution: int = 0
    composites: int = 0
    custom_metrics: int = 0
    log_alarms: int = 0  # not in the sum: their price was not to be found

    @property
    def usd_month(self) -> float:
        """Dollars a month."""
        return (
            self.alarm_metrics * USD_ALARM_METRIC
            + self.high_resolution * USD_HIGH_RESOLUTION
            + self.composites * USD_COMPOSITE
            + self.custom_metrics * USD_CUSTOM_METRIC
        )


def price(requests: Iterable[Request]) -> Price:
    """Return what alarms cost a month, with the metrics of our own that they need."""
    standard = fast = composites = logs = 0
    custom: set[str] = set()
    for one in requests:
        if "AlarmRule" in one:
            composites += 1
            continue
        if "ScheduledQueryConfiguration" in one:
            logs += 1
            continue
        queries = [query["MetricStat"] for query in one.get("Metrics", ()) if "MetricStat" in query]
        metrics = BAND_METRICS if one.get("ThresholdMetricId") else max(1, len(queries))
        shortest = min([query["Period"] for query in queries] or [one.get("Period", SHORT_S)])
        if shortest < SHORT_S:
            fast += metrics
        else:
            standard += metrics
        if one.get("Namespace") == NAMESPACE:
            custom.add(f"{one['MetricName']} {one['Dimensions']}")
    return Price(standard, fast, composites, len(custom), logs)
