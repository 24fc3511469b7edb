"""A release brings a statement that was never seen before, and it is dear."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lab import casting, families
from lab.stage import Happening
from lab.truth import Truth

if TYPE_CHECKING:
    import numpy as np

    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (45, 400), casting.provisioned, busy=True)
    plot = scene.plot
    family = families.fresh(rng, plot.cluster.domain)
    if not plot.cluster.postgres:
        family = replace(family, prepared=False)
    wanted = float(rng.uniform(0.35, 1.05)) * scene.spare("writer")
    per_second = min(wanted * 1000 / family.cpu_ms, 60.0)
    family = replace(family, rate=per_second / plot.pace(family))
    plot.families = [*plot.families, family]
    plot.bends.rate[family.name] = scene.within
    writer = plot.writer_at(scene.begin_s)
    stage.happenings.append(
        Happening(scene.begin_s - float(rng.uniform(20, 240)), plot.cluster.region, "", plot.cluster.name,
                  event_name="UpdateService", user="deploy", parameters={"service": f"{plot.cluster.domain}-{family.client}"})
    )  # fmt: skip
    truth = scene.truth("new_statement", writer)
    truth.about(plot, family, role="is new")
    truth.numbers = {"calls_per_s": round(per_second, 3), "client": family.client}
    return truth
