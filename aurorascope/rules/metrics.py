"""What CloudWatch publishes for Aurora: the catalogue of `aws`, and in which dimension sets there is data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aurorascope.aws.metric_catalogue import catalogue

if TYPE_CHECKING:
    from aurorascope.model.rule import Scope

DATA = Path(__file__).parent / "data"
PERCENTILE = re.compile(
    r"(p|tm|tc|ts|wm)(\d{1,2}(\.\d{1,10})?|100)\Z|IQM\Z|(TM|TC|TS|WM|PR)\([^()]*:[^()]*\)\Z"
)
PLAIN = ("Average", "Minimum", "Maximum", "Sum", "SampleCount")
CLUSTER, INSTANCE, ROLE = ("DBClusterIdentifier",), ("DBInstanceIdentifier",), ("DBClusterIdentifier", "Role")

SCOPE_DIMENSIONS: dict[Scope, tuple[str, ...]] = {
    "writer": ROLE,
    "readers": ROLE,
    "cluster": CLUSTER,
    "instance": INSTANCE,
    "secondary": CLUSTER,
    "store": CLUSTER,
    "heartbeat": (),
}
PUBLISHED: dict[str, tuple[Scope, ...]] = {
    "cluster": ("cluster",),
    "global": ("secondary",),
    "instance": ("writer", "readers", "cluster", "instance"),
    "reader": ("readers", "instance"),
    "writer": ("writer", "cluster", "instance"),
    "shard_group": (),
}
"""Where a metric of each scope has data. A metric of secondary clusters has none in the primary's Region."""


OF_RDS = ("ReplicaLag", "BinLogDiskUsage", "FreeStorageSpace", "EBSByteBalance%", "EBSIOBalance%")
"""Metrics that RDS has and Aurora has not, or that mean nothing there."""


@dataclass(frozen=True, slots=True)
class Published:
    """A metric as AWS publishes it; `scopes` are those with data, `period_s` how often there is a point."""

    name: str
    unit: str
    engines: tuple[str, ...]
    scopes: tuple[Scope, ...]
    period_s: int


@cache
def published() -> dict[str, Published]:
    """Return every metric of AWS/RDS that Aurora has, by name."""
    both = ("aurora-postgresql", "aurora-mysql")
    return {
        name: Published(
            name,
            one.unit,
            both if one.engine == "any" else (f"aurora-{one.engine}",),
            PUBLISHED[one.scope],
            one.period_s,
        )
        for name, one in catalogue().items()
        if name not in OF_RDS
    }


def samples_needed(statistic: str) -> float | None:
    """Return how many samples a percentile needs to count as significant for CloudWatch; None for others.

    Documented: 10 / (1 - p) from the median up, 10 / p below it; nothing is said of p0 and p100.
    """
    found = re.fullmatch(r"p(\d{1,2}(?:\.\d+)?)", statistic)
    share = float(found[1]) / 100 if found else 0.0
    if not share:
        return None
    return round(10 / (1 - share if share >= 0.5 else share), 6)


def is_percentile(statistic: str) -> bool:
    """Say whether a statistic is an extended one: a percentile, a trimmed mean and the like."""
    return PERCENTILE.match(statistic) is not None
