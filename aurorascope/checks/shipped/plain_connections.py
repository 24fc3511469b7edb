"""Connections without TLS from other hosts: statements and results can be read on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at
from aurorascope.checks.reading import place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

PLAIN = """
select account, region, cluster, count(*) filter (tls_version is null) as plain, count(*) as connections,
    mode(user_name) filter (tls_version is null) as user_name, mode(client_host) filter (tls_version is null) as client_host,
    count(distinct client_host) filter (tls_version is null) as hosts, min(ts) as first_at, max(ts) as last_at
from connections
where event = 'authorized' and ts >= $begin and ts < $end and coalesce(client_host, '[local]') not in ('[local]', '127.0.0.1', '::1', 'localhost')
    and coalesce(user_name, '') not in ('rdsadmin', 'rdsmon', 'rdsrepladmin')
group by all having count(*) filter (tls_version is null) > 0 and count(tls_version) > 0 order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Judge logs in which some connections name their TLS: those that name none had none."""
    for row in asked.rows(PLAIN):
        yield Finding(
            severity="watch",
            **place(row),
            subject="connections without TLS",
            title=f"{row['plain']:,} of {row['connections']:,} connections had no TLS, most of user {row['user_name']} from {row['client_host']}",
            evidence=(
                Evidence("without TLS", row["plain"], "count"),
                Evidence("connections", row["connections"], "count"),
                Evidence("hosts", row["hosts"], "count"),
            ),
            effect="Whoever is on the way reads statements, results, and with md5 the means to log in.",
            suggestion="Set sslmode=verify-full in these clients, then require TLS.",
            command="aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name <group> --parameters ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=immediate",
            page=page("/connections", cluster=row["cluster"] or "", begin=asked.begin, end=asked.end),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


def _came(tls: str | None, count: int) -> list[dict[str, object]]:
    return [
        {
            "ts": at(n),
            "instance": "shop-1",
            "event": "authorized",
            "user_name": "app",
            "client_host": "10.0.0.7",
            "tls_version": tls,
        }
        for n in range(count)
    ]


CHECK = Check(
    name="plain-connections",
    title="Connections without TLS",
    why="Without TLS a database's traffic is readable on its way.",
    severity="watch",
    needs=("setting:log_connections",),
    judge=judge,
    engines=("postgresql",),
    posture=True,
    cases=(
        Case(
            "one client forgot it",
            {"connections": _came("TLSv1.3", 50) + _came(None, 7)},
            {"connections without TLS": "watch"},
        ),
        Case("all have it", {"connections": _came("TLSv1.3", 50)}),
        Case("the log names TLS nowhere", {"connections": _came(None, 50)}),
    ),
)
