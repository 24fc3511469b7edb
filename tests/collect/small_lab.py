"""A small fleet of the incident lab (both engines, a reader each) and what of its day a run should read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from lab import fleet, lab
from lab.stage import generator
from lab.world import LabWorld

from aurorascope.catalog import load_collectors
from aurorascope.collect.fleet import Fleet
from aurorascope.store.schemas import TABLES
from aurorascope.store.store import Store

UNBOUND = dict.fromkeys(
    ("application-autoscaling", "cloudtrail", "cloudwatch", "logs", "pi", "rds", "s3"), 1e6
)


@cache
def small_world(seed: int, cause: str = lab.QUIET, instances: int = 2) -> LabWorld:
    """Return a day of a PostgreSQL and a MySQL cluster with so many instances each."""
    made = fleet.drawn(generator(seed, "fleet"), "small")
    clusters = [replace(one, instances=one.instances[:instances]) for one in made.clusters]
    return LabWorld(lab.run(seed, cause, 1, "small", replace(made, clusters=tuple(clusters))))


def reading(hours: float, **collectors: dict[str, object]) -> Fleet:
    """Return orders to read so many hours back, unhindered by rates."""
    back = {"back_days": hours / 24, "back_hours": hours, "past_days": 0}
    options = {it.name: back | collectors.get(it.name, {}) for it in load_collectors()}
    return Fleet(tier="useful", options=options, rates=UNBOUND)


def counts(store: Store) -> dict[str, int]:
    """Return how many rows each table holds, derived ones too."""
    snapshot = store.snapshot()
    return {
        name: snapshot.query(f"select count(*) as n from {name}").to_pylist()[0]["n"]
        for name, table in TABLES.items()
        if not table.hidden
    }
