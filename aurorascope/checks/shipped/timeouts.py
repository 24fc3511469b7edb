"""Statements that a timeout ended: work that was done and thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import entry, log
from aurorascope.checks.reading import place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

LEAST, ACT = 20, 500
TIMES_USUAL = 3.0
TIMEOUTS = """
with ended as (
    select account, region, cluster, ts, fingerprint, instance,
        case when message ilike '%lock timeout%' or message ilike '%lock wait timeout%' then 'lock timeout'
            when message ilike '%statement timeout%' or message ilike '%maximum statement execution time%' then 'statement timeout'
            when message ilike '%conflict with recovery%' then 'conflict with recovery' end as cause
    from entries
    where ts >= $before and ts < $end
        and (message ilike '%timeout%' or message ilike '%maximum statement execution time%' or message ilike '%conflict with recovery%')
)
select account, region, cluster, cause, count(*) filter (ts >= $begin) as ended,
    count(*) filter (ts < $begin) / 7.0 as usual, any_value(instance) filter (ts >= $begin) as instance,
    mode(fingerprint) filter (ts >= $begin) as fingerprint, min(ts) filter (ts >= $begin) as first_at, max(ts) filter (ts >= $begin) as last_at
from ended where cause is not null group by all
having count(*) filter (ts >= $begin) >= $least order by all
"""
TEXT = "select max(normalized_sql) as text from fingerprints where fingerprint = $fingerprint"
STEPS = {
    "lock timeout": "Find who holds the lock for so long on the page of locks.",
    "statement timeout": "Look at the plan of the statement; a timeout that it meets every time is an index that is missing.",
    "conflict with recovery": "Reports on a reader and vacuum or DDL on the writer do not go together: raise max_standby_streaming_delay there, or move one of them.",
}


def judge(asked: Question) -> Iterator[Finding]:
    """Find many statements ended by one sort of timeout, and more than usual."""
    before = asked.begin - 7 * (asked.end - asked.begin)
    for row in asked.rows(TIMEOUTS, before=before, least=LEAST):
        if row["ended"] < TIMES_USUAL * row["usual"]:
            continue
        text = asked.rows(TEXT, fingerprint=row["fingerprint"])[0]["text"] if row["fingerprint"] else None
        said = f", most of {' '.join(text.split())[:80]}" if text else ""
        yield Finding(
            severity="act" if row["ended"] >= ACT else "watch",
            **place(row),
            subject=row["cause"],
            title=f"{row['ended']:,} statements ended by {row['cause']}{said}",
            evidence=(
                Evidence("ended", row["ended"], "count"),
                Evidence("usually in as long a time", row["usual"], "count"),
                Evidence("statement", text or row["fingerprint"]),
            ),
            effect="Each was worked on until then, and failed.",
            suggestion=STEPS[row["cause"]],
            command="EXPLAIN (ANALYZE, BUFFERS) <the statement>;"
            if row["cause"] == "statement timeout"
            else "",
            page=page("/errors", cluster=row["cluster"] or "", begin=row["first_at"], end=row["last_at"]),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


def _ended(day: int, count: int) -> list[dict[str, object]]:
    return [
        entry(
            600 + n,
            "canceling statement due to statement timeout",
            day=day,
            severity="ERROR",
            sqlstate="57014",
        )
        for n in range(count)
    ]


CHECK = Check(
    name="timeouts",
    title="Time-outs",
    why="A statement that meets its timeout costs as much as one that ends well, and gives nothing.",
    severity="act: 500; watch: 20, and three times the usual of the seven periods before",
    needs=("log",),
    judge=judge,
    cases=(
        Case("forty of them", {"entries": _ended(19, 40)}, {"statement timeout": "watch"}),
        Case("as ever", {"entries": [row for day in range(12, 20) for row in _ended(day, 40)]}),
        Case("three", {"entries": _ended(19, 3), "coverage": log()}),
    ),
)
