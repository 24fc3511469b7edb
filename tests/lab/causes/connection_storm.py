"""A program opens connections far faster than it needs them, until there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab import casting
from lab.stage import Storm
from lab.truth import Truth

if TYPE_CHECKING:
    import numpy as np

    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (4, 25), casting.provisioned)
    plot, cluster = scene.plot, scene.plot.cluster
    writer = plot.writer_at(scene.begin_s)
    client = plot.client(str(rng.choice(["web", "api", "worker"])))
    per_s = min(float(rng.uniform(6, 30)), 12_000 / scene.seconds)
    usual = sum(one.pool * len(one.hosts) for one in plot.clients)
    room = max(cluster.max_connections - usual, 50)
    hold = float(rng.uniform(0.3, 1.6)) * room / per_s
    one_host = bool(rng.random() < 0.4)
    weights = tuple(1.0 if i == 0 or not one_host else 0.02 for i in range(len(client.hosts)))
    plot.bends.storms.append(Storm(writer, client.name, scene.begin_s, scene.end_s, per_s, hold, weights))
    plot.add("gauge", (writer, "cpu_cores"), scene.within * per_s * float(rng.uniform(0.004, 0.012)))
    truth = scene.truth("connection_storm", writer)
    truth.numbers = {
        "attempts_per_s": round(per_s, 3), "user": client.user, "application": client.application,
        "host": client.hosts[0] if one_host else "all", "max_connections": cluster.max_connections,
    }  # fmt: skip
    return truth
