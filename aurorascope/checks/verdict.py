"""The verdict for a cluster, which report and pages share: ok, watch, act or unknown, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aurorascope.checks.coverage import Coverage
    from aurorascope.model.finding import Finding

Verdict = Literal["ok", "watch", "act", "unknown"]
STATED_SHARE = 0.9
"""A period of which less was taken in is unknown where nothing was found."""


def verdict(findings: Sequence[Finding], coverage: Coverage | None) -> tuple[Verdict, str]:
    """Judge one cluster by its findings and by how much of the period the store has.

    Missing data is never ok. What was found stands whatever else is missing, and the reason says so. Notes
    and acknowledged findings move no verdict.
    """
    held = [one for one in findings if one.acknowledged is None]
    gap = _gap(coverage)
    for severity in ("act", "watch"):
        grave = [one for one in held if one.severity == severity]
        if grave:
            more = f" and {len(grave) - 1} more" if len(grave) > 1 else ""
            return severity, f"{grave[0].title}{more}" + (f"; {gap}" if gap else "")
    if gap:
        return "unknown", gap
    silenced = len(findings) - len(held)
    told = f"; {silenced} acknowledged" if silenced else ""
    return "ok", f"nothing to mend was found{told}"


def _gap(coverage: Coverage | None) -> str:
    if coverage is None or (coverage.logs is None and coverage.metrics is None):
        return "neither logs nor metrics of the period are in the store"
    short = [
        f"{name} cover {share:.0%} of the period"
        for name, share in (("logs", coverage.logs), ("metrics", coverage.metrics))
        if share is not None and share < STATED_SHARE
    ]
    return ", ".join(short)
