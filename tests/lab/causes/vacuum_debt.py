"""A transaction that stays open for hours keeps old rows alive: tables swell, reads get longer, cleaning gets nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lab import casting
from lab.stage import Call, Vacuum
from lab.truth import Truth

if TYPE_CHECKING:
    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (150, 700), casting.provisioned)
    plot, cluster, clock = scene.plot, scene.plot.cluster, stage.clock
    writer = plot.writer_at(scene.begin_s)
    holder_family = casting.pick(rng, plot, "report_daily", "report_top")
    holder = Call(
        writer, holder_family.name, scene.begin_s, float(rng.uniform(800, 20_000)), idle_after_s=scene.seconds
    )
    plot.bends.calls.append(holder)
    sufferers = [
        family
        for family in plot.families
        if family.name in {"take_stock", "job_poll", "touch_session", "main_by_parent"}
    ]
    swollen = float(rng.uniform(2.5, 9))
    for family in sufferers:
        plot.bend("blocks", family.name, 1 + scene.ramp() * (4 * swollen - 1))
        plot.bend("cpu", family.name, 1 + scene.ramp() * (swollen - 1))
    per_s = float(rng.uniform(40, 900)) * cluster.cores(plot.writer) / 4
    age = np.clip(clock.times + 60 - scene.begin_s, 0, scene.seconds) * (scene.within > 0) * per_s
    plot.add("gauge", (writer, "xid_age"), age)
    plot.add("gauge", (writer, "history"), age * float(rng.uniform(0.6, 1.2)))
    plot.add(
        "gauge",
        (writer, "transaction_age_s"),
        np.clip(clock.times + 60 - scene.begin_s, 0, None) * (scene.within > 0),
    )
    dead, runs = 0, 0
    if cluster.postgres:
        dead, runs = _vacuums(scene, rng, writer, per_s)
    truth = scene.truth("vacuum_debt", writer)
    truth.about(plot, holder_family, role="keeps its transaction open")
    truth.about(plot, *sufferers)
    truth.numbers = {
        "open_transaction_s": round(scene.seconds, 1), "transactions_per_s": round(per_s, 2),
        "oldest_xid_age": int(age.max()), "dead_rows_at_most": dead, "vacuum_runs_in_vain": runs,
    }  # fmt: skip
    return truth


def _vacuums(scene: casting.Scene, rng: np.random.Generator, writer: str, per_s: float) -> tuple[int, int]:
    """Let autovacuum try every few minutes, and find that nothing can go."""
    plot = scene.plot
    tables = [
        plot.family(name).tables[0]
        for name in ("take_stock", "touch_session")
        if any(f.name == name for f in plot.families)
    ]
    most, runs = 0, 0
    for table in tables:
        at = scene.begin_s + float(rng.uniform(200, 900))
        share = float(rng.uniform(0.1, 0.5))
        rows = int(rng.integers(20_000, 400_000))
        while at < scene.end_s:
            dead = int((at - scene.begin_s) * per_s * share)
            pages = (rows + dead) // 60 + 1
            plot.bends.vacuums.append(
                Vacuum(writer, table, at, float(rng.uniform(1, 40)), pages, int(rng.integers(0, 30)), rows + dead, dead,
                       int((at - scene.begin_s) * per_s), index_scans=0, hits=2 * pages, reads=pages // 3)
            )  # fmt: skip
            most, runs = max(most, dead), runs + 1
            at += float(rng.uniform(240, 900))
    return most, runs
