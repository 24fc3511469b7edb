"""Snapshots that anybody, or another account, may restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import resource
from aurorascope.checks.reading import place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question


def judge(asked: Question) -> Iterator[Finding]:
    """Judge who may restore each manual snapshot."""
    for row in resources(asked, "snapshot"):
        shared = [str(one) for one in row["record"].get("Restore") or ()]
        if not shared:
            continue
        name = str(row["resource_name"])
        public = "all" in shared
        yield Finding(
            severity="act" if public else "note",
            **place(row, instance=False),
            subject=f"snapshot {name}",
            title=f"snapshot {name} may be restored by {'anybody' if public else ', '.join(shared[:5])}",
            evidence=(Evidence("may restore", ", ".join(shared[:20])),),
            effect="All data of that day is in it." if public else "That account has a copy of the data.",
            suggestion="Take the permission back, and treat the data as published."
            if public
            else "Take the permission back if it is no longer needed.",
            command=f"aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier {quoted(name)} --attribute-name restore --values-to-remove {' '.join(quoted(one) for one in shared[:5])}",
            page=page("/cluster", cluster=str(row["cluster"])),
        )


def _snapshot(*shared: str) -> dict[str, object]:
    return resource(
        "snapshot",
        "shop-before-upgrade",
        cluster="shop",
        attributes={"SnapshotType": "manual", "Restore": list(shared)},
    )


CHECK = Check(
    name="public-snapshots",
    title="Public and shared snapshots",
    why="A public snapshot is the whole database for everybody with an AWS account.",
    severity="act: public; note: shared with an account",
    needs=("topology",),
    judge=judge,
    posture=True,
    cases=(
        Case("anybody", {"topology": [_snapshot("all")]}, {"snapshot shop-before-upgrade": "act"}),
        Case(
            "one account", {"topology": [_snapshot("111122223333")]}, {"snapshot shop-before-upgrade": "note"}
        ),
        Case("nobody", {"topology": [_snapshot()]}),
    ),
)
