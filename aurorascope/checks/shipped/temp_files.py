"""Sorts and hashes that did not fit into memory and were written to the local disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, log, metric, setting
from aurorascope.checks.reading import gib, place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

GIB = 1 << 30
WATCH_BYTES, ACT_BYTES = 4 * GIB, 100 * GIB
TIMES_USUAL = 3.0
SPILLS = """
with spans as (
    select account, region, cluster, instance, floor((epoch(ts) - epoch($begin::timestamptz)) / $width_s)::bigint as night,
        sum(bytes)::double as bytes, count(*) as files, max(bytes) as largest, min(ts) as first_at, max(ts) as last_at
    from temp_files where ts >= $before and ts < $end group by all
)
select account, region, cluster, instance, max(bytes) filter (night = 0) as bytes, max(files) filter (night = 0) as files,
    max(largest) filter (night = 0) as largest, max(first_at) filter (night = 0) as first_at, max(last_at) filter (night = 0) as last_at,
    coalesce(quantile_cont(bytes, 0.5) filter (night < 0), 0) as usual, coalesce(max(bytes) filter (night < 0), 0) as most_before
from spans group by all having max(bytes) filter (night = 0) >= $least order by all
"""
FAMILY = """
select t.fingerprint, sum(t.bytes) as bytes, count(*) as files, any_value(f.normalized_sql) as text
from temp_files as t
left join (select fingerprint, max(normalized_sql) as normalized_sql from fingerprints group by fingerprint) as f on f.fingerprint = t.fingerprint
where t.cluster is not distinct from $cluster and t.account is not distinct from $account and t.instance is not distinct from $instance
    and t.ts >= $begin and t.ts < $end
group by t.fingerprint order by bytes desc, t.fingerprint limit 1
"""
MEASURED = """
with nights as (
    select account, region, cluster, instance, floor((epoch(ts) - epoch($begin::timestamptz)) / $width_s)::bigint as night,
        sum(value * period_s) / 2 as bytes, arg_max(ts, value) as worst_at
    from metrics where name = 'TempStorageThroughput' and statistic = 'Average' and instance is not null and ts >= $before and ts < $end
    group by all
)
select account, region, cluster, instance, max(bytes) filter (night = 0) as bytes, max(worst_at) filter (night = 0) as worst_at,
    quantile_cont(bytes, 0.5) filter (night < 0) as usual, max(bytes) filter (night < 0) as most_before
from nights group by all having max(bytes) filter (night = 0) >= $least order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find much spilled, and more than usual: in the log, else by the local disk's throughput."""
    width = asked.end - asked.begin
    values = {
        "width_s": width.total_seconds(),
        "before": asked.begin - 7 * width,
        "least": float(WATCH_BYTES),
    }
    logged: set[tuple[str, ...]] = set()
    for row in asked.rows(SPILLS, **values):
        logged.add(tuple(place(row).values()))
        if row["bytes"] < TIMES_USUAL * row["usual"] or row["bytes"] < 1.5 * row["most_before"]:
            continue
        family = asked.rows(FAMILY, **{name: row[name] for name in ("cluster", "account", "instance")})[0]
        said = " ".join(str(family["text"] or family["fingerprint"] or "unknown statement").split())
        yield Finding(
            severity="act" if row["bytes"] >= ACT_BYTES else "watch",
            **place(row),
            subject=f"temp files on {row['instance']}",
            title=f"{gib(row['bytes'])} of temporary files on {row['instance']}, most of {said[:80]}",
            evidence=(
                Evidence("written", row["bytes"], "bytes"),
                Evidence("usually", row["usual"], "bytes"),
                Evidence("files", row["files"], "count"),
                Evidence("largest file", row["largest"], "bytes"),
                Evidence("by the first statement", family["bytes"], "bytes"),
                Evidence("statement", said),
            ),
            effect="The local disk is slower than memory, and when it is full statements fail.",
            suggestion="Give this statement's role more work_mem than its largest file, if memory allows it times its sessions; else let an index give the order.",
            command=f"ALTER ROLE <role> SET work_mem = '{max(round(row['largest'] * 1.2 / (1 << 20)), 4)}MB';",
            page=page(
                "/temp-files",
                cluster=row["cluster"] or "",
                instance=row["instance"] or "",
                begin=asked.begin,
                end=asked.end,
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )
    for row in asked.rows(MEASURED, **values):
        known = row["usual"] is not None
        if known and (row["bytes"] < TIMES_USUAL * row["usual"] or row["bytes"] < 1.5 * row["most_before"]):
            continue
        if tuple(place(row).values()) in logged:
            continue
        yield Finding(
            severity="note" if not known else "act" if row["bytes"] >= ACT_BYTES else "watch",
            **place(row),
            subject=f"temp files on {row['instance']}",
            title=f"{row['instance']} wrote about {gib(row['bytes'])} to its local disk",
            evidence=(
                Evidence("written, half of what passed", row["bytes"], "bytes"),
                Evidence("usually, median of nights", row["usual"], "bytes"),
            ),
            effect="The local disk is slower than memory, and when it is full statements fail.",
            suggestion="Look at the load by statement in these hours; in MySQL at tmp_table_size and sorts without an index.",
            command="SELECT digest_text, sum_created_tmp_disk_tables FROM performance_schema.events_statements_summary_by_digest ORDER BY 2 DESC LIMIT 10;",
            page=page(
                "/metrics",
                cluster=row["cluster"] or "",
                instance=row["instance"] or "",
                begin=asked.begin,
                end=asked.end,
                metric="TempStorageThroughput",
            ),
            first_at=row["worst_at"],
            last_at=row["worst_at"],
        )


def _disk(now: float, usual: float | None) -> list[dict[str, object]]:
    days = [] if usual is None else [(day, usual) for day in range(14, 19)]
    return [
        row
        for day, rate in [*days, (19, now)]
        for row in metric("TempStorageThroughput", [rate] * 12, begin=at(600, day), unit="Bytes/Second")
    ]


def _files(day: int, count: int, size: int) -> list[dict[str, object]]:
    return [
        {
            "ts": at(600 + n, day),
            "instance": "shop-1",
            "bytes": size,
            "path": "base/pgsql_tmp/1",
            "fingerprint": "00000000000000dd",
        }
        for n in range(count)
    ]


CHECK = Check(
    name="temp-files",
    title="Temporary files against work_mem",
    why="What spills is slower by far, fills the local disk, and often only because a plan or a value of work_mem changed.",
    severity="act: 100 GiB; watch: 4 GiB; three times the usual of the seven periods before; note: these are unknown",
    needs=("setting:log_temp_files|metric:TempStorageThroughput",),
    judge=judge,
    cases=(
        Case(
            "a report that spills",
            {"temp_files": _files(19, 30, GIB) + _files(18, 30, GIB // 50)},
            {"temp files on shop-1": "watch"},
        ),
        Case("MySQL, known by its disk", {"metrics": _disk(300e6, 1e6)}, {"temp files on shop-1": "act"}),
        Case("a report of every night on MySQL", {"metrics": _disk(30e6, 28e6)}),
        Case(
            "nobody knows the nights before", {"metrics": _disk(30e6, None)}, {"temp files on shop-1": "note"}
        ),
        Case(
            "as much as every night",
            {
                "temp_files": [row for day in range(12, 20) for row in _files(day, 30, GIB)],
                "coverage": log(),
                "log_settings": [setting("log_temp_files", "0")],
            },
        ),
        Case("a few megabytes", {"temp_files": _files(19, 30, GIB // 1000)}),
    ),
)
