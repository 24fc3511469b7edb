"""Sorts that used to fit into memory are written to the local disk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lab import casting
from lab.truth import Truth

if TYPE_CHECKING:
    import numpy as np

    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (20, 180), casting.provisioned)
    plot = scene.plot
    family = casting.pick(rng, plot, "report_daily", "report_top")
    per_s = float(rng.uniform(0.05, 0.5))
    index = plot.families.index(family)
    family = plot.families[index] = replace(family, schedule="flat", rate=per_s / plot.pace(family))
    quiet = float(rng.uniform(0.02, 0.2))
    plot.bend("rate", family.name, quiet + (1 - quiet) * scene.within)
    size = float(rng.lognormal(19.4, 0.7))
    plot.bends.temp[family.name] = scene.within * size
    writer = plot.writer_at(scene.begin_s)
    reading = len(plot.cluster.instances) > 1
    truth = scene.truth("temp_spill", writer)
    truth.instance = "" if reading else writer
    truth.about(plot, family, role="spills")
    truth.numbers = {"bytes_a_call": int(size), "calls_per_s": round(per_s, 3)}
    return truth
