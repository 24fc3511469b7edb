"""Transactions that wait for each other in a circle, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, log, metric
from aurorascope.checks.reading import place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

WATCH_A_DAY, ACT_A_DAY = 3, 20
DEADLOCKS = """
with dead as (
    select account, region, cluster, instance, ts, array_to_string(list_sort(tables), ', ') as named,
        len(participants) as size
    from deadlocks where ts >= $before and ts < $end
)
select account, region, cluster, any_value(instance) filter (ts >= $begin) as instance,
    count(*) filter (ts >= $begin) as now, count(*) filter (ts < $begin) / $nights as usual,
    mode(named) filter (ts >= $begin) as named, max(size) filter (ts >= $begin) as size,
    min(ts) filter (ts >= $begin) as first_at, max(ts) filter (ts >= $begin) as last_at
from dead group by all having count(*) filter (ts >= $begin) > 0 order by all
"""
COUNTED = """
select m.account, m.region, m.cluster, m.instance, sum(m.value * m.period_s) as now, min(m.ts) as first_at, max(m.ts) as last_at
from metrics as m
where m.ts >= $begin and m.ts < $end and m.name = 'Deadlocks' and m.statistic = 'Average' and m.value > 0
    and not exists (select 1 from coverage as c where c.cluster = m.cluster and c.account is not distinct from m.account
        and c.log_kind is not null
        and c.covered_to >= $begin and c.covered_from < $end)
group by all having sum(m.value * m.period_s) >= 1 order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find more deadlocks than a program should live with, and than it usually has."""
    nights = 7
    before = asked.begin - nights * (asked.end - asked.begin)
    days = max((asked.end - asked.begin).total_seconds() / 86_400, 1.0)
    rows = asked.rows(DEADLOCKS, before=before, nights=nights)
    for row in [*rows, *asked.rows(COUNTED)]:
        now, usual = round(row["now"]), float(row.get("usual") or 0)
        if now < WATCH_A_DAY * days or now < 2 * usual:
            continue
        tables = row.get("named") or ""
        yield Finding(
            severity="act" if now >= ACT_A_DAY * days else "watch",
            **place(row),
            subject="deadlocks",
            title=f"{now} deadlocks" + (f" on {tables}" if tables else ""),
            evidence=(
                Evidence("deadlocks", now, "count"),
                Evidence("usually, in as long a time", usual, "count"),
                Evidence("processes in the largest", row.get("size"), "count"),
                Evidence("tables", tables),
            ),
            effect=f"{now} transactions were rolled back; each had to be done again.",
            suggestion="Take locks in one order everywhere: sort the keys before the UPDATEs, or SELECT ... FOR UPDATE in that order first.",
            command="SELECT id FROM <table> WHERE id = ANY($1) ORDER BY id FOR UPDATE;",
            page=page("/locks", cluster=row["cluster"], begin=row["first_at"], end=row["last_at"]),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


def _dead(day: int, count: int) -> list[dict[str, object]]:
    return [
        {"ts": at(600 + 7 * n, day), "instance": "shop-1", "tables": ["public.orders"], "victim": n}
        for n in range(count)
    ]


CHECK = Check(
    name="deadlocks",
    title="Deadlocks",
    why="A deadlock rolls a transaction back; a program that meets them often takes its locks in two orders.",
    severity="act: 20 a day; watch: 3 a day; always twice as many as in the last seven periods",
    needs=("log|metric:Deadlocks",),
    judge=judge,
    cases=(
        Case("many of one table", {"deadlocks": _dead(19, 25)}, {"deadlocks": "act"}),
        Case("some, never before", {"deadlocks": _dead(19, 4)}, {"deadlocks": "watch"}),
        Case(
            "no log, a metric",
            {"metrics": metric("Deadlocks", [0.0] * 100 + [0.05] * 3, unit="Count/Second")},
            {"deadlocks": "act"},
        ),
        Case("one", {"deadlocks": _dead(19, 1), "coverage": log()}),
        Case("as many as ever", {"deadlocks": [row for day in range(12, 20) for row in _dead(day, 5)]}),
    ),
)
