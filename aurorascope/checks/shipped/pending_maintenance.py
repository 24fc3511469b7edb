"""What AWS will do to a cluster by itself, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import cluster, resource
from aurorascope.checks.reading import moment, place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

SOON_DAYS = 14


def judge(asked: Question) -> Iterator[Finding]:
    """Tell each pending action; one that is forced soon is graver."""
    for row in resources(asked, "pending_maintenance"):
        arn = str(row["record"].get("ResourceIdentifier") or row["resource_id"])
        name = arn.rpartition(":")[2]
        for one in row["record"].get("PendingMaintenanceActionDetails") or ():
            forced = (
                moment(one.get("ForcedApplyDate"))
                or moment(one.get("AutoAppliedAfterDate"))
                or moment(one.get("CurrentApplyDate"))
            )
            days = (forced - asked.end).days if forced is not None else None
            yield Finding(
                severity="watch"
                if days is not None and days <= SOON_DAYS and one.get("ForcedApplyDate")
                else "note",
                **place(row),
                subject=f"{one.get('Action')} of {name}",
                title=f"{one.get('Action')} waits for {name}"
                + (f" and is applied on {forced:%Y-%m-%d}" if forced else ""),
                evidence=(
                    Evidence("action", str(one.get("Action"))),
                    Evidence("description", str(one.get("Description") or "")),
                    Evidence("days left", days, "days"),
                ),
                effect="It restarts instances when it is applied.",
                suggestion="Apply it in a window of your own, readers first.",
                command=f"aws rds apply-pending-maintenance-action --resource-identifier {quoted(arn)} --apply-action {one.get('Action')} --opt-in-type next-maintenance",
                page=page("/cluster", cluster=str(row["cluster"])),
                last_at=forced,
            )


def _pending(forced: str | None) -> dict[str, object]:
    detail = {
        "Action": "system-update",
        "Description": "New operating system update",
        "ForcedApplyDate": forced,
    }
    attributes = {
        "ResourceIdentifier": "arn:aws:rds:eu-central-1:111122223333:cluster:shop",
        "PendingMaintenanceActionDetails": [detail],
    }
    return resource("pending_maintenance", "shop", cluster="shop", attributes=attributes)


CHECK = Check(
    name="pending-maintenance",
    title="Pending maintenance",
    why="Maintenance that is forced restarts instances at a time that nobody chose.",
    severity="watch: forced within 14 days; else note",
    needs=("topology",),
    judge=judge,
    posture=True,
    cases=(
        Case(
            "forced next week",
            {"topology": [_pending("2026-11-25T00:00:00Z")]},
            {"system-update of shop": "watch"},
        ),
        Case("whenever you like", {"topology": [_pending(None)]}, {"system-update of shop": "note"}),
        Case("nothing", {"topology": [cluster()]}),
    ),
)
