"""Connections that come faster than the server can set them up: a pool that restarts, a retry without a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, cluster, log, metric
from aurorascope.checks.reading import place, quoted
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

LEAST_A_SECOND = 4.0
TIMES_USUAL = 6.0
MINUTES = 3
STORMS = """
with logged as (
    select account, region, cluster, instance, time_bucket(interval 1 minute, ts) as minute, count(*) as attempts
    from connections
    where ts >= $begin and ts < $end and event in ('authorized', 'failed') and not coalesce(replication, false)
    group by all
),
measured as (
    select account, region, cluster, instance, time_bucket(interval 1 minute, ts) as minute,
        max(value * 60.0 / period_s) as attempts
    from metrics
    where ts >= $begin and ts < $end and name = 'ConnectionAttempts' and statistic = 'Sum' and period_s <= 300
    group by all
),
minutes as (
    select *, 'log' as known_by from logged
    union all
    select m.*, 'metric' from measured as m
    where not exists (select 1 from logged as l where l.instance = m.instance and l.cluster = m.cluster
        and l.account is not distinct from m.account and l.region is not distinct from m.region)
),
usual as (
    select account, region, cluster, instance, quantile_cont(attempts, 0.5) as usual, any_value(known_by) as known_by
    from minutes group by all
),
busy as (
    select m.*, u.usual from minutes as m join usual as u using (account, region, cluster, instance)
    where m.attempts >= $least * 60 and m.attempts >= $times * u.usual
)
select account, region, cluster, instance, count(*) as minutes, max(attempts) as most, sum(attempts) as attempts,
    any_value(usual) as usual, min(minute) as first_at, max(minute) as last_at, any_value(known_by) as known_by
from busy group by all
having count(*) >= $minutes
order by all
"""
WHO = """
select user_name, client_host, application, count(*) as connections from connections
where cluster = $cluster and instance = $instance and account is not distinct from $account
    and ts >= $first_at and ts <= $last_at + interval 1 minute and event = 'authorized'
group by all order by connections desc, user_name, client_host limit 1
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find minutes in a row of many new connections."""
    for row in asked.rows(STORMS, least=LEAST_A_SECOND, times=TIMES_USUAL, minutes=MINUTES):
        keys = ("cluster", "instance", "account", "first_at", "last_at")
        who = asked.rows(WHO, **{name: row[name] for name in keys})
        most = row["most"] / 60
        told = f", most of user {who[0]['user_name']} from {who[0]['client_host']}" if who else ""
        yield Finding(
            severity="act" if most >= 5 * LEAST_A_SECOND or row["minutes"] >= 15 else "watch",
            **place(row),
            subject=f"storm on {row['instance']}",
            title=f"{row['instance']}: {most:,.0f} new connections a second for {row['minutes']} minutes{told}",
            evidence=(
                Evidence("most new connections", most, "per_s"),
                Evidence("usual", row["usual"] / 60, "per_s"),
                Evidence("connections in all", row["attempts"], "count"),
                Evidence("known by", row["known_by"]),
            ),
            effect="Each connection costs a process and milliseconds of CPU; sessions at work wait for both.",
            suggestion="Let the application keep its pool and wait longer before it tries again; RDS Proxy holds a storm off.",
            command=f"aws rds create-db-proxy --db-proxy-name {quoted(str(row['cluster']) + '-proxy')} --engine-family <POSTGRESQL or MYSQL> --auth ... --role-arn ... --vpc-subnet-ids ...",
            page=page(
                "/connections",
                cluster=row["cluster"],
                instance=row["instance"],
                begin=row["first_at"],
                end=row["last_at"],
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


def _coming(minutes: range, a_minute: int) -> list[dict[str, object]]:
    return [
        {
            "ts": at(minute + second / a_minute),
            "instance": "shop-1",
            "event": "authorized",
            "user_name": "app",
            "client_host": "10.0.0.7",
        }
        for minute in minutes
        for second in range(a_minute)
    ]


CHECK = Check(
    name="connection-storms",
    title="Connection storms",
    why="A storm fills max_connections and takes the CPU from those who work; most end in errors for everybody.",
    severity="act: 20 new connections a second, or a quarter of an hour of them; watch: 4 a second, six times the usual, three minutes",
    needs=("setting:log_connections|metric:ConnectionAttempts",),
    judge=judge,
    cases=(
        Case(
            "a pool that restarts over and over",
            {"connections": _coming(range(600, 604), 300) + _coming(range(0, 600, 10), 6)},
            {"storm on shop-1": "watch"},
        ),
        Case(
            "MySQL, known by its metric",
            {
                "topology": [cluster(Engine="aurora-mysql")],
                "metrics": metric(
                    "ConnectionAttempts", [60.0] * 100 + [9000.0] * 6, statistic="Sum", period_s=60
                ),
            },
            {"storm on shop-1": "act"},
        ),
        Case(
            "a deployment",
            {"connections": _coming(range(600, 601), 120) + _coming(range(0, 600, 10), 6), "coverage": log()},
        ),
    ),
)
