"""The memory of an instance ran out: something was killed, or statements were refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import entry, log, metric
from aurorascope.checks.reading import gib, place, quoted
from aurorascope.logs.tellable import tellable_running
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

SIGNS = """
with signs as (
    select account, region, cluster, instance, ts, message || coalesce(' (' || detail || ')', '') as sign, fingerprint
    from entries
    where ts >= $begin and ts < $end
        and (message ilike '%terminated by signal 9%' or message ilike 'out of memory%' or message ilike '%Cannot allocate memory%')
    union all
    select account, region, cluster, instance, ts, message, null from rds_events
    where ts >= $begin and ts < $end and message ilike '%low memory%' or ts >= $begin and ts < $end and message ilike '%out of memory%'
    union all
    select account, region, cluster, instance, ts, name || ' rose', null from (
        select *, value - lag(value) over (partition by account, region, cluster, instance, name, statistic, period_s order by ts) as rise
        from metrics where name in ('AuroraNumOomRecoveryTriggered', 'AuroraMemoryNumKillConnTotal')
            and statistic in ('Sum', 'Maximum') and instance is not null and ts >= $begin and ts < $end
    ) where rise > 0
)
select account, region, cluster, coalesce(instance, '') as instance, min(ts) as first_at, max(ts) as last_at,
    count(*) as signs, list(distinct sign order by sign) as told, any_value(fingerprint) as fingerprint
from signs where cluster is not null group by all order by all
"""
FREE = """
select min(value) as least, arg_min(ts, value) as least_at, quantile_cont(value, 0.5) as usual from metrics
where name = 'FreeableMemory' and cluster = $cluster and instance = $instance and account is not distinct from $account
    and statistic in ('Average', 'Minimum') and ts >= $begin and ts < $end
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find what was killed for want of memory."""
    for row in asked.rows(SIGNS):
        free = asked.rows(FREE, **{name: row[name] for name in ("cluster", "instance", "account")})[0]
        plenty = _plenty(row["told"], free)
        yield Finding(
            severity="watch" if plenty else "act",
            **place(row),
            subject=f"out of memory on {row['instance']}",
            title=f"{row['instance']} {'had a process killed (signal 9)' if plenty else 'ran out of memory'}"
            + (f": {gib(free['least'])} were left" if free["least"] is not None else ""),
            evidence=(
                *(
                    Evidence("sign", tellable_running(" ".join(sign.split()))[:300])
                    for sign in row["told"][:5]
                ),
                Evidence("least freeable memory", free["least"], "bytes"),
                Evidence("usual freeable memory", free["usual"], "bytes"),
            ),
            effect="The server restarted or refused statements; every session on it was lost.",
            suggestion="Find the statement that used it (hash joins and sorts times sessions), lower work_mem or the number of connections, or take a larger class.",
            command=f"aws rds modify-db-instance --db-instance-identifier {quoted(row['instance'])} --db-instance-class <next larger> --apply-immediately",
            page=page(
                "/server", cluster=row["cluster"], instance=row["instance"], begin=asked.begin, end=asked.end
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


def _plenty(told: list[str], free: dict[str, Any]) -> bool:
    """Say whether nothing but a kill speaks of memory, and half of what is usual was free in every minute."""
    if free["least"] is None or not all("terminated by signal 9" in sign.lower() for sign in told):
        return False
    return bool(free["least"] > free["usual"] / 2)


CHECK = Check(
    name="out-of-memory",
    title="Out of memory",
    why="When memory runs out the kernel kills a backend, and PostgreSQL ends all others with it.",
    severity="act",
    needs=("log|rds_events|metric:AuroraNumOomRecoveryTriggered",),
    judge=judge,
    cases=(
        Case(
            "a backend killed",
            {
                "entries": [entry(300, "server process (PID 77) was terminated by signal 9: Killed")],
                "metrics": metric("FreeableMemory", [8e9] * 50 + [1e8] * 5, unit="Bytes"),
            },
            {"out of memory on shop-1": "act"},
        ),
        Case(
            "a backend killed while memory was free: by somebody, or for want of it within a minute",
            {
                "entries": [entry(300, "server process (PID 77) was terminated by signal 9: Killed")],
                "metrics": metric("FreeableMemory", [8e9] * 50 + [7e9] * 5, unit="Bytes"),
            },
            {"out of memory on shop-1": "watch"},
        ),
        Case(
            "MySQL's counter rose",
            {
                "metrics": metric(
                    "AuroraNumOomRecoveryTriggered", [4.0] * 10 + [5.0] * 10, statistic="Maximum"
                )
            },
            {"out of memory on shop-1": "act"},
        ),
        Case(
            "a counter that stands where it stood",
            {
                "metrics": metric("AuroraNumOomRecoveryTriggered", [4.0] * 10, statistic="Maximum"),
                "coverage": log(),
            },
        ),
        Case(
            "a process that aborted",
            {"entries": [entry(300, "server process (PID 77) was terminated by signal 6: Aborted")]},
        ),
    ),
)
