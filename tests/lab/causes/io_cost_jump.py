"""A statement begins to read what no cache holds: load hardly moves, the bill for I/O does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab import casting
from lab.truth import Truth

if TYPE_CHECKING:
    import numpy as np

    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (240, 900), casting.provisioned)
    plot = scene.plot
    family = casting.pick(rng, plot, "stock_low", "count_status", "search", "job_poll", "ledger_sum")
    usual = sum(
        scene.rate(one) * one.blocks * 0.002 * one.coldness
        for one in plot.families
        if one.schedule == "season"
    )
    reads_per_s = float(rng.uniform(600, 2200)) + min(
        float(rng.uniform(2, 8)) * usual, 2000 * plot.cluster.cores(plot.writer)
    )
    per_call = reads_per_s / max(scene.rate(family), 0.02)
    wanted_pages = per_call / (0.002 * family.coldness)
    plot.bend("blocks", family.name, scene.factor(max(wanted_pages / family.blocks, 3.0)))
    plot.bend("cpu", family.name, scene.factor(1 + float(rng.uniform(0.05, 0.3))))
    writer = plot.writer_at(scene.begin_s)
    reading = family.role == "reader" and len(plot.cluster.instances) > 1
    truth = scene.truth("io_cost_jump", writer)
    truth.instance = "" if reading else writer
    truth.about(plot, family, role="reads")
    truth.numbers = {
        "reads_per_s_roughly": round(reads_per_s),
        "price_per_million": 0.0 if plot.cluster.io_optimized else 0.20,
    }
    return truth
