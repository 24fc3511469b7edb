"""Statements that read thousands of rows for each one they give: most want an index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at
from aurorascope.checks.reading import lasted, place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

LEAST_EXAMINED, LEAST_RATIO = 10_000, 100.0
WATCH_US = 3_600_000_000
MOST = 10
EXAMINED = """
with families as (
    select account, region, cluster, any_value(instance) as instance, fingerprint, sum(calls)::bigint as calls,
        sum(rows_examined)::double as examined, (sum(coalesce(rows_sent, 0)) + sum(coalesce(rows_affected, 0)))::double as useful,
        sum(duration_us)::bigint as time_us
    from statements
    where ts >= $begin and ts < $end and rows_examined is not null and fingerprint is not null
    group by account, region, cluster, fingerprint
)
select f.*, t.text, t.relations from families as f
left join (select fingerprint, max(normalized_sql) as text, any_value(relations) as relations, max(statement_kind) as statement_kind from fingerprints group by fingerprint) as t
    on t.fingerprint = f.fingerprint
where calls >= 10 and examined / calls >= $least and examined / greatest(useful, 1) >= $ratio and not coalesce(t.statement_kind = 'ddl', false)
order by time_us desc nulls last, fingerprint limit $most
"""
PLANS = """
select account, region, cluster, any_value(instance) as instance, fingerprint, count(*) as calls, sum(duration_us)::bigint as time_us,
    arg_max(plan, duration_us) as plan, any_value(format) as format
from plans
where ts >= $begin and ts < $end and plan ilike '%Seq Scan%' and plan ilike '%Rows Removed by Filter%' and fingerprint is not null
group by account, region, cluster, fingerprint order by time_us desc nulls last, fingerprint limit 200
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Suspect by MySQL's examined rows, and by the rows that PostgreSQL's scans threw away."""
    for row in asked.rows(EXAMINED, least=LEAST_EXAMINED, ratio=LEAST_RATIO, most=MOST):
        tables = ", ".join(row["relations"] or ()) or "its table"
        yield _finding(
            asked,
            row,
            f"{row['examined'] / row['calls']:,.0f} rows of {tables} examined a call, one of {row['examined'] / max(row['useful'], 1):,.0f} was wanted",
            (
                Evidence("examined", row["examined"], "rows"),
                Evidence("sent or changed", row["useful"], "rows"),
            ),
        )
    told = 0
    for row in asked.rows(PLANS):
        scan = thrown_away(row["plan"], row["format"])
        if scan is not None and told < MOST:
            told += 1
            table, removed, kept = scan
            yield _finding(
                asked,
                row,
                f"{table} is scanned: {removed:,.0f} rows thrown away for {kept:,.0f} that were wanted",
                (Evidence("thrown away by the scan", removed, "rows"), Evidence("kept", kept, "rows")),
            )


def _finding(asked: Question, row: dict[str, Any], title: str, shown: tuple[Evidence, ...]) -> Finding:
    return Finding(
        severity="watch" if (row["time_us"] or 0) >= WATCH_US else "note",
        **(place(row) | {"instance": ""}),
        subject=f"scan {row['fingerprint']}",
        title=title,
        evidence=(
            *shown,
            Evidence("calls", row["calls"], "count"),
            Evidence("time", row["time_us"], "us"),
            Evidence("statement", row.get("text")),
        ),
        effect=f"{lasted((row['time_us'] or 0) / 1e6)} of statements' time in this period",
        effect_us=row["time_us"],
        suggestion="A suspicion, not a proof: look at the plan, then at an index on the columns of its WHERE that keep few rows.",
        command="EXPLAIN <the statement>;  -- then CREATE INDEX CONCURRENTLY ... (PostgreSQL), ALTER TABLE ... ADD INDEX ..., ALGORITHM=INPLACE, LOCK=NONE (MySQL)",
        page=page(
            f"/queries/{row['fingerprint']}", cluster=row["cluster"] or "", begin=asked.begin, end=asked.end
        ),
        first_at=asked.begin,
        last_at=asked.end,
    )


def thrown_away(plan: str, written: str | None) -> tuple[str, float, float] | None:
    """Return table, removed and kept rows of the worst sequential scan of a plan; None where none is bad."""
    found = _of_json(plan) if written == "json" or plan.lstrip().startswith(("{", "[")) else _of_text(plan)
    worst = max(found, key=lambda scan: scan[1], default=None)
    if worst is None or worst[1] < LEAST_EXAMINED or worst[1] < LEAST_RATIO * max(worst[2], 1):
        return None
    return worst


def _of_json(plan: str) -> list[tuple[str, float, float]]:
    try:
        document: Any = json.loads(plan)
    except ValueError:
        return []
    open_nodes: list[Any] = [document]
    scans = []
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, list):
            open_nodes.extend(node)
        elif isinstance(node, dict):
            if "Seq Scan" in str(node.get("Node Type")):
                loops = float(node.get("Actual Loops") or 1)
                removed, kept = (
                    float(node.get(name) or 0) * loops for name in ("Rows Removed by Filter", "Actual Rows")
                )
                scans.append((str(node.get("Relation Name") or "a table"), removed, kept))
            open_nodes.extend(node.get(name) or () for name in ("Plan", "Plans"))
    return scans


def _of_text(plan: str) -> list[tuple[str, float, float]]:
    """Text plans: the scan's line names table, rows and loops, a line below it what its filter removed."""
    scans: list[tuple[str, float, float]] = []
    table, kept, loops = "", 0.0, 1.0
    for line in plan.splitlines():
        words = line.split()
        if "Seq Scan on " in line:
            table = line.split("Seq Scan on ", 1)[1].split()[0]
            actual = line.partition("(actual")[2]
            kept = _after(actual, "rows=")
            loops = max(_after(actual, "loops="), 1.0)
        elif "Rows Removed by Filter:" in line and table and words[-1].isdigit():
            scans.append((table, float(words[-1]) * loops, kept * loops))
            table = ""
    return scans


