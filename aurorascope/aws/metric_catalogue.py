"""What is known of CloudWatch's metrics of Aurora: unit, scope, tier, statistics (metrics.csv)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

MetricScope = Literal["instance", "reader", "writer", "cluster", "global", "shard_group"]
MetricTier = Literal["vital", "useful", "all"]
TIERS: tuple[MetricTier, ...] = get_args(MetricTier)


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of AWS/RDS. `period_s` is how often it is published; `engine` is 'any' for both."""

    name: str
    unit: str
    engine: str
    scope: MetricScope
    tier: MetricTier
    statistics: tuple[str, ...]
    period_s: int
    sentence: str

    @property
    def of_instance(self) -> bool:
        """True where the metric is published for each instance (or for those of one role)."""
        return self.scope in {"instance", "reader", "writer"}


@cache
def catalogue() -> dict[str, Metric]:
    """Return every known metric by name."""
    with (Path(__file__).parent / "metrics.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: _metric(row) for row in csv.DictReader(file)}


def wanted_in(tier: str, name: str) -> bool:
    """Say whether a metric is read in a tier; one that nobody knows yet is read in 'all' only."""
    known = catalogue().get(name)
    own = known.tier if known is not None else "all"
    return TIERS.index(own) <= TIERS.index(cast("MetricTier", tier))


def statistics_of(name: str) -> tuple[str, ...]:
    """Return the statistics that are read of a metric; they cost nothing more than one does."""
    known = catalogue().get(name)
    return known.statistics if known is not None else ("Average", "Maximum")


def period_of(name: str) -> int:
    """Return how often a metric is published, in seconds."""
    known = catalogue().get(name)
    return known.period_s if known is not None else 60


def unit_of(name: str) -> str | None:
    """Return a metric's unit as CloudWatch spells it; GetMetricData does not say it."""
    known = catalogue().get(name)
    return known.unit if known is not None else None


def _metric(row: dict[str, str]) -> Metric:
    return Metric(
        row["name"], row["unit"], row["engine"], cast("MetricScope", row["scope"]),
        cast("MetricTier", row["tier"]), tuple(row["statistics"].split()), int(row["period_s"]),
        row["sentence"],
    )  # fmt: skip
