"""A cache that was empty after a restart or a failover: reads of the disk until it was warm again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, metric
from aurorascope.checks.reading import lasted, place
from aurorascope.insight.views import run_view
from aurorascope.model.filter import Filter
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

POINTS_LOST = 5.0
WATCH_S = 600.0
STILL = "still cold"
AFTER = timedelta(minutes=30)  # what a story shows of the time after it


def judge(asked: Question) -> Iterator[Finding]:
    """Find instances whose cache was cold for long, as the pages of cache and failovers tell it."""
    lost = run_view(asked.snapshot, "cache_warmings", Filter(begin=asked.begin, end=asked.end)).to_pylist()
    for row in sorted(lost, key=lambda it: (*place(it).values(), it["happened_at"])):
        cold = _seconds(row)
        if cold is None or cold < WATCH_S or row["hit_lowest"] > row["hit_before"] - POINTS_LOST:
            continue
        still = str(row["cache"]).startswith(STILL)
        begin, end = row["happened_at"], row["happened_at"] + timedelta(seconds=cold)
        yield Finding(
            severity="watch",
            **place(row),
            subject=f"cold cache on {row['instance']}",
            title=f"{row['instance']} was cold for {'at least ' if still else ''}{lasted(cold)} after its start: hit ratio down to {row['hit_lowest']:.0f} %",
            evidence=(
                Evidence("cold for", cold, "s"),
                Evidence("lowest hit ratio", row["hit_lowest"], "percent"),
                Evidence("usual hit ratio", row["hit_before"], "percent"),
                Evidence("what happened", row["happening"]),
                Evidence("it began to serve at", f"{begin:%Y-%m-%d %H:%M:%S} UTC"),
            ),
            effect="Reads came from the volume: slow, and billed on Aurora Standard.",
            suggestion="PostgreSQL: cluster cache management keeps the reader of tier 0 as warm as the writer. Warm others with pg_prewarm, or let them read before they write.",
            command="aws rds modify-db-cluster-parameter-group --db-cluster-parameter-group-name <group> --parameters ParameterName=apg_ccm_enabled,ParameterValue=1,ApplyMethod=immediate",
            page=page(
                "/cache",
                cluster=row["cluster"] or "",
                instance=row["instance"],
                begin=row["story_begin"],
                end=row["story_end"],
            ),
            first_at=begin,
            last_at=end,
        )


def _seconds(row: dict[str, Any]) -> float | None:
    """How long it was cold; at least so long where it still was at the last point; None where nobody knows."""
    if str(row["cache"]).startswith(STILL):
        return float((row["story_end"] - AFTER - row["happened_at"]).total_seconds())
    return None if row["warm_minutes"] is None else float(row["warm_minutes"]) * 60


def _ratio(cold: int) -> list[dict[str, object]]:
    return metric("BufferCacheHitRatio", [99.5] * 100 + [60.0] * cold + [99.4] * 80, unit="Percent")


_RESTART = [
    {
        "ts": at(500),
        "instance": "shop-1",
        "source_type": "db-instance",
        "source_id": "shop-1",
        "message": "DB instance restarted",
        "categories": ["availability"],
    }
]
CHECK = Check(
    name="cold-cache",
    title="Cache cold after a restart",
    why="A promoted or restarted instance reads everything anew; the same work then takes several times as long.",
    severity="watch: ten minutes cold, and five points below the usual hit ratio at least once",
    needs=("metric:BufferCacheHitRatio",),
    judge=judge,
    cases=(
        Case(
            "an hour cold", {"metrics": _ratio(12), "rds_events": _RESTART}, {"cold cache on shop-1": "watch"}
        ),
        Case("warm at once", {"metrics": _ratio(1), "rds_events": _RESTART}),
        Case("a report without any restart", {"metrics": _ratio(12)}),
    ),
)
