"""A reader that fell behind its writer, and what the writer did then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, metric
from aurorascope.checks.reading import lasted, place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

WATCH_MS, ACT_MS = 1000.0, 10_000.0
LAGS = """
with points as (
    select account, region, cluster, instance, ts, period_s, value from metrics
    where name = 'AuroraReplicaLag' and statistic = 'Maximum' and ts >= $begin and ts < $end and instance is not null
),
usual as (
    select account, region, cluster, instance, quantile_cont(value, 0.5) as usual from points group by all
)
select p.account, p.region, p.cluster, p.instance, max(p.value) as most, any_value(u.usual) as usual,
    sum(p.period_s) as seconds, min(p.ts) as first_at, max(p.ts) as last_at
from points as p
join usual as u on u.instance = p.instance and u.cluster is not distinct from p.cluster
    and u.account is not distinct from p.account and u.region is not distinct from p.region
where p.value >= $least and p.value >= 10 * u.usual
group by all having sum(p.period_s) >= 120
order by most desc
"""
WRITER_DID = """
with did as (
    select coalesce(f.normalized_sql, s.fingerprint) as what, s.duration_us as us, f.statement_kind = 'ddl' as is_ddl
    from statements as s
    left join (select fingerprint, max(normalized_sql) as normalized_sql, max(statement_kind) as statement_kind from fingerprints group by fingerprint) as f
        on f.fingerprint = s.fingerprint
    where s.cluster = $cluster and s.account is not distinct from $account and s.instance <> $instance
        and s.ts >= $first_at and s.started_at <= $last_at and coalesce(f.statement_kind, '') not in ('select', 'transaction')
    union all
    select 'autovacuum of ' || relation, elapsed_us, false from vacuums
    where cluster = $cluster and account is not distinct from $account and instance <> $instance
        and ts >= $first_at and ts <= $last_at + interval 5 minute
)
select what, max(us) as us, bool_or(is_ddl) as is_ddl from did group by what order by max(us) desc nulls last, what limit 3
"""
CANCELLED = """
select count(*) as cancelled from entries
where cluster = $cluster and account is not distinct from $account and instance = $instance
    and ts >= $first_at and ts <= $last_at + interval 5 minute and message ilike '%conflict with recovery%'
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find lag of more than a second and ten times the usual; the worst reader of a cluster speaks."""
    spoken: set[tuple[str, ...]] = set()
    for row in asked.rows(LAGS, least=WATCH_MS):
        key = tuple(place(row, instance=False).values())
        if key in spoken:
            continue
        spoken.add(key)
        values = {name: row[name] for name in ("cluster", "account", "instance", "first_at", "last_at")}
        did = asked.rows(WRITER_DID, **values)
        cancelled = asked.rows(CANCELLED, **values)[0]["cancelled"]
        cause = f"; the writer ran {' '.join(str(did[0]['what']).split())[:80]}" if did else ""
        yield Finding(
            severity="act" if row["most"] >= ACT_MS else "watch",
            **place(row),
            subject="replica lag",
            title=f"{row['instance']} was up to {lasted(row['most'] / 1000)} behind the writer{cause}",
            evidence=(
                Evidence("worst lag", row["most"], "ms"),
                Evidence("usual lag", row["usual"], "ms"),
                Evidence("time behind", row["seconds"], "s"),
                *(
                    Evidence("the writer then", f"{str(one['what'])[:200]}, {lasted((one['us'] or 0) / 1e6)}")
                    for one in did
                ),
                Evidence("statements cancelled on it", cancelled, "count"),
            ),
            effect=f"For {lasted(row['seconds'])} readers were shown what was no longer so.",
            suggestion="Do large changes in small batches and DDL when nobody reads; send reads that must be fresh to the writer.",
            command="CREATE INDEX CONCURRENTLY ...;  -- and batches: UPDATE ... WHERE id BETWEEN $1 AND $2;",
            page=page(
                "/metrics",
                cluster=row["cluster"],
                begin=row["first_at"],
                end=row["last_at"],
                metric="AuroraReplicaLag",
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


CHECK = Check(
    name="replica-lag",
    title="Causes of replica lag",
    why="A reader far behind shows what is no longer so, and restarts when it falls too far.",
    severity="act: 10 s; watch: 1 s, ten times the usual, two minutes",
    needs=("metric:AuroraReplicaLag",),
    judge=judge,
    cases=(
        Case(
            "DDL on the writer",
            {
                "metrics": metric(
                    "AuroraReplicaLag",
                    [20.0] * 100 + [15_000.0] * 3,
                    instance="shop-2",
                    statistic="Maximum",
                    unit="Milliseconds",
                ),
                "statements": [
                    {
                        "ts": at(512),
                        "started_at": at(499),
                        "instance": "shop-1",
                        "fingerprint": "00000000000000cc",
                        "phase": "statement",
                        "calls": 1,
                        "duration_us": 780_000_000,
                    }
                ],
                "fingerprints": [
                    {
                        "fingerprint": "00000000000000cc",
                        "normalized_sql": "CREATE INDEX i ON t (c)",
                        "statement_kind": "ddl",
                        "last_seen": at(512),
                    }
                ],
            },
            {"replica lag": "act"},
        ),
        Case(
            "a hiccup",
            {
                "metrics": metric(
                    "AuroraReplicaLag",
                    [20.0] * 100 + [1500.0] + [20.0] * 10,
                    instance="shop-2",
                    statistic="Maximum",
                    period_s=60,
                    unit="Milliseconds",
                )
            },
        ),
        Case(
            "one second behind",
            {
                "metrics": metric(
                    "AuroraReplicaLag",
                    [20.0] * 100 + [2500.0] * 3,
                    instance="shop-2",
                    statistic="Maximum",
                    unit="Milliseconds",
                )
            },
            {"replica lag": "watch"},
        ),
    ),
)
