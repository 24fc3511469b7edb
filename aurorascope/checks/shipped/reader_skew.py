"""Readers that do not share the work: one is busy while another idles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import metric, role
from aurorascope.checks.reading import place, quoted, roles
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

LEAST_CPU, LEAST_TIMES = 40.0, 3.0
READERS = """
select account, region, cluster, instance,
    avg(value) filter (name = 'CPUUtilization') as cpu, avg(value) filter (name = 'DatabaseConnections') as connections
from metrics
where name in ('CPUUtilization', 'DatabaseConnections') and statistic = 'Average' and ts >= $begin and ts < $end and instance is not null
group by all order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Compare the readers of each cluster over the whole period."""
    known = roles(asked)
    of: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in asked.rows(READERS):
        if (
            row["cpu"] is not None
            and known.get((row["account"] or "", row["region"] or "", row["instance"])) == "reader"
        ):
            of.setdefault((row["account"], row["region"], row["cluster"]), []).append(row)
    for readers in of.values():
        most, least = max(readers, key=lambda one: one["cpu"]), min(readers, key=lambda one: one["cpu"])
        if len(readers) < 2 or most["cpu"] < LEAST_CPU or most["cpu"] < LEAST_TIMES * max(least["cpu"], 1.0):
            continue
        yield Finding(
            severity="watch" if most["cpu"] >= 70 else "note",
            **place(most),
            subject="reader skew",
            title=f"{most['instance']} works at {most['cpu']:.0f} % CPU while {least['instance']} idles at {least['cpu']:.0f} %",
            evidence=(
                Evidence("CPU of the busiest", most["cpu"], "percent"),
                Evidence("CPU of the idlest", least["cpu"], "percent"),
                Evidence("connections of the busiest", most["connections"], "count"),
                Evidence("connections of the idlest", least["connections"], "count"),
            ),
            effect="The busy one is slow for its share of users, the idle one is paid for nothing.",
            suggestion="The reader endpoint spreads connections, not work: let pools renew theirs, keep names from being cached, and look for a custom endpoint or a client that names one instance.",
            command=f"aws rds describe-db-cluster-endpoints --db-cluster-identifier {quoted(str(most['cluster']))}",
            page=page("/cluster", cluster=most["cluster"], begin=asked.begin, end=asked.end),
            first_at=asked.begin,
            last_at=asked.end,
        )


def _cpu(busy: float, idle: float) -> list[dict[str, object]]:
    return metric("CPUUtilization", [busy] * 50, instance="shop-2") + metric(
        "CPUUtilization", [idle] * 50, instance="shop-3"
    )


_ROLES = [role("shop-1", "writer"), role("shop-2", "reader"), role("shop-3", "reader")]
CHECK = Check(
    name="reader-skew",
    title="Reader skew",
    why="Readers are bought to share the work; skew means that one of them is the bottleneck.",
    severity="watch: the busiest at 70 % CPU; note: 40 %; always three times the idlest over the whole period",
    needs=("metric:CPUUtilization",),
    judge=judge,
    posture=True,
    cases=(
        Case("one does it all", {"metrics": _cpu(82, 4), "roles": _ROLES}, {"reader skew": "watch"}),
        Case("both work", {"metrics": _cpu(55, 45), "roles": _ROLES}),
        Case(
            "the writer works",
            {
                "metrics": _cpu(82, 4),
                "roles": [role("shop-1", "reader"), role("shop-2", "writer"), role("shop-3", "reader")],
            },
        ),
    ),
)
