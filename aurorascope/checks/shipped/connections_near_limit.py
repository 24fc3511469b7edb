"""Connections close to max_connections: the next one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import metric
from aurorascope.checks.reading import place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

WATCH, ACT = 0.85, 0.97
NEAR = """
with most as (
    select account, region, cluster, instance, max(value) as most, arg_max(ts, value) as at from metrics
    where name = 'DatabaseConnections' and statistic = 'Maximum' and ts >= $begin and ts < $end and instance is not null group by all
),
limits as (
    select account, region, cluster, instance, min(value) as held from metrics
    where name in ('db.User.max_connections.avg', 'db.Users.max_connections.avg', 'db.User.max_connections', 'db.Users.max_connections') and value > 0 and ts < $end and ts >= $begin
    group by all
)
select m.*, l.held from most as m join limits as l on l.instance = m.instance and l.cluster is not distinct from m.cluster
    and l.account is not distinct from m.account and l.region is not distinct from m.region
where m.most >= $watch * l.held order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find instances that were nearly full; the limit is what the server itself says."""
    for row in asked.rows(NEAR, watch=WATCH):
        share = row["most"] / row["held"]
        yield Finding(
            severity="act" if share >= ACT else "watch",
            **place(row),
            subject=f"connections of {row['instance']}",
            title=f"{row['instance']} had {row['most']:,.0f} of {row['held']:,.0f} connections",
            evidence=(
                Evidence("most connections", row["most"], "count"),
                Evidence("max_connections", row["held"], "count"),
            ),
            effect="Beyond the limit everybody is refused, the one who wants to mend it too.",
            suggestion="Pool connections (RDS Proxy, pgbouncer, a smaller pool for each process); idle ones cost memory as well.",
            command="SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3 ORDER BY 4 DESC;",
            page=page(
                "/connections",
                cluster=row["cluster"],
                instance=row["instance"],
                begin=asked.begin,
                end=asked.end,
            ),
            first_at=row["at"],
            last_at=row["at"],
        )


CHECK = Check(
    name="connections-near-limit",
    title="Connections near their limit",
    why="When the limit is reached the next connection is refused.",
    severity="act: 97 %; watch: 85 %",
    needs=(
        "metric:DatabaseConnections",
        "metric:db.User.max_connections.avg|metric:db.Users.max_connections.avg",
    ),
    judge=judge,
    cases=(
        Case(
            "full",
            {
                "metrics": metric("DatabaseConnections", [80.0] * 20 + [399.0], statistic="Maximum")
                + metric("db.User.max_connections.avg", [400.0] * 20)
            },
            {"connections of shop-1": "act"},
        ),
        Case(
            "room",
            {
                "metrics": metric("DatabaseConnections", [80.0] * 20, statistic="Maximum")
                + metric("db.User.max_connections.avg", [400.0] * 20)
            },
        ),
    ),
)
