"""How far transaction ids are from the point at which PostgreSQL stops writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, metric
from aurorascope.checks.reading import place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

LIMIT = 2_000_000_000
WATCH_AGE, ACT_AGE = 600_000_000, 1_200_000_000
FEW_DAYS = 14.0
AGES = """
with days as (
    select account, region, cluster, arg_max(instance, value) as instance, time_slot(ts, 86400) as day, max(value) as age
    from metrics
    where (name = 'MaximumUsedTransactionIDs' or lower(name) like 'db.transactions.max_used_xact_ids%')
        and ts >= $begin - interval 7 day and ts < $end
    group by account, region, cluster, time_slot(ts, 86400)
)
select account, region, cluster, arg_max(instance, day) as instance, arg_max(age, day) as age, arg_min(age, day) as age_before,
    (epoch(max(day)) - epoch(min(day))) / 86400 as days, max(day) as last_at
from days group by account, region, cluster order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Judge the age, and in how many days it would reach the limit as it grows now."""
    for row in asked.rows(AGES):
        grown = (row["age"] - row["age_before"]) / row["days"] if row["days"] else 0.0
        left = (LIMIT - row["age"]) / grown if grown > 0 else None
        soon = left is not None and left < FEW_DAYS and row["age"] > WATCH_AGE / 2
        if row["age"] < WATCH_AGE and not soon:
            continue
        yield Finding(
            severity="act" if row["age"] >= ACT_AGE or soon else "watch",
            **place(row),
            subject="transaction id wraparound",
            title=f"the oldest transaction id is {row['age'] / 1e6:,.0f} million old, {row['age'] / LIMIT:.0%} of the way to a stop",
            evidence=(
                Evidence("age", row["age"], "transactions"),
                Evidence("limit", LIMIT, "transactions"),
                Evidence("growth", grown, "transactions a day"),
                Evidence("days left as it grows now", left, "days"),
            ),
            effect="At the limit the cluster takes no more writes until the oldest tables are vacuumed.",
            suggestion="End what holds old rows (transactions, slots), then vacuum the oldest tables by hand.",
            command="SELECT oid::regclass, age(relfrozenxid) FROM pg_class WHERE relkind IN ('r','m','t') ORDER BY 2 DESC LIMIT 10;  -- then VACUUM (FREEZE, VERBOSE) <table>;",
            page=page(
                "/metrics",
                cluster=row["cluster"],
                begin=asked.begin,
                end=asked.end,
                metric="MaximumUsedTransactionIDs",
            ),
            first_at=asked.begin,
            last_at=row["last_at"],
        )


CHECK = Check(
    name="wraparound",
    title="Wraparound distance",
    why="PostgreSQL stops taking writes when transaction ids run out; the way back takes hours.",
    severity="act: 1,200 million, or 14 days left; watch: 600 million",
    needs=("metric:MaximumUsedTransactionIDs|metric:db.Transactions.max_used_xact_ids.avg",),
    judge=judge,
    engines=("postgresql",),
    cases=(
        Case(
            "far gone",
            {"metrics": metric("MaximumUsedTransactionIDs", [1.3e9] * 3)},
            {"transaction id wraparound": "act"},
        ),
        Case(
            "growing fast",
            {
                "metrics": metric("MaximumUsedTransactionIDs", [4e8], begin=at(0, 17))
                + metric("MaximumUsedTransactionIDs", [8e8])
            },
            {"transaction id wraparound": "act"},
        ),
        Case("as it should be", {"metrics": metric("MaximumUsedTransactionIDs", [1.5e8, 1.9e8, 2e7])}),
    ),
)
