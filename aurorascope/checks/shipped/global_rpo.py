"""A secondary Region so far behind that a failover to it would lose more than agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import metric
from aurorascope.checks.reading import lasted, place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

OBJECTIVE_MS = 60_000.0
BREACHES = """
with objective as (
    select account, region, min(try_cast(parameter_value as double)) * 1000 as ms from parameters
    where parameter = 'rds.global_db_rpo' and try_cast(parameter_value as double) > 0 and valid_from < $end group by all
)
select m.account, m.region, m.cluster, max(m.value) as most, sum(m.period_s) as seconds, any_value(coalesce(o.ms, $usual)) as objective,
    min(m.ts) as first_at, max(m.ts) as last_at
from metrics as m left join objective as o on o.account is not distinct from m.account and o.region is not distinct from m.region
where m.name = 'AuroraGlobalDBRPOLag' and m.statistic = 'Maximum' and m.ts >= $begin and m.ts < $end and m.value > coalesce(o.ms, $usual)
group by m.account, m.region, m.cluster order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find time out of compliance; the objective is the parameter's, else a minute."""
    for row in asked.rows(BREACHES, usual=OBJECTIVE_MS):
        yield Finding(
            severity="act" if row["seconds"] >= 300 else "watch",
            **place(row),
            subject="recovery point",
            title=f"the secondary in {row['region']} was up to {lasted(row['most'] / 1000)} behind, out of its objective for {lasted(row['seconds'])}",
            evidence=(
                Evidence("worst", row["most"], "ms"),
                Evidence("objective", row["objective"], "ms"),
                Evidence("out of it for", row["seconds"], "s"),
            ),
            effect="A failover in that time would have lost the transactions of so long.",
            suggestion="See what the primary wrote then, and whether the secondary's instances are as large as its writer.",
            command="aws rds describe-global-clusters",
            page=page(
                "/metrics",
                cluster=row["cluster"] or "",
                begin=row["first_at"],
                end=row["last_at"],
                metric="AuroraGlobalDBRPOLag",
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


CHECK = Check(
    name="global-rpo",
    title="Recovery point of a global database",
    why="The lag of a secondary Region is what a failover to it loses.",
    severity="act: five minutes beyond the objective; watch: any",
    needs=("metric:AuroraGlobalDBRPOLag",),
    judge=judge,
    cases=(
        Case(
            "ten minutes behind",
            {
                "metrics": metric(
                    "AuroraGlobalDBRPOLag",
                    [200.0] * 50 + [600_000.0] * 3,
                    instance=None,
                    statistic="Maximum",
                    unit="Milliseconds",
                )
            },
            {"recovery point": "act"},
        ),
        Case(
            "a fifth of a second",
            {
                "metrics": metric(
                    "AuroraGlobalDBRPOLag",
                    [200.0] * 50,
                    instance=None,
                    statistic="Maximum",
                    unit="Milliseconds",
                )
            },
        ),
    ),
)