def _after(text: str, word: str) -> float:
    digits = text.partition(word)[2].split(" ")[0].rstrip(")")
    return float(digits) if digits.replace(".", "", 1).isdigit() else 0.0


def _slow(examined: int, sent: int) -> list[dict[str, object]]:
    return [
        {
            "ts": at(n),
            "instance": "shop-1",
            "engine": "mysql",
            "phase": "statement",
            "calls": 1,
            "duration_us": 2_000_000,
            "fingerprint": "00000000000000ff",
            "rows_examined": examined,
            "rows_sent": sent,
        }
        for n in range(20)
    ]


_PLAN = "Seq Scan on orders  (cost=0.00..9.1 rows=5 width=8) (actual time=0.1..9.9 rows=3 loops=1)\\n  Filter: (status = 'x')\\n  Rows Removed by Filter: 900000".replace(
    "\\n", "\n"
)
CHECK = Check(
    name="missing-index",
    title="Suspicion of a missing index",
    why="A scan that throws nearly all rows away costs more the larger its table grows.",
    severity="watch: it takes an hour of statements' time; else note",
    needs=("log:slowquery|log:postgresql",),
    judge=judge,
    posture=True,
    cases=(
        Case(
            "MySQL examines a million for one",
            {"statements": _slow(1_000_000, 1)},
            {"scan 00000000000000ff": "note"},
        ),
        Case(
            "a plan that scans",
            {
                "plans": [
                    {
                        "ts": at(9),
                        "fingerprint": "00000000000000fe",
                        "plan": _PLAN,
                        "format": "text",
                        "duration_us": 3_700_000_000,
                    }
                ]
            },
            {"scan 00000000000000fe": "watch"},
        ),
        Case("it sends what it examines", {"statements": _slow(1_000_000, 900_000)}),
        Case(
            "a small table",
            {
                "plans": [
                    {
                        "ts": at(9),
                        "fingerprint": "00000000000000fd",
                        "plan": _PLAN.replace("900000", "90"),
                        "format": "text",
                        "duration_us": 3_700_000_000,
                    }
                ]
            },
        ),
    ),
)
