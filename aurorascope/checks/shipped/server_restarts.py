"""A server that crashed, or was restarted by its memory, without a failover that tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, log, metric
from aurorascope.checks.reading import place, quoted
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

RESTARTS = """
with signs as (
    select account, region, cluster, instance, ts, 'the server said: ' || event || coalesce(', ' || kind, '') as sign, 2 as grade
    from server_events where event = 'crash' and ts >= $begin and ts < $end
    union all
    select account, region, cluster, instance, ts, message, case when message ilike '%memory%' then 3 else 1 end
    from rds_events
    where ts >= $begin and ts < $end and source_type = 'db-instance'
        and (message ilike '%restarted%' or message ilike '%killed%' or message ilike '%recovery%' or message ilike '%shutdown%')
    union all
    select account, region, cluster, instance, ts, name || ' rose', 3 from (
        select *, value - lag(value) over (partition by account, region, cluster, instance, name, statistic, period_s order by ts) as rise
        from metrics where name in ('AuroraNumOomRecoveryTriggered', 'AuroraMemoryNumKillConnTotal')
            and statistic in ('Sum', 'Maximum') and instance is not null and ts >= $begin and ts < $end
    ) where rise > 0
)
select account, region, cluster, coalesce(instance, '') as instance, min(ts) as first_at, max(ts) as last_at,
    max(grade) as grade, list(distinct sign order by sign) as signs
from signs where cluster is not null group by all order by all
"""
KILLED = """
select account, region, cluster, instance, ts, message, detail from entries
where ts >= $begin and ts < $end and (message ilike '%terminated by signal 9%' or message ilike '%out of memory%')
order by ts
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find crashes; those for want of memory are told by `out-of-memory`."""
    memory = {(row["account"], row["cluster"], row["instance"]) for row in asked.rows(KILLED)}
    for row in asked.rows(RESTARTS):
        if row["grade"] >= 3 or (row["account"], row["cluster"], row["instance"]) in memory:
            continue
        crashed = row["grade"] == 2
        yield Finding(
            severity="act" if crashed else "note",
            **place(row),
            subject=f"restart of {row['instance']}",
            title=f"{row['instance']} {'crashed' if crashed else 'was restarted'}",
            evidence=tuple(Evidence("sign", sign) for sign in row["signs"][:5]),
            effect="Every session on it was lost.",
            suggestion="Read the log around it; a crash that comes again is a case for AWS.",
            command=f"aws rds describe-events --source-type db-instance --source-identifier {quoted(row['instance'])} --duration 1440",
            page=page(
                "/server", cluster=row["cluster"], instance=row["instance"], begin=asked.begin, end=asked.end
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


CHECK = Check(
    name="server-restarts",
    title="Crashes and restarts",
    why="A restart that nobody asked for loses every session, and its cause is still there.",
    severity="act: a process crashed; note: it was restarted",
    needs=("rds_events|log",),
    judge=judge,
    cases=(
        Case(
            "a process that crashed",
            {
                "server_events": [
                    {"ts": at(300), "instance": "shop-1", "event": "crash", "kind": "process_died"}
                ]
            },
            {"restart of shop-1": "act"},
        ),
        Case(
            "a restart",
            {
                "rds_events": [
                    {
                        "ts": at(300),
                        "instance": "shop-1",
                        "source_type": "db-instance",
                        "source_id": "shop-1",
                        "categories": ["availability"],
                        "message": "DB instance restarted",
                    }
                ]
            },
            {"restart of shop-1": "note"},
        ),
        Case(
            "none",
            {
                "coverage": log(),
                "metrics": metric("AuroraNumOomRecoveryTriggered", [4.0] * 10, statistic="Maximum"),
            },
        ),
    ),
)
