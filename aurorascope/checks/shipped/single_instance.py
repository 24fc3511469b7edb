"""A cluster of one instance: nothing to fail over to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import cluster, instance
from aurorascope.checks.reading import place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

PRODUCTION = ("prod", "production", "live")


def judge(asked: Question) -> Iterator[Finding]:
    """Find clusters with one instance; those that their name or tags call production are graver."""
    of: dict[tuple[str, str, str], int] = {}
    for one in resources(asked, "instance"):
        key = (one["account"], one["region"], str(one["record"].get("DBClusterIdentifier") or one["cluster"]))
        of[key] = of.get(key, 0) + 1
    for row in resources(asked, "cluster"):
        name = str(row["resource_name"])
        if of.get((row["account"], row["region"], name)) != 1 or row["record"].get("Status") == "stopped":
            continue
        tags = [str(tag.get("Value") or "").lower() for tag in row["record"].get("TagList") or ()]
        production = any(word in PRODUCTION for word in (*tags, *name.lower().replace("_", "-").split("-")))
        yield Finding(
            severity="watch" if production else "note",
            **place(row, instance=False),
            subject="single instance",
            title=f"{name} has one instance" + (" and is called production" if production else ""),
            evidence=(
                Evidence("instances", 1, "count"),
                Evidence("called production", "yes" if production else "no"),
            ),
            effect="If it fails, nobody is served until a new one is made: ten minutes and more.",
            suggestion="Add a reader in another zone, of the same class, in promotion tier 0 or 1.",
            command=f"aws rds create-db-instance --db-cluster-identifier {quoted(name)} --db-instance-identifier {quoted(name + '-2')} --engine {row['record'].get('Engine')} --db-instance-class <class> --promotion-tier 1",
            page=page("/cluster", cluster=name),
        )


CHECK = Check(
    name="single-instance",
    title="Single-instance clusters",
    why="Without a second instance a failover has nowhere to go.",
    severity="watch: name or tags call it production; else note",
    needs=("topology",),
    judge=judge,
    posture=True,
    cases=(
        Case(
            "alone in production",
            {"topology": [cluster(TagList=[{"Key": "stage", "Value": "prod"}]), instance()]},
            {"single instance": "watch"},
        ),
        Case("alone in a test", {"topology": [cluster(), instance()]}, {"single instance": "note"}),
        Case("two", {"topology": [cluster(), instance(), instance("shop-2")]}),
    ),
)
