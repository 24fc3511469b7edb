"""A cache that was empty after a restart or a failover: reads of the disk until it was warm again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, metric
from aurorascope.checks.reading import lasted, place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

POINTS_LOST = 5.0
WATCH_S = 600.0
COLD = """
with starts as (
    select account, region, cluster, instance, ts as started_at from server_events
    where event in ('ready', 'starting') and ts >= $begin and ts < $end
    union
    select account, region, cluster, instance, ts from rds_events
    where source_type = 'db-instance' and message ilike '%restarted%' and ts >= $begin and ts < $end
    union
    select account, region, cluster, instance, valid_from from roles
    where role = 'writer' and valid_from > $begin and valid_from < $end and known_by = 'event'
    union
    select account, region, cluster, instance, ts from (
        select *, value - lag(value) over (partition by account, region, cluster, instance, statistic, period_s order by ts) as rise
        from metrics where name = 'EngineUptime' and ts >= $begin and ts < $end
    ) where rise < 0
),
hits as (
    select account, region, cluster, instance, ts, period_s, value from metrics
    where name = 'BufferCacheHitRatio' and statistic = 'Average' and ts >= $begin - interval 1 day and ts < $end
),
usual as (
    select account, region, cluster, instance, quantile_cont(value, 0.5) as usual from hits group by all
),
first as (
    select account, region, cluster, instance, min(started_at) as started_at from starts
    where instance is not null group by all
)
select f.account, f.region, f.cluster, f.instance, f.started_at, any_value(u.usual) as usual, min(h.value) as least,
    sum(h.period_s) as seconds, max(h.ts) as last_at
from first as f
join usual as u on u.instance = f.instance and u.account is not distinct from f.account and u.region is not distinct from f.region
join hits as h on h.instance = f.instance and h.account is not distinct from f.account and h.region is not distinct from f.region
    and h.ts >= f.started_at - interval 5 minute and h.ts < f.started_at + interval 6 hour and h.value < u.usual - $lost
group by f.account, f.region, f.cluster, f.instance, f.started_at
having sum(h.period_s) >= $least_s
order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find instances whose hit ratio stayed below its usual after they began to serve."""
    for row in asked.rows(COLD, lost=POINTS_LOST, least_s=WATCH_S):
        yield Finding(
            severity="watch",
            **place(row),
            subject=f"cold cache on {row['instance']}",
            title=f"{row['instance']} was cold for {lasted(row['seconds'])} after its start: hit ratio down to {row['least']:.0f} %",
            evidence=(
                Evidence("cold for", row["seconds"], "s"),
                Evidence("lowest hit ratio", row["least"], "percent"),
                Evidence("usual hit ratio", row["usual"], "percent"),
                Evidence("it began to serve at", f"{row['started_at']:%Y-%m-%d %H:%M:%S} UTC"),
            ),
            effect="Reads came from the volume: slow, and billed on Aurora Standard.",
            suggestion="PostgreSQL: cluster cache management keeps the reader of tier 0 as warm as the writer. Warm others with pg_prewarm, or let them read before they write.",
            command="aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name <group> --parameters ParameterName=apg_ccm_enabled,ParameterValue=1,ApplyMethod=immediate",
            page=page(
                "/metrics",
                cluster=row["cluster"] or "",
                instance=row["instance"],
                begin=row["started_at"],
                end=row["last_at"],
                metric="BufferCacheHitRatio",
            ),
            first_at=row["started_at"],
            last_at=row["last_at"],
        )


def _ratio(cold: int) -> list[dict[str, object]]:
    return metric("BufferCacheHitRatio", [99.5] * 100 + [60.0] * cold + [99.4] * 80, unit="Percent")


_RESTART = [
    {
        "ts": at(500),
        "instance": "shop-1",
        "source_type": "db-instance",
        "source_id": "shop-1",
        "message": "DB instance restarted",
        "categories": ["availability"],
    }
]
CHECK = Check(
    name="cold-cache",
    title="Cache cold after a restart",
    why="A promoted or restarted instance reads everything anew; the same work then takes several times as long.",
    severity="watch: ten minutes five points below the usual hit ratio",
    needs=("metric:BufferCacheHitRatio",),
    judge=judge,
    cases=(
        Case(
            "an hour cold", {"metrics": _ratio(12), "rds_events": _RESTART}, {"cold cache on shop-1": "watch"}
        ),
        Case("warm at once", {"metrics": _ratio(1), "rds_events": _RESTART}),
        Case("a report without any restart", {"metrics": _ratio(12)}),
    ),
)
