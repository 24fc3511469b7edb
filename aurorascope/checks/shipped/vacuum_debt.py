"""Cleaning that gets nowhere: old rows that a transaction, a slot or a standby still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, log, metric
from aurorascope.checks.reading import place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

LEAST_DEAD, ACT_DEAD = 50_000, 10_000_000
LEAST_SHARE = 0.2
LEAST_HISTORY, ACT_HISTORY = 200_000.0, 5_000_000.0
VACUUMS = """
with runs as (
    select account, region, cluster, relation, any_value(instance) as instance, count(*) as runs,
        max(tuples_dead) as dead, arg_max(tuples_remain, tuples_dead) as remain, max(xmin_age) as xmin_age,
        sum(tuples_removed) as removed, sum(elapsed_us)::bigint as elapsed_us, min(ts) as first_at, max(ts) as last_at
    from vacuums
    where ts >= $begin and ts < $end and tuples_dead >= $least
        and tuples_dead >= $share * greatest(tuples_remain, 1) and tuples_dead > 5 * coalesce(tuples_removed, 0)
    group by account, region, cluster, relation
)
select account, region, cluster, any_value(instance) as instance, sum(runs) as runs, max(dead) as dead,
    arg_max(relation, dead) as relation, count(*) as relations, max(xmin_age) as xmin_age, sum(elapsed_us)::bigint as elapsed_us,
    min(first_at) as first_at, max(last_at) as last_at
from runs group by account, region, cluster having sum(runs) >= 2 order by all
"""
HISTORY = """
with points as (
    select account, region, cluster, instance, ts, value, period_s from metrics
    where name = 'RollbackSegmentHistoryListLength' and statistic in ('Average', 'Maximum') and ts >= $begin and ts < $end
),
usual as (select account, region, cluster, instance, quantile_cont(value, 0.1) as usual from points group by all)
select p.account, p.region, p.cluster, arg_max(p.instance, p.value) as instance, max(p.value) as most, any_value(u.usual) as usual,
    min(p.ts) as first_at, max(p.ts) as last_at
from points as p join usual as u on u.instance = p.instance and u.cluster is not distinct from p.cluster
    and u.account is not distinct from p.account and u.region is not distinct from p.region
where p.value >= $least and p.value >= 10 * u.usual
group by p.account, p.region, p.cluster order by all
"""
HELD = """
select max(value) as seconds from metrics
where cluster = $cluster and account is not distinct from $account and ts >= $begin and ts < $end
    and (name = 'TransactionAgeMaximum' or lower(name) like 'db.state.idle_in_transaction_max_time%')
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find vacuums that left most dead rows where they were, and undo that grows."""
    for row in asked.rows(VACUUMS, least=LEAST_DEAD, share=LEAST_SHARE):
        held = asked.rows(HELD, cluster=row["cluster"], account=row["account"])[0]["seconds"]
        yield Finding(
            severity="act" if row["dead"] >= ACT_DEAD or (held or 0) >= 14_400 else "watch",
            **place(row),
            subject="autovacuum cannot remove",
            title=f"autovacuum ran {row['runs']:,} times and could not remove up to {row['dead']:,} dead rows of {row['relation']}",
            evidence=(
                Evidence("dead rows that must stay", row["dead"], "rows"),
                Evidence("runs in vain", row["runs"], "count"),
                Evidence("tables", row["relations"], "count"),
                Evidence("age of the oldest row version needed", row["xmin_age"], "transactions"),
                Evidence("longest transaction", held, "s"),
            ),
            effect="Tables and indexes swell; every scan reads the dead rows too.",
            effect_us=row["elapsed_us"],
            suggestion="End the transaction that is open for so long (idle in transaction, a report on a reader with feedback, a prepared transaction, a slot); then let vacuum run again.",
            command="SELECT pid, state, xact_start, backend_xmin FROM pg_stat_activity WHERE backend_xmin IS NOT NULL ORDER BY age(backend_xmin) DESC LIMIT 5;",
            page=page("/debt", cluster=row["cluster"], begin=asked.begin, end=asked.end),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )
    for row in asked.rows(HISTORY, least=LEAST_HISTORY):
        held = asked.rows(HELD, cluster=row["cluster"], account=row["account"])[0]["seconds"]
        yield Finding(
            severity="act" if row["most"] >= ACT_HISTORY or (held or 0) >= 14_400 else "watch",
            **place(row),
            subject="undo is not purged",
            title=f"undo grew to {row['most']:,.0f} records that a transaction still needs",
            evidence=(
                Evidence("undo records", row["most"], "count"),
                Evidence("usual", row["usual"], "count"),
                Evidence("longest transaction", held, "s"),
            ),
            effect="Every read walks through old versions, and the volume grows.",
            suggestion="End the transaction that is open for so long; then the purge comes after it.",
            command="SELECT trx_mysql_thread_id, trx_started, trx_query FROM information_schema.innodb_trx ORDER BY trx_started LIMIT 5;",
            page=page(
                "/metrics",
                cluster=row["cluster"],
                instance=row["instance"],
                begin=asked.begin,
                end=asked.end,
                metric="RollbackSegmentHistoryListLength",
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


def _vacuum(minute: float, dead: int, remain: int, removed: int) -> dict[str, object]:
    return {
        "ts": at(minute),
        "instance": "shop-1",
        "relation": "shop.public.orders",
        "tuples_dead": dead,
        "tuples_remain": remain,
        "tuples_removed": removed,
        "elapsed_us": 9_000_000,
        "xmin_age": 400_000,
    }


CHECK = Check(
    name="vacuum-debt",
    title="Autovacuum that cannot keep up",
    why="Rows that must stay for one old transaction make every scan longer, and nothing else can mend it than its end.",
    severity="act: ten million dead rows, five million undo records, or a transaction of four hours; watch: 50,000 dead rows and a fifth of the table, twice",
    needs=("log:postgresql|metric:RollbackSegmentHistoryListLength",),
    judge=judge,
    cases=(
        Case(
            "two runs in vain",
            {"vacuums": [_vacuum(300, 300_000, 900_000, 10), _vacuum(310, 400_000, 1_000_000, 3)]},
            {"autovacuum cannot remove": "watch"},
        ),
        Case(
            "undo that grows",
            {"metrics": metric("RollbackSegmentHistoryListLength", [300.0] * 100 + [9e6] * 10)},
            {"undo is not purged": "act"},
        ),
        Case(
            "a vacuum that works",
            {
                "vacuums": [_vacuum(300, 40, 900_000, 90_000), _vacuum(310, 4, 900_000, 80_000)],
                "coverage": log(),
            },
        ),
        Case("usual undo", {"metrics": metric("RollbackSegmentHistoryListLength", [300.0, 900.0] * 50)}),
    ),
)
