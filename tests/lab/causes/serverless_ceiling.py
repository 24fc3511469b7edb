"""More work comes than the highest capacity can do: it stays at its ceiling, and everything takes longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab import casting
from lab.truth import Truth

if TYPE_CHECKING:
    import numpy as np

    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (30, 180), lambda plot: plot.cluster.max_acu > 0, busy=True)
    plot, cluster = scene.plot, scene.plot.cluster
    writer = plot.writer_at(scene.begin_s)
    season = {
        family.name
        for family in plot.families
        if family.schedule in {"season", "flat"} and family.role == "writer"
    }
    cores = (
        sum(scene.rate(family) * family.cpu_ms for family in plot.families if family.name in season) / 1000
    )
    factor = float(rng.uniform(1.1, 1.9)) * cluster.max_acu / 4 / max(cores, 1e-6)
    for name in sorted(season):
        plot.bend("rate", name, scene.factor(max(factor, 1.5)))
    truth = scene.truth("serverless_ceiling", writer)
    truth.numbers = {
        "times_the_work": round(max(factor, 1.5), 2),
        "max_acu": cluster.max_acu,
        "min_acu": cluster.min_acu,
    }
    return truth
