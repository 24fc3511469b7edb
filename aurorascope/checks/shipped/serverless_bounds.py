"""Bounds of Serverless v2 that hold it back, or that keep it larger than its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import cluster, instance, metric
from aurorascope.checks.reading import lasted, place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

WATCH_S, ACT_S = 900, 7200
USD_AN_ACU_HOUR = 0.12
CAPACITY = """
select account, region, cluster, instance, sum(period_s) as seconds,
    sum(period_s) filter (value >= $highest - 0.01) as ceiling_s, sum(period_s) filter (value <= $lowest + 0.01) as floor_s,
    max(value) as most, quantile_cont(value, 0.5) as usual,
    min(ts) filter (value >= $highest - 0.01) as first_at, max(ts) filter (value >= $highest - 0.01) as last_at
from metrics
where name = 'ServerlessDatabaseCapacity' and statistic = 'Average' and ts >= $begin and ts < $end
    and cluster = $cluster and account is not distinct from $account and instance is not null
group by all order by ceiling_s desc nulls last, instance
"""
CPU = """
select quantile_cont(value, 0.95) as cpu from metrics
where name = 'CPUUtilization' and statistic = 'Average' and instance = $instance and cluster = $cluster
    and account is not distinct from $account and ts >= $begin and ts < $end
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Judge the time at the upper bound, and a lower bound that nobody needs."""
    for row in resources(asked, "cluster"):
        bounds = row["record"].get("ServerlessV2ScalingConfiguration") or {}
        highest, lowest = float(bounds.get("MaxCapacity") or 0), float(bounds.get("MinCapacity") or 0)
        if highest <= 0:
            continue
        held = asked.rows(
            CAPACITY, highest=highest, lowest=lowest, cluster=row["resource_name"], account=row["account"]
        )
        name = quoted(row["resource_name"])
        worst = held[0] if held else None
        if worst is not None and (worst["ceiling_s"] or 0) >= WATCH_S:
            yield Finding(
                severity="act" if worst["ceiling_s"] >= ACT_S else "watch",
                **place(worst),
                subject="upper bound too low",
                title=f"{worst['instance']} was at its ceiling of {highest:g} ACU for {lasted(worst['ceiling_s'])}",
                evidence=(
                    Evidence("time at the ceiling", worst["ceiling_s"], "s"),
                    Evidence("upper bound", highest, "ACU"),
                    Evidence("usual capacity", worst["usual"], "ACU"),
                ),
                effect="What wanted more waited; how much more it wanted cannot be seen at the ceiling.",
                suggestion="Raise the upper bound: it costs only what is used. Then see whether a statement grew.",
                command=f"aws rds modify-db-cluster --db-cluster-identifier {name} --serverless-v2-scaling-configuration MinCapacity={lowest:g},MaxCapacity={min(highest * 2, 256):g} --apply-immediately",
                page=page(
                    "/metrics",
                    cluster=worst["cluster"],
                    instance=worst["instance"],
                    begin=worst["first_at"],
                    end=worst["last_at"],
                    metric="ServerlessDatabaseCapacity",
                ),
                first_at=worst["first_at"],
                last_at=worst["last_at"],
            )
        for one in held:
            cpu = asked.rows(CPU, instance=one["instance"], cluster=one["cluster"], account=one["account"])[
                0
            ]["cpu"]
            if (
                lowest >= 2
                and (one["floor_s"] or 0) >= 0.95 * one["seconds"]
                and one["seconds"] >= 43_200
                and cpu is not None
                and cpu < 20
            ):
                usd = (lowest / 2) * USD_AN_ACU_HOUR * 730
                yield Finding(
                    severity="note",
                    **place(one),
                    subject=f"lower bound too high for {one['instance']}",
                    title=f"{one['instance']} idles at its floor of {lowest:g} ACU ({cpu:.0f} % CPU at its 95th percentile)",
                    evidence=(
                        Evidence("time at the floor", one["floor_s"], "s"),
                        Evidence("CPU, 95th percentile", cpu, "percent"),
                    ),
                    effect=f"half of it would save about {usd:,.0f} USD a month (an estimate)",
                    suggestion="Lower the lower bound step by step; it also sets how much memory for the cache stays.",
                    command=f"aws rds modify-db-cluster --db-cluster-identifier {name} --serverless-v2-scaling-configuration MinCapacity={lowest / 2:g},MaxCapacity={highest:g}",
                    page=page(
                        "/metrics",
                        cluster=one["cluster"],
                        instance=one["instance"],
                        begin=asked.begin,
                        end=asked.end,
                        metric="ServerlessDatabaseCapacity",
                    ),
                    first_at=asked.begin,
                    last_at=asked.end,
                )


def _serverless(lowest: float = 0.5) -> list[dict[str, object]]:
    bounds = {"MinCapacity": lowest, "MaxCapacity": 16.0}
    return [cluster(ServerlessV2ScalingConfiguration=bounds), instance(DBInstanceClass="db.serverless")]


CHECK = Check(
    name="serverless-bounds",
    title="Serverless bounds too low or too high",
    why="At its ceiling everything takes longer, and nothing says so but the capacity; a floor too high is paid day and night.",
    severity="act: two hours at the ceiling; watch: a quarter of an hour; note: a floor that idles",
    needs=("topology", "metric:ServerlessDatabaseCapacity"),
    judge=judge,
    cases=(
        Case(
            "an hour at the ceiling",
            {
                "topology": _serverless(),
                "metrics": metric("ServerlessDatabaseCapacity", [3.0] * 200 + [16.0] * 12),
            },
            {"upper bound too low": "watch"},
        ),
        Case(
            "idle at a floor of eight",
            {
                "topology": _serverless(8.0),
                "metrics": metric("ServerlessDatabaseCapacity", [8.0] * 288)
                + metric("CPUUtilization", [4.0] * 288),
            },
            {"lower bound too high for shop-1": "note"},
        ),
        Case(
            "in between",
            {
                "topology": _serverless(),
                "metrics": metric("ServerlessDatabaseCapacity", [2.0, 5.0, 9.0, 3.0] * 70),
            },
        ),
    ),
)
