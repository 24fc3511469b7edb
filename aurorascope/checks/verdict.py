"""The verdict for a cluster, which report and pages share: ok, watch, act or unknown, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.checks.coverage import Coverage
    from aurorascope.model.finding import Finding, Judged

Verdict = Literal["ok", "watch", "act", "unknown"]
STATED_SHARE = 0.9
"""A period of which less was taken in is unknown where nothing was found."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How many checks were asked about a cluster, and how many of them had nothing to judge by."""

    checks: int = 0
    unread: int = 0


def unread_of(judged: Judged, cluster: str, region: str | None = None, account: str | None = None) -> Asking:
    """Return how many checks could not judge a cluster; by its name alone where no more is given."""
    missed = {
        one.check
        for one in judged.unread
        if one.cluster == cluster
        and (region is None or one.region == region)
        and (account is None or one.account == account)
    }
    return Asking(len(judged.checks), len(missed))


def verdict(
    findings: Sequence[Finding], coverage: Coverage | None, asking: Asking | None = None
) -> tuple[Verdict, str]:
    """Judge one cluster by its findings and by how much of the period the store has.

    Missing data is never ok: metrics alone, without logs and without inventory, cannot say it. What was found
    stands whatever else is missing, and the reason says so. Notes and acknowledged findings move no verdict.
    """
    held = [one for one in findings if one.acknowledged is None]
    gap = _gap(coverage)
    for severity in ("act", "watch"):
        grave = [one for one in held if one.severity == severity]
        if grave:
            more = f" and {len(grave) - 1} more" if len(grave) > 1 else ""
            return severity, f"{grave[0].title}{more}" + (f"; {gap}" if gap else "") + _late(coverage)
    if gap:
        return "unknown", gap
    silenced = len(findings) - len(held)
    told = f"; {silenced} acknowledged" if silenced else ""
    return "ok", f"nothing to mend was found{told}{_without(coverage, asking)}{_late(coverage)}"


def _gap(coverage: Coverage | None) -> str:
    if coverage is None or (coverage.logs is None and coverage.metrics is None):
        return "neither logs nor metrics of the period are in the store"
    short = [
        f"{name} cover {share:.0%} of the period"
        for name, share in (("logs", coverage.logs), ("metrics", coverage.metrics))
        if share is not None and share < STATED_SHARE
    ]
    if not short and coverage.logs is None and not coverage.inventory:
        return "its metrics show nothing wrong, and neither its logs nor its inventory are in the store"
    return ", ".join(short)


def _without(coverage: Coverage | None, asking: Asking | None) -> str:
    """Say what an ok does not stand on."""
    if coverage is None:
        return ""
    missing = [
        name
        for name, there in (
            ("no log", coverage.logs is not None),
            ("no metric", coverage.metrics is not None),
            ("no inventory", coverage.inventory),
        )
        if not there
    ]
    said = f"; {' and '.join(missing)} of it is in the store" if missing else ""
    if asking is not None and asking.unread:
        said += f"; {asking.unread} of {asking.checks} checks could not judge"
    return said


def _late(coverage: Coverage | None) -> str:
    at = coverage.inventory_at if coverage is not None else None
    return f"; inventory of {at:%Y-%m-%d %H:%M} UTC, after the period" if at else ""
