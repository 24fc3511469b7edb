"""What happened in the period that no check need look for: crashes, failovers, alarms, counts that rose.

They are findings like those of the checks, so that one verdict stands on both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aurorascope.model.amounts import amount, duration
from aurorascope.model.finding import Evidence, Finding
from aurorascope.report.addresses import address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aurorascope.model.finding import FindingSeverity
    from aurorascope.report.period import Period

LONG_OUTAGE_US = 60_000_000
LEAST_NIGHTS = 3
RISES = {
    "errors": (20, "/errors"),
    "deadlocks": (1, "/locks"),
    "cancelled": (5, "/errors#panel-cancelled"),
    "temp_bytes": (1 << 30, "/temp-files"),
}
"""What is compared with the nights before, how much of it nobody would call a rise, and its page."""
BUSY_SHARE = 0.05
"""Share of the period with more sessions at work than vCPUs from which it is told."""

TOLD_BY = {
    "server-crash": ("server-restarts", "out-of-memory"),
    "failover": ("failovers",),
    "restart": ("server-restarts",),
    "rpo-breach": ("global-rpo",),
    "errors-rose": ("error-bursts",),
    "deadlocks-rose": ("deadlocks",),
    "cancelled-rose": ("timeouts",),
    "temp-bytes-rose": ("temp-files",),
}
"""The checks that tell the same and more: where one of them spoke, silenced or not, ours is left out."""

Figures = dict[str, dict[str, Any]]


def happenings(
    cluster: str,
    figures: Figures,
    alarms: Sequence[Mapping[str, Any]],
    period: Period,
    spoken: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Return what happened to a cluster; `spoken` are the checks that found something there."""
    told = Told(cluster, figures, period)
    found = [*told.server(), *told.limits(), *told.rises(), *told.alarms(alarms)]
    return [one for one in found if not spoken.intersection(TOLD_BY.get(one.check, ()))]


def of_alarm(name: str, label: str | None, clusters: Sequence[str]) -> str:
    """Return the cluster that an alarm is about: its label, else the longest cluster's name in its own."""
    if label:
        return label
    return max((one for one in clusters if one and one in name), key=len, default="")


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of one cluster, and what they say of it."""

    cluster: str
    figures: Figures
    period: Period

    def server(self) -> Iterator[Finding]:
        """Crashes, failovers, starts."""
        crashes, panics = int(self._of("crashes")), int(self._of("panics"))
        if crashes or panics:
            said = [f"{times(crashes, 'crash', 'crashes')} of a server process"] if crashes else []
            said += [f"{panics} PANIC"] if panics else []
            evidence = (Evidence("crashes", crashes, "count"), Evidence("panics", panics, "count"))
            yield self._found("server-crash", "act", ", ".join(said), "/server#panel-rows", evidence)
        failovers, outage = int(self._of("failovers")), self.figures["outage_us"]["value"]
        if failovers:
            known = "outage unknown" if outage is None else f"nobody wrote for at least {duration(outage)}"
            severity: FindingSeverity = "act" if (outage or 0) >= LONG_OUTAGE_US else "watch"
            evidence = (Evidence("failovers", failovers, "count"), Evidence("outage", outage, "us"))
            said_of_it = f"{times(failovers, 'failover')}, {known}"
            yield self._found("failover", severity, said_of_it, "/failovers", evidence)
        starts = int(self._of("starts"))
        if starts and not failovers and not crashes:
            seen = (Evidence("starts", starts, "count"),)
            yield self._found("restart", "watch", times(starts, "start"), "/server#panel-rows", seen)

    def limits(self) -> Iterator[Finding]:
        """The objective of recovery, and the vCPUs."""
        beyond = self._of("rpo_beyond_us")
        if beyond:
            said = f"beyond the objective for the recovery point (5 s) for {duration(beyond)}"
            yield self._found("rpo-breach", "act", said, "/global", (Evidence("beyond", int(beyond), "us"),))
        above = self._of("above_vcpus_us")
        if above > BUSY_SHARE * self.period.seconds * 1e6:
            cores = amount(self._of("vcpus"), "number")
            said = f"more sessions at work than {cores} vCPUs for {duration(above)}"
            evidence = (Evidence("above", int(above), "us"), Evidence("most sessions", self._of("peak_aas")))
            yield self._found("load-above-vcpus", "watch", said, "/load", evidence)

    def rises(self) -> Iterator[Finding]:
        """Counts above all nights before, and by more than twice their median."""
        for name, (little, page) in RISES.items():
            figure = self.figures[name]
            known = [one for one in figure["nights"] if one is not None]
            value, usual, unit = figure["value"], figure["usual"], figure["unit"]
            if value is None or len(known) < LEAST_NIGHTS:
                continue
            if value > max(known) and value > 2 * usual + little:
                said = f"{figure['label'].lower()}: {amount(value, unit)}, usually {amount(usual, unit)}"
                evidence = (Evidence("now", value, unit), Evidence("median of the nights", usual, unit))
                yield self._found(f"{name.replace('_', '-')}-rose", "watch", said, page, evidence)

    def alarms(self, alarms: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
        """The alarms that fired."""
        if alarms:
            names = ", ".join(str(row["alarm_name"]) for row in alarms[:3]) + ", …" * (len(alarms) > 3)
            fired = sum(row["firings"] for row in alarms)
            said = f"{times(fired, 'alarm')} fired: {names}"
            yield self._found(
                "alarms-fired", "watch", said, "/alerts", (Evidence("firings", fired, "count"),)
            )

    def _of(self, name: str) -> float:
        return float(self.figures[name]["value"] or 0)

    def _found(
        self, check: str, severity: FindingSeverity, title: str, page: str, evidence: tuple[Evidence, ...]
    ) -> Finding:
        return Finding(
            check=check,
            severity=severity,
            cluster=self.cluster,
            subject=check,
            title=title,
            evidence=evidence,
            page=address(page, self.period, (self.cluster,)),
        )


def times(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun.

    >>> times(1, "start"), times(2, "crash", "crashes")
    ('1 start', '2 crashes')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
