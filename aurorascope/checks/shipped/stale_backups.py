"""Backups that are older than they should be, or kept for a day only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import cluster
from aurorascope.checks.reading import lasted, moment, place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

STALE = timedelta(minutes=30)
FEW_DAYS = 7
LOOKED = """
select account, region, max(covered_to) as looked_at from coverage where collector = 'topology' and covered_to <= $end group by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Judge the latest restorable time against the moment of looking, and the days kept."""
    looked = {(row["account"] or "", row["region"] or ""): row["looked_at"] for row in asked.rows(LOOKED)}
    for row in resources(asked, "cluster"):
        record, name = row["record"], str(row["resource_name"])
        latest = moment(record.get("LatestRestorableTime"))
        at = looked.get((row["account"], row["region"]))
        if (
            latest is not None
            and at is not None
            and at - latest > STALE
            and record.get("Status") == "available"
        ):
            late = (at - latest).total_seconds()
            yield Finding(
                severity="act",
                **place(row, instance=False),
                subject="backup is stale",
                title=f"{name} can be restored to {lasted(late)} before the last look only",
                evidence=(
                    Evidence("latest restorable time", f"{latest:%Y-%m-%d %H:%M} UTC"),
                    Evidence("looked at", f"{at:%Y-%m-%d %H:%M} UTC"),
                    Evidence("late", late, "s"),
                ),
                effect="What was written since cannot be had back.",
                suggestion="The continuous backup is normally five minutes behind: open a case with AWS.",
                command=f"aws rds describe-db-clusters --db-cluster-identifier {quoted(name)} --query 'DBClusters[].[LatestRestorableTime,Status]'",
                page=page("/cluster", cluster=name),
                first_at=latest,
                last_at=at,
            )
        kept = record.get("BackupRetentionPeriod")
        if isinstance(kept, int) and kept < FEW_DAYS:
            yield Finding(
                severity="watch" if kept <= 1 else "note",
                **place(row, instance=False),
                subject="backup retention",
                title=f"{name} keeps its backups for {kept} day{'s' if kept != 1 else ''}",
                evidence=(Evidence("backup retention", kept, "days"),),
                effect="A mistake found after a weekend cannot be undone.",
                suggestion="Keep at least seven days; 35 is the most.",
                command=f"aws rds modify-db-cluster --db-cluster-identifier {quoted(name)} --backup-retention-period 7 --apply-immediately",
                page=page("/cluster", cluster=name),
            )


_LOOK = [
    {
        "collector": "topology",
        "covered_from": "2026-11-19T23:00:00Z",
        "covered_to": "2026-11-19T23:55:00Z",
        "cluster": None,
        "status": "complete",
    }
]
CHECK = Check(
    name="stale-backups",
    title="Stale backups",
    why="A backup is worth what it can restore.",
    severity="act: half an hour behind; watch: kept for a day; note: kept for less than a week",
    needs=("topology",),
    judge=judge,
    posture=True,
    cases=(
        Case(
            "an hour behind",
            {
                "topology": [cluster(LatestRestorableTime="2026-11-19T22:40:00Z", BackupRetentionPeriod=7)],
                "coverage": _LOOK,
            },
            {"backup is stale": "act"},
        ),
        Case(
            "one day",
            {
                "topology": [cluster(LatestRestorableTime="2026-11-19T23:52:00Z", BackupRetentionPeriod=1)],
                "coverage": _LOOK,
            },
            {"backup retention": "watch"},
        ),
        Case(
            "a week, and fresh",
            {
                "topology": [cluster(LatestRestorableTime="2026-11-19T23:52:00Z", BackupRetentionPeriod=7)],
                "coverage": _LOOK,
            },
        ),
    ),
)
