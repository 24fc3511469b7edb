"""Clones that nobody uses any more: each is a cluster that is paid for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import cluster, metric
from aurorascope.checks.reading import moment, place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

OLD_DAYS = 7
USED = """
select account, region, cluster, max(value) as most from metrics
where name = 'DatabaseConnections' and statistic in ('Average', 'Maximum') and ts >= $end - interval 7 day and ts < $end
group by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find clones older than a week to which nobody was connected in the last seven days."""
    used = {
        (row["account"] or "", row["region"] or "", row["cluster"] or ""): row["most"]
        for row in asked.rows(USED)
    }
    families: dict[str, list[dict[str, object]]] = {}
    for row in resources(asked, "cluster"):
        group = str(row["record"].get("CloneGroupId") or "")
        if group:
            families.setdefault(group, []).append(row)
    for members in families.values():
        members.sort(key=lambda one: str(one["record"].get("ClusterCreateTime")))  # type: ignore[attr-defined] # a dict
        for row in members[1:]:
            record: dict[str, object] = row["record"]  # type: ignore[assignment] # the API's record
            made = moment(record.get("ClusterCreateTime"))
            name = str(row["resource_name"])
            most = used.get((str(row["account"]), str(row["region"]), name))
            age = (asked.end - made).days if made is not None else 0
            if age < OLD_DAYS or most is None or most > 0:
                continue
            yield Finding(
                severity="watch",
                **place(row, instance=False),
                subject="forgotten clone",
                title=f"{name} is a clone of {members[0]['resource_name']}, {age} days old, and nobody was connected for a week",
                evidence=(
                    Evidence("age", age, "days"),
                    Evidence("most connections in seven days", most, "count"),
                    Evidence("clone of", str(members[0]["resource_name"])),
                ),
                effect="Its instances are paid by the hour, and the pages it no longer shares by the gigabyte.",
                suggestion="Ask its owner; keep a final snapshot and delete it.",
                command=f"aws rds delete-db-cluster --db-cluster-identifier {quoted(name)} --final-db-snapshot-identifier {quoted(name + '-final')}  # after its instances",
                page=page("/cluster", cluster=name),
                first_at=made,
                last_at=asked.end,
            )


def _family(made: str) -> list[dict[str, object]]:
    return [
        cluster("shop", CloneGroupId="g1", ClusterCreateTime="2025-01-01T00:00:00Z"),
        cluster("shop-copy", CloneGroupId="g1", ClusterCreateTime=made),
    ]


def _connected(count: float) -> list[dict[str, object]]:
    return metric("DatabaseConnections", [count] * 50, instance="shop-copy-1", cluster="shop-copy")


CHECK = Check(
    name="forgotten-clones",
    title="Forgotten clones",
    why="A clone is made in minutes and forgotten as fast.",
    severity="watch: a week old and a week without a connection",
    needs=("topology",),
    judge=judge,
    posture=True,
    cases=(
        Case(
            "nobody there",
            {"topology": _family("2026-10-01T00:00:00Z"), "metrics": _connected(0.0)},
            {"forgotten clone": "watch"},
        ),
        Case("it is used", {"topology": _family("2026-10-01T00:00:00Z"), "metrics": _connected(3.0)}),
        Case("made yesterday", {"topology": _family("2026-11-18T00:00:00Z"), "metrics": _connected(0.0)}),
        Case("whether it is used is unknown", {"topology": _family("2026-10-01T00:00:00Z")}),
    ),
)
