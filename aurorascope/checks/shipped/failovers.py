"""The writer changed or crashed: why, and for how long nobody could write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, log
from aurorascope.checks.reading import lasted, quoted
from aurorascope.insight.views import run_view
from aurorascope.logs.tellable import tellable_running
from aurorascope.model.filter import Filter
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question


def judge(asked: Question) -> Iterator[Finding]:
    """Tell each failover of the period."""
    found = run_view(asked.snapshot, "failovers", Filter(begin=asked.begin, end=asked.end)).to_pylist()
    for row in found:
        cause = tellable_running(str(row["cause"]))
        meant = cause.startswith("asked for")
        why = "its cause is not known" if cause.startswith("unknown") else cause
        outage = row["outage_us"]
        down = f", at least {lasted(outage / 1e6)} without a writer" if outage is not None else ""
        yield Finding(
            severity="watch" if meant and row["outcome"] != "failed" else "act",
            account=row["account"] or "",
            region=row["region"] or "",
            cluster=row["cluster"] or "",
            instance=row["promoted"] or "",
            subject=f"failover at {row['started_at']:%Y-%m-%d %H:%M}",
            title=f"failover from {row['old_writer'] or 'unknown'} to {row['promoted'] or 'unknown'}: {why}{down}",
            evidence=(
                Evidence("outcome", row["outcome"]),
                Evidence("cause", cause),
                Evidence("outage", outage, "us"),
                Evidence("known from", row["outage_known"]),
                Evidence("errors around it", row["errors"], "count"),
                Evidence("refused connections", row["refusals"], "count"),
                Evidence("cache", row["cache"]),
                Evidence("minutes until warm", row["warm_minutes"]),
            ),
            effect=f"{row['errors']} errors and {row['cancels']} cancelled statements around it{down}",
            suggestion="Find the cause first; then see that clients reconnect (DNS time to live, driver that knows the topology) and that the promoted cache is warm (cluster cache management).",
            command=f"aws rds describe-events --source-type db-cluster --source-identifier {quoted(str(row['cluster']))} --duration 1440",
            page=page(
                "/failovers", cluster=row["cluster"] or "", begin=row["story_begin"], end=row["story_end"]
            ),
            first_at=row["started_at"],
            last_at=row["completed_at"] or row["started_at"],
        )


def _event(minute: float, message: str) -> dict[str, object]:
    return {
        "ts": at(minute),
        "source_type": "db-cluster",
        "source_id": "shop",
        "categories": ["failover"],
        "message": message,
    }


CHECK = Check(
    name="failovers",
    title="Failovers",
    why="Nobody can write while a failover lasts, and the promoted instance begins with what its cache holds.",
    severity="act: nobody asked for it, or it failed; watch: somebody did",
    needs=("rds_events|log",),
    judge=judge,
    cases=(
        Case(
            "a failover that nobody asked for",
            {
                "rds_events": [
                    _event(601, "Started cross AZ failover to DB instance: shop-2"),
                    _event(602, "Completed failover to DB instance: shop-2"),
                ],
                "roles": [
                    {"instance": "shop-1", "role": "writer", "valid_from": at(0, 1), "valid_to": at(602)},
                    {"instance": "shop-2", "role": "writer", "valid_from": at(602)},
                ],
            },
            {"failover at 2026-11-19 10:01": "act"},
        ),
        Case("none", {"coverage": log()}),
    ),
)
