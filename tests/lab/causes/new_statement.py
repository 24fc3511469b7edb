"""A release brings a statement that was never seen before, and it is dear."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from lab import casting, families, normal
from lab.stage import Happening
from lab.truth import Truth

if TYPE_CHECKING:
    from lab.families import Family
    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (45, 400), casting.provisioned, busy=True)
    plot = scene.plot
    family = families.fresh(rng, plot.cluster.domain)
    if not plot.cluster.postgres:
        family = replace(family, prepared=False)
    wanted = float(rng.uniform(0.35, 0.85)) * scene.spare("writer")
    while (
        _named(family, wanted, plot.cluster.slow_ms) > 60
    ):  # rather many cheap calls than a log full of dear ones
        family = replace(family, cpu_ms=0.8 * family.cpu_ms, blocks=0.8 * family.blocks)
    per_second = wanted * 1000 / family.cpu_ms
    family = replace(family, rate=family.rate * per_second / scene.rate(family))
    plot.families = [*plot.families, family]
    plot.bends.rate[family.name] = scene.within
    writer = plot.writer_at(scene.begin_s)
    stage.happenings.append(
        Happening(scene.begin_s - float(rng.uniform(20, 240)), plot.cluster.region, "", plot.cluster.name,
                  event_name="UpdateService", user="deploy", parameters={"service": f"{plot.cluster.domain}-{family.client}"})
    )  # fmt: skip
    truth = scene.truth("new_statement", writer)
    truth.about(plot, family, role="is new")
    truth.numbers = {"asked_calls_per_s": round(per_second, 3), "client": family.client}
    return truth


def _named(family: Family, cores: float, slow_ms: float) -> float:
    """Return roughly how many of its calls a minute the log would name."""
    mean = 1.8 * family.cpu_ms
    at = (np.log(slow_ms / mean) + family.sigma**2 / 2) / family.sigma
    return float(60_000 * cores / family.cpu_ms * (1 - normal.below(np.array([at]))[0]))
