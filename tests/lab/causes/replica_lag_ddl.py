"""A table is rebuilt on the writer; the readers cannot keep up with what that writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lab import casting, waits
from lab.families import Family
from lab.stage import Call, Line
from lab.truth import Truth

if TYPE_CHECKING:
    import numpy as np

    from lab.stage import Stage

TEXTS = (
    "CREATE INDEX {index} ON {table} ({column})",
    "ALTER TABLE {table} ADD COLUMN region_code varchar(8) NOT NULL DEFAULT 'none'",
    "ALTER TABLE {table} ALTER COLUMN note TYPE text",
    "UPDATE {table} SET note = lower(note)",
)
MYSQL_TEXTS = (
    "ALTER TABLE {table} ADD INDEX {index} ({column})",
    "ALTER TABLE {table} MODIFY COLUMN note mediumtext, ALGORITHM=COPY",
    "OPTIMIZE TABLE {table}",
)


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (4, 45), casting.has_readers)
    plot, cluster = scene.plot, scene.plot.cluster
    writer = plot.writer_at(scene.begin_s)
    table = plot.family("insert_main").tables[0]
    texts = TEXTS if cluster.postgres else MYSQL_TEXTS
    text = texts[int(rng.integers(len(texts)))].format(
        table=table, index=f"{table}_status_idx", column="status"
    )
    change = Family("ddl", text, "dba", 0.0, 1.0, 10.0, 0.0, sigma=0.1, tables=(table,), fresh=True)
    plot.families = [*plot.families, replace(change)]
    call = Call(
        writer,
        "ddl",
        scene.begin_s,
        round(scene.seconds * 1000, 3),
        waits={waits.READ: 200 * scene.seconds, waits.COMMIT: 350 * scene.seconds},
    )
    plot.bends.calls.append(call)
    worst = float(rng.lognormal(8.2, 0.8))
    plot.add("gauge", (writer, "write_iops"), scene.within * float(rng.uniform(1500, 15_000)))
    plot.add("gauge", (writer, "write_bytes"), scene.within * float(rng.uniform(20e6, 150e6)))
    plot.bends.extra_reads[cluster.name] = scene.within * float(rng.uniform(20_000, 200_000))
    lags = {}
    for reader in cluster.instances:
        if reader.name != writer:
            lags[reader.name] = worst * float(rng.uniform(0.5, 1.0))
            plot.add("lag_ms", reader.name, scene.ramp() * lags[reader.name])
    cancelled = 0
    if cluster.postgres:
        cancelled = _conflicts(scene, rng, list(lags))
    truth = scene.truth("replica_lag_ddl", writer)
    truth.about(plot, plot.family("ddl"), role="changes the table")
    truth.numbers = {
        "text": text, "table": table, "ms": call.ms, "lag_ms_at_most": {name: round(lag, 1) for name, lag in lags.items()},
        "cancelled_on_readers": cancelled,
    }  # fmt: skip
    return truth


def _conflicts(scene: casting.Scene, rng: np.random.Generator, readers: list[str]) -> int:
    """Let the readers cancel some of their reports."""
    plot = scene.plot
    count = int(rng.integers(0, 12))
    family = casting.pick(rng, plot, "report_daily", "report_top")
    for _ in range(count):
        reader = readers[int(rng.integers(len(readers)))]
        start = float(rng.uniform(scene.begin_s, scene.end_s - 5))
        call = Call(reader, family.name, start, float(rng.uniform(500, 5000)), error="conflict with recovery")
        plot.bends.calls.append(call)
        plot.bends.lines.append(
            Line(reader, call.end_s, "ERROR", "canceling statement due to conflict with recovery",
                 (("DETAIL", "User was holding a relation lock for too long."),), call=call, process="", kind="recovery_conflict")
        )  # fmt: skip
    return count
