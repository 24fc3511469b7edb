"""One way for each log: which collector of logs reads it, and how far another one had read it before.

A log may lie in CloudWatch Logs, in S3 and on the instance's disk. What is switched on by hand goes before
what is read by itself. `logs` of a collector's options says which it takes: "cluster/kind", * and ? allowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from aurorascope.collect.fleet import Fleet
    from aurorascope.model.haul import Watermark

READERS = ("s3_logs", "rds_log_files", "cloudwatch_logs")  # the first that takes a log reads it


@dataclass(frozen=True, slots=True)
class Route:
    """The logs that a collector takes."""

    collector: str
    logs: tuple[str, ...]

    def takes(self, cluster: str, kind: str) -> bool:
        """Say whether a log is one of them."""
        return any(fnmatchcase(f"{cluster}/{kind}", pattern) for pattern in self.logs)


def routes_before(collector: str, fleet: Fleet, running: Collection[str]) -> tuple[Route, ...]:
    """Return the ways that go before a collector's own."""
    if collector not in READERS:
        return ()
    before = READERS[: READERS.index(collector)]
    return tuple(
        Route(name, tuple(fleet.options.get(name, {}).get("logs", ("*",))))
        for name in before
        if fleet.switches.get(name, name in running)
    )


def read_elsewhere(
    collector: str, watermarks: Callable[[str], Mapping[str, Watermark]]
) -> dict[str, datetime]:
    """Return how far the other collectors of logs have read each log."""
    found: dict[str, datetime] = {}
    if collector not in READERS:
        return found
    for name in READERS:
        for series, mark in watermarks(name).items() if name != collector else ():
            if series.startswith("log:"):
                found[series] = max(mark.reached, found.get(series, mark.reached))
    return found
