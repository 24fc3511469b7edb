"""Whether Aurora Standard or I/O-Optimized would be cheaper, at the use of the last days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.aws.prices import aurora_prices
from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import at, cluster, instance, metric
from aurorascope.checks.reading import place, quoted, resources
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aurorascope.model.finding import Question

HOURS_A_MONTH = 730.0
SIZES = {
    "medium": 0.5,
    "large": 1,
    "xlarge": 2,
    "2xlarge": 4,
    "4xlarge": 8,
    "8xlarge": 16,
    "12xlarge": 24,
    "16xlarge": 32,
    "24xlarge": 48,
    "32xlarge": 64,
    "48xlarge": 96,
}
LEAST_USD, LEAST_SHARE, LEAST_DAYS = 50.0, 0.1, 3.0
USE = """
select account, region, cluster,
    sum(value) filter (name in ('VolumeReadIOPs', 'VolumeWriteIOPs') and statistic = 'Sum') as requests,
    count(distinct time_slot(ts, 3600)) filter (name in ('VolumeReadIOPs', 'VolumeWriteIOPs') and statistic = 'Sum') as hours,
    max(value) filter (name = 'VolumeBytesUsed') as bytes
from metrics
where name in ('VolumeReadIOPs', 'VolumeWriteIOPs', 'VolumeBytesUsed') and ts >= $end - interval 30 day and ts < $end
group by all
"""
CAPACITY = """
select account, region, instance, avg(value) as acu from metrics
where name = 'ServerlessDatabaseCapacity' and statistic = 'Average' and ts >= $end - interval 30 day and ts < $end and instance is not null
group by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Compare both bills of a month; classes without a known price are not judged."""
    prices = aurora_prices()
    capacity = {
        (row["account"] or "", row["region"] or "", row["instance"]): row["acu"]
        for row in asked.rows(CAPACITY)
    }
    compute: dict[tuple[str, str, str], float | None] = {}
    for row in resources(asked, "instance"):
        key = (row["account"], row["region"], str(row["record"].get("DBClusterIdentifier") or row["cluster"]))
        own = hourly_usd(
            str(row["record"].get("DBInstanceClass") or ""),
            capacity.get((row["account"], row["region"], row["resource_name"])),
            prices,
        )
        known = compute.get(key, 0.0)
        compute[key] = None if own is None or known is None else known + own
    use = {(row["account"] or "", row["region"] or "", row["cluster"] or ""): row for row in asked.rows(USE)}
    for row in resources(asked, "cluster"):
        key = (row["account"], row["region"], str(row["resource_name"]))
        used, hourly = use.get(key), compute.get(key)
        if (
            not used
            or not hourly
            or not used["requests"]
            or used["bytes"] is None
            or used["hours"] < LEAST_DAYS * 24
        ):
            continue
        month = used["requests"] / used["hours"] * HOURS_A_MONTH * prices["io_million"] / 1e6
        gb = used["bytes"] / 1e9
        standard = hourly * HOURS_A_MONTH + gb * prices["storage_gb"] + month
        optimized = hourly * HOURS_A_MONTH * prices["iopt_compute"] + gb * prices["storage_iopt_gb"]
        is_optimized = row["record"].get("StorageType") == "aurora-iopt1"
        saved = optimized - standard if is_optimized else standard - optimized
        paid = optimized if is_optimized else standard
        if saved < LEAST_USD or saved < LEAST_SHARE * paid:
            continue
        other = "aurora" if is_optimized else "aurora-iopt1"
        yield Finding(
            severity="note",
            **place(row, instance=False),
            subject="storage type",
            title=f"{'Aurora Standard' if is_optimized else 'I/O-Optimized'} would save about {saved:,.0f} USD of {paid:,.0f} a month",
            evidence=(
                Evidence("Standard", standard, "USD a month"),
                Evidence("I/O-Optimized", optimized, "USD a month"),
                Evidence("of Standard, for I/O", month, "USD a month"),
                Evidence("hours measured", used["hours"], "h"),
                Evidence("prices", "us-east-1, on demand, an estimate"),
            ),
            effect=f"about {saved * 12:,.0f} USD a year (an estimate)",
            suggestion="A cluster may switch to I/O-Optimized every 30 days, and back at any time; reserved instances and other Regions change the sum.",
            command=f"aws rds modify-db-cluster --db-cluster-identifier {quoted(key[2])} --storage-type {other} --apply-immediately",
            page=page("/metrics", cluster=key[2], metric="VolumeReadIOPs"),
        )


def hourly_usd(instance_class: str, acu: float | None, prices: Mapping[str, float]) -> float | None:
    """Return an instance's price an hour; None for a class that has none."""
    if instance_class == "db.serverless":
        return None if acu is None else acu * prices["acu_hour"]
    if instance_class in prices:
        return prices[instance_class]
    family, _, size = instance_class.removeprefix("db.").partition(".")
    large, share = prices.get(f"large.{family}"), SIZES.get(size)
    return None if large is None or share is None else large * share


def _use(requests_an_hour: float) -> list[dict[str, object]]:
    return [
        *(
            row
            for day in range(15, 20)
            for row in metric(
                "VolumeReadIOPs",
                [requests_an_hour] * 24,
                instance=None,
                begin=at(0, day),
                period_s=3600,
                statistic="Sum",
            )
        ),
        *metric("VolumeBytesUsed", [500e9] * 24, instance=None, period_s=3600),
    ]


CHECK = Check(
    name="io-optimized",
    title="I/O-Optimized break-even",
    why="Above a quarter of the bill, I/O is cheaper bought with the instance.",
    severity="note: a tenth of the bill and 50 USD a month",
    needs=("topology", "metric:VolumeReadIOPs", "metric:VolumeBytesUsed"),
    judge=judge,
    posture=True,
    cases=(
        Case(
            "busy on Standard",
            {"topology": [cluster(StorageType="aurora"), instance()], "metrics": _use(6e6)},
            {"storage type": "note"},
        ),
        Case(
            "idle on I/O-Optimized",
            {"topology": [cluster(StorageType="aurora-iopt1"), instance()], "metrics": _use(1e4)},
            {"storage type": "note"},
        ),
        Case(
            "idle on Standard",
            {"topology": [cluster(StorageType="aurora"), instance()], "metrics": _use(1e4)},
        ),
        Case(
            "a class without a price",
            {
                "topology": [cluster(StorageType="aurora"), instance(DBInstanceClass="db.z9.large")],
                "metrics": _use(6e6),
            },
        ),
    ),
)
