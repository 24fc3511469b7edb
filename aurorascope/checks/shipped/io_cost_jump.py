"""The volume is read far more than on the days before: on Aurora Standard every read is on the bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, cluster, metric
from aurorascope.checks.reading import place, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

USD_A_MILLION = 0.20
LEAST_MORE, ACT_MORE = 5_000_000.0, 250_000_000.0
LEAST_SHARE = 0.3
OVER = 1.3
HOURS = """
with points as (
    select account, region, cluster, time_slot(ts, 3600) as hour, sum(value) as reads
    from metrics
    where name = 'VolumeReadIOPs' and statistic = 'Sum' and ts >= $begin - interval 7 day and ts < $end
        and coalesce(scope, 'cluster') = 'cluster' and cluster is not null
    group by all
),
usual as (
    select account, region, cluster, extract('hour' from hour) as hour_of_day, quantile_cont(reads, 0.5) as usual, count(*) as days
    from points where hour < $begin group by all
)
select p.account, p.region, p.cluster, sum(p.reads) as reads, sum(u.usual) as usual,
    sum(greatest(p.reads - $over * u.usual, 0)) as more, max(u.days) as days,
    min(p.hour) filter (p.reads > $over * u.usual) as first_at,
    max(p.hour) filter (p.reads > $over * u.usual) + interval 1 hour as last_at
from points as p join usual as u on u.cluster = p.cluster and u.account is not distinct from p.account
    and u.region is not distinct from p.region and u.hour_of_day = extract('hour' from p.hour)
where p.hour >= $begin
group by all order by all
"""
READERS = """
select s.fingerprint, sum(s.blocks_read) filter (s.ts >= $first_at and s.ts < $last_at) as blocks, any_value(f.normalized_sql) as text
from sql_stats as s
left join (select fingerprint, max(normalized_sql) as normalized_sql from fingerprints group by fingerprint) as f on f.fingerprint = s.fingerprint
where s.cluster = $cluster and s.account is not distinct from $account and s.ts >= $first_at and s.ts < $last_at
group by s.fingerprint having sum(s.blocks_read) > 0 order by blocks desc nulls last, s.fingerprint limit 1
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Compare each hour with the same hour of the last seven days; at least three of them are needed."""
    optimized = {
        (row["account"], row["region"], row["resource_name"])
        for row in resources(asked, "cluster")
        if row["record"].get("StorageType") == "aurora-iopt1"
    }
    for row in asked.rows(HOURS, over=OVER):
        if row["days"] < 3 or row["more"] < LEAST_MORE or row["more"] < LEAST_SHARE * row["usual"]:
            continue
        where = place(row)
        free = (where["account"], where["region"], where["cluster"]) in optimized
        who = asked.rows(
            READERS, **{name: row[name] for name in ("cluster", "account", "first_at", "last_at")}
        )
        said = " ".join(str(who[0]["text"] or who[0]["fingerprint"]).split())[:80] if who else ""
        usd = row["more"] / 1e6 * USD_A_MILLION
        yield Finding(
            severity="watch" if free or row["more"] < ACT_MORE else "act",
            **where,
            subject="volume reads",
            title=f"the volume was read {row['reads'] / max(row['usual'], 1):,.1f} times as often as on the days before"
            + (f", most by {said}" if said else ""),
            evidence=(
                Evidence("reads", row["reads"], "count"),
                Evidence("usual reads in these hours", row["usual"], "count"),
                Evidence("reads beyond the usual", row["more"], "count"),
                Evidence("days compared", row["days"], "count"),
                Evidence("reads most", said or "no counters of statements tell it"),
            ),
            effect="I/O-Optimized: no charge, but slow reads"
            if free
            else f"about {usd:,.2f} USD for this period at {USD_A_MILLION} USD a million (an estimate)",
            suggestion="Find what reads: a plan that scans, a new report, a cache that was lost. If it is to stay, compare with I/O-Optimized.",
            command=f"aws pi describe-dimension-keys --service-type RDS --identifier <DbiResourceId> --metric db.load.avg --group-by Group=db.sql_tokenized --start-time {row['first_at']:%Y-%m-%dT%H:%MZ} --end-time {row['last_at']:%Y-%m-%dT%H:%MZ}",
            page=page(
                "/metrics",
                cluster=row["cluster"],
                begin=row["first_at"],
                end=row["last_at"],
                metric="VolumeReadIOPs",
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


def _reads(now: float, usual: float) -> list[dict[str, object]]:
    return [
        row
        for day in range(14, 20)
        for row in metric(
            "VolumeReadIOPs",
            [now if day == 19 else usual] * 24,
            instance=None,
            begin=at(0, day),
            period_s=3600,
            statistic="Sum",
        )
    ]


CHECK = Check(
    name="io-cost-jump",
    title="A jump of I/O and its price",
    why="Reads of the volume are billed one by one on Aurora Standard, and no alarm of the database shows them.",
    severity="act: 250 million reads beyond the usual; watch: 5 million and a third more than usual",
    needs=("metric:VolumeReadIOPs",),
    judge=judge,
    cases=(
        Case(
            "six times the reads",
            {"topology": [cluster(StorageType="aurora")], "metrics": _reads(3e6, 5e5)},
            {"volume reads": "watch"},
        ),
        Case("a bill that doubles", {"metrics": _reads(4e7, 1e7)}, {"volume reads": "act"}),
        Case("as ever", {"metrics": _reads(1.1e7, 1e7)}),
        Case("much of little", {"metrics": _reads(100_000, 5_000)}),
    ),
)
