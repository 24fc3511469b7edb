"""A statement that was cheap is dear from one minute to the next: another plan, the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab import casting
from lab.truth import Truth

if TYPE_CHECKING:
    import numpy as np

    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (30, 300), casting.provisioned, busy=True)
    plot = scene.plot
    family = casting.pick(
        rng, plot, "main_by_parent", "child_of_main", "session_by_token", "ledger_sum", "search", "count_status",
        "main_by_parent_reader", "login", "job_poll",
    )  # fmt: skip
    reading = family.role == "reader" and len(plot.cluster.instances) > 1
    spare = scene.spare("reader" if reading else "writer")
    target_ms = 1000 * float(rng.uniform(0.45, 1.1)) * spare / max(scene.rate(family), 0.05)
    slower = max(min(target_ms, 60_000) / family.cpu_ms, 4.0)
    plot.bend("cpu", family.name, scene.factor(slower))
    plot.bend("blocks", family.name, scene.factor(float(rng.uniform(0.6, 1.4)) * slower * 2.5))
    plot.bends.plan[family.name] = scene.within
    instance = plot.writer_at(scene.begin_s)
    truth = scene.truth("plan_flip", "" if reading else instance)
    truth.instance = "" if reading else instance
    truth.about(plot, family, role="became slow")
    truth.numbers = {
        "times_slower_cpu": round(slower, 2), "instances": [one.name for one in plot.cluster.instances[1:]] if reading else [instance],
        "ended_by": str(rng.choice(["statistics", "an index", "a restart of the pool"])),
    }  # fmt: skip
    return truth
