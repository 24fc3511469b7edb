"""The writer is lost, a reader is promoted, and its cache does not hold what a writer needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lab import casting
from lab.stage import Down, Happening, Line
from lab.truth import Truth

if TYPE_CHECKING:
    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (25, 90), casting.has_readers, busy=bool(rng.random() < 0.6))
    plot, cluster = scene.plot, scene.plot.cluster
    old = plot.writer_at(scene.begin_s)
    new = next(one.name for one in cluster.instances if one.name != old)
    outage = float(rng.uniform(7, 75))
    back = outage + float(rng.uniform(20, 200))
    promoted = scene.begin_s + outage
    asked = bool(rng.random() < 0.35)
    shut = float(rng.uniform(2, 6))
    plot.bends.downs.append(Down(old, scene.begin_s, scene.begin_s + back, "failover" if asked else "crash"))
    plot.bends.downs.append(Down(new, promoted - shut, promoted, "failover"))
    plot.bends.promotions.append((promoted, new))
    cold = float(rng.uniform(0.25, 0.75))
    warm_s = float(rng.uniform(240, 1500))
    for name, since, share in ((new, promoted, cold), (old, scene.begin_s + back, 0.8 * cold)):
        after = stage.clock.times + 30 - since
        plot.add("miss", name, np.where(after >= 0, share * np.exp(-np.clip(after, 0, None) / warm_s), 0.0))
    _events(stage, scene, rng, old, new, outage, back, asked)
    truth = scene.truth("failover_cold_cache", old)
    truth.numbers = {
        "promoted": new, "outage_s": round(outage, 3), "old_writer_back_s": round(back, 3),
        "asked_for": asked, "miss_added": round(cold, 4), "warm_up_time_constant_s": round(warm_s, 1),
        "minutes_until_2_percent_of_pages_missed": round(float(warm_s * np.log(cold / 0.02) / 60), 1),
    }  # fmt: skip
    return truth


def _events(
    stage: Stage, scene: casting.Scene, rng: np.random.Generator, old: str, new: str, outage: float, back: float,
    asked: bool,
) -> None:  # fmt: skip
    cluster, at = scene.plot.cluster, scene.begin_s
    zones = {one.name: one.zone for one in cluster.instances}
    kind = "same AZ" if zones[old] == zones[new] else "cross AZ"

    def tell(after: float, source_type: str, source: str, message: str, *categories: str) -> None:
        stage.happenings.append(
            Happening(at + after, cluster.region, source_type, source, message, categories)
        )

    if asked:
        stage.happenings.append(
            Happening(at - 2, cluster.region, "", cluster.name, event_name="FailoverDBCluster", user="oncall",
                      parameters={"dBClusterIdentifier": cluster.name})
        )  # fmt: skip
    tell(
        1 + float(rng.uniform(0, 3)),
        "db-cluster",
        cluster.name,
        f"Started {kind} failover to DB instance: {new}",
        "failover",
    )
    tell(outage - 1, "db-instance", new, "DB instance restarted", "availability")
    tell(
        outage + float(rng.uniform(2, 20)),
        "db-cluster",
        cluster.name,
        f"Completed failover to DB instance: {new}",
        "failover",
    )
    tell(back + 1, "db-instance", old, "DB instance restarted", "availability")
    if cluster.postgres and not asked:
        scene.plot.bends.lines.append(
            Line(old, at, "LOG", f"server process (PID {int(rng.integers(1000, 30_000))}) was terminated by signal 6: Aborted",
                 (("DETAIL", "Failed process was running: autovacuum: VACUUM pg_catalog.pg_statistic"),), kind="process_died")
        )  # fmt: skip
