"""Replication slots whose reader is gone or slow: the writer keeps all WAL for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aurorascope.checks.asked import page
from aurorascope.checks.case_rows import metric
from aurorascope.checks.reading import gib, place
from aurorascope.model.finding import Case, Check, Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aurorascope.model.finding import Question

GIB = float(1 << 30)
WATCH_BYTES, ACT_BYTES = 5 * GIB, 50 * GIB
SLOTS = """
select account, region, cluster, arg_max(instance, value) as instance, max(value) as most, arg_max(value, ts) as latest,
    arg_min(value, ts) as earliest, min(ts) filter (value >= $least) as first_at, max(ts) as last_at
from metrics
where name in ('OldestReplicationSlotLag', 'ReplicationSlotDiskUsage') and statistic = 'Maximum' and ts >= $begin and ts < $end
group by account, region, cluster having max(value) >= $least order by all
"""


def judge(asked: Question) -> Iterator[Finding]:
    """Find slots that hold gigabytes and did not let go until the end of the period."""
    for row in asked.rows(SLOTS, least=WATCH_BYTES):
        if row["latest"] < WATCH_BYTES:
            continue
        growing = row["latest"] > row["earliest"]
        yield Finding(
            severity="act" if row["latest"] >= ACT_BYTES else "watch",
            **place(row),
            subject="replication slot",
            title=f"a replication slot holds {gib(row['latest'])} of WAL"
            + (", and it grows" if growing else ""),
            evidence=(
                Evidence("held now", row["latest"], "bytes"),
                Evidence("most", row["most"], "bytes"),
                Evidence("at the begin", row["earliest"], "bytes"),
            ),
            effect="The volume grows and is paid for; catalogue rows that the slot needs cannot be vacuumed.",
            suggestion="Start the consumer (DMS task, Debezium, logical replica) again; drop the slot if nobody will.",
            command="SELECT slot_name, active, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) FROM pg_replication_slots ORDER BY 3 DESC;  -- SELECT pg_drop_replication_slot('<slot>');",
            page=page(
                "/metrics",
                cluster=row["cluster"],
                begin=asked.begin,
                end=asked.end,
                metric="OldestReplicationSlotLag",
            ),
            first_at=row["first_at"],
            last_at=row["last_at"],
        )


CHECK = Check(
    name="replication-slots",
    title="Slots that hold WAL",
    why="A forgotten slot keeps WAL until the volume is full, and old rows in the catalogue for as long.",
    severity="act: 50 GiB; watch: 5 GiB at the end of the period",
    needs=("metric:OldestReplicationSlotLag",),
    judge=judge,
    engines=("postgresql",),
    cases=(
        Case(
            "a consumer that stopped",
            {
                "metrics": metric(
                    "OldestReplicationSlotLag",
                    [GIB * n for n in range(1, 12)],
                    statistic="Maximum",
                    unit="Bytes",
                )
            },
            {"replication slot": "watch"},
        ),
        Case(
            "no slot",
            {"metrics": metric("OldestReplicationSlotLag", [-1.0] * 9, statistic="Maximum", unit="Bytes")},
        ),
        Case(
            "it was behind and caught up",
            {
                "metrics": metric(
                    "OldestReplicationSlotLag", [GIB * 9, GIB * 6, 100.0], statistic="Maximum", unit="Bytes"
                )
            },
        ),
    ),
)
