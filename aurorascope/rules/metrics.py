"""What CloudWatch publishes for Aurora: units, statistics and dimension sets, from a table.

`data/metrics.csv` has a row for each metric and scope: its unit, the engine that publishes it, the statistics
that AWS lists (nothing where AWS lists none) and the first Aurora MySQL version, where there is one. Facts of
AWS's documentation and its metric catalogue of August 2026.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

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
    "global-secondary-cluster": ("secondary",),
    "instance": ("writer", "readers", "cluster", "instance"),
    "instance-reader": ("readers", "instance"),
    "instance-writer": ("writer", "cluster", "instance"),
    "limitless-shard-group": (),
}
"""Where a metric of each scope has data. A metric of secondary clusters has none in the primary's Region."""


@dataclass(frozen=True, slots=True)
class Published:
    """A metric as AWS publishes it; `scopes` are those with data."""

    name: str
    unit: str
    engines: tuple[str, ...]
    scopes: tuple[Scope, ...]
    statistics: tuple[str, ...]


@cache
def published() -> dict[str, Published]:
    """Return every metric of AWS/RDS that Aurora has, by name."""
    found: dict[str, Published] = {}
    with (DATA / "metrics.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, engine = row["name"], row["engine"]
            engines = ("aurora-postgresql", "aurora-mysql") if engine == "both" else (engine,)
            before = found.get(name)
            scopes = PUBLISHED[row["scope"]] + (before.scopes if before else ())
            statistics = tuple(row["statistics"].split())
            found[name] = Published(name, row["unit"], engines, scopes, statistics)
    return found


def is_percentile(statistic: str) -> bool:
    """Say whether a statistic is an extended one: a percentile, a trimmed mean and the like."""
    return PERCENTILE.match(statistic) is not None
