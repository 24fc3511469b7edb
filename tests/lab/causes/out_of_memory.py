"""Memory runs out: something is killed, and with it everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lab import casting
from lab.stage import Call, Down, Happening
from lab.truth import Truth

if TYPE_CHECKING:
    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (8, 60), casting.provisioned)
    plot, cluster = scene.plot, scene.plot.cluster
    writer = plot.writer_at(scene.begin_s)
    family = casting.pick(rng, plot, "rollup", "report_top", "export")
    recovery = float(rng.uniform(6, 45))
    at = scene.end_s
    running = min(float(rng.uniform(60, 900)), scene.seconds)
    killer = Call(writer, family.name, at - running, running * 1000, error="killed")
    plot.bends.calls.append(killer)
    down = Down(writer, at, at + recovery, "crash", signal=9, killed=killer)
    plot.bends.downs.append(down)
    memory = cluster.memory(plot.writer)
    plot.add("gauge", (writer, "memory_used"), scene.ramp() * memory * 0.33)
    plot.add("gauge", (writer, "swap_used"), np.clip(scene.ramp() - 0.6, 0, 1) * 2.4 * memory * 0.02)
    plot.add("gauge", (writer, "oom"), stage.clock.covered(at - 60, at))
    after = stage.clock.times + 30 - (at + recovery)
    plot.add("miss", writer, np.where(after >= 0, 0.35 * np.exp(-np.clip(after, 0, None) / 400), 0.0))
    for late, message, category in (
        (1.0, "DB instance shutdown", "availability"), (recovery + 1, "DB instance restarted", "availability"),
        (recovery + 2, "The database process was killed by the OS because of low memory. It was restarted.", "notification"),
    ):  # fmt: skip
        stage.happenings.append(
            Happening(at + late, cluster.region, "db-instance", writer, message, (category,))
        )
    truth = scene.truth("out_of_memory", writer)
    truth.end_s = at + recovery
    truth.about(plot, family, role="used the memory")
    truth.numbers = {"killed_s": at, "recovery_s": round(recovery, 3), "signal": 9}
    return truth
