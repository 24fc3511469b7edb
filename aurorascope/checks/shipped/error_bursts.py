"""One sort of error that suddenly comes by the hundred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import entry, log
from aurorascope.checks.reading import place
from aurorascope.logs.tellable import tellable_message
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

LEAST, ACT = 50, 1000
TIMES_USUAL = 5.0
BURSTS = """
with errors as (
    select account, region, cluster, error_fingerprint, floor((epoch(ts) - epoch($begin::timestamptz)) / $width_s)::bigint as night,
        count(*) as errors, any_value(severity) as severity, any_value(sqlstate) as sqlstate, any_value(kind) as kind,
        any_value(message) as message, min(ts) as first_at, max(ts) as last_at, count(distinct instance) as instances,
        any_value(instance) as instance
    from entries
    where ts >= $before and ts < $end and severity in ('ERROR', 'FATAL', 'PANIC') and error_fingerprint is not null
        and not coalesce(noise, false)
    group by all
),
logged as (
    select account, region, cluster, count(distinct floor((epoch(ts) - epoch($begin::timestamptz)) / $width_s)) as nights
    from entries where ts >= $before and ts < $begin group by all
)
select e.*, coalesce(b.errors, 0) / greatest(coalesce(l.nights, 0), 1) as usual, coalesce(b.most, 0) as most_before, coalesce(l.nights, 0) as nights
from errors as e
left join (
    select account, region, cluster, error_fingerprint, sum(errors) as errors, max(errors) as most from errors where night < 0 group by all
) as b on b.cluster is not distinct from e.cluster and b.account is not distinct from e.account and b.region is not distinct from e.region
    and b.error_fingerprint = e.error_fingerprint
left join logged as l on l.cluster is not distinct from e.cluster and l.account is not distinct from e.account and l.region is not distinct from e.region
where e.night = 0 and (e.errors >= $least or e.severity = 'PANIC')
order by e.errors desc, e.error_fingerprint
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find errors that are many, and many more than in the periods before."""
    width = asked.end - asked.begin
    values = {"width_s": width.total_seconds(), "before": asked.begin - 7 * width, "least": LEAST}
    for row in asked.rows(BURSTS, **values):
        panic = row["severity"] == "PANIC"
        if not panic and (
            row["errors"] < TIMES_USUAL * row["usual"] or row["errors"] < 2 * row["most_before"]
        ):
            continue
        said = " ".join(tellable_message(str(row["message"] or ""), row["kind"]).split())[:100]
        yield Finding(
            severity="act" if panic or row["errors"] >= ACT else "watch",
            **(place(row) | ({} if row["instances"] == 1 else {"instance": ""})),
            subject=f"errors {row['error_fingerprint']}",
            title=f"{row['errors']:,} times {row['severity']}: {said}",
            evidence=(
                Evidence("errors", row["errors"], "count"),
                Evidence("usually in as long a time", row["usual"], "count"),
                Evidence("periods compared", row["nights"], "count"),
                Evidence("SQLSTATE", row["sqlstate"]),
                Evidence("instances", row["instances"], "count"),
            ),
            effect=f"{row['errors']:,} statements or connections failed.",
            suggestion="Look at the first of them and at what was deployed just before; the page shows users, hosts and statements.",
            command="",
            page=page(
                "/errors",
                cluster=row["cluster"] or "",
                begin=row["first_at"],
                end=row["last_at"],
                error=str(row["error_fingerprint"]),
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


def _errors(day: int, count: int, severity: str = "ERROR") -> list[dict[str, object]]:
    return [
        entry(
            600 + n / 10,
            'relation "coupons" does not exist',
            day=day,
            severity=severity,
            sqlstate="42P01",
            error_fingerprint="00000000000000ee",
            kind="undefined_table",
        )
        for n in range(count)
    ]


CHECK = Check(
    name="error-bursts",
    title="Bursts of one error",
    why="A new error that comes by the hundred is a release, a migration or a credential that went wrong.",
    severity="act: a thousand of one sort, or a PANIC; watch: fifty; always five times the usual of the seven periods before",
    needs=("log",),
    judge=judge,
    cases=(
        Case(
            "a release without its migration",
            {"entries": _errors(19, 120) + _errors(18, 1)},
            {"errors 00000000000000ee": "watch"},
        ),
        Case("a panic", {"entries": _errors(19, 1, "PANIC")}, {"errors 00000000000000ee": "act"}),
        Case("as many as every day", {"entries": [row for day in range(12, 20) for row in _errors(day, 60)]}),
        Case("a few", {"entries": _errors(19, 9), "coverage": log()}),
    ),
)
