"""One run of the lab: from a seed and the name of a cause to tracks and truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lab import fleet, innocents
from lab.causes import CAUSES
from lab.clock import Clock
from lab.simulation import Track, simulate
from lab.stage import Stage, generator, set_stage
from lab.truth import Truth

if TYPE_CHECKING:
    from lab.fleet import Fleet

QUIET = "quiet"
EPOCH_S = 1_791_158_400  # 2026-10-05, a Monday


@dataclass(slots=True)
class Run:
    """What a seed and a cause came to."""

    stage: Stage
    truth: Truth
    tracks: dict[str, Track]


def plan(
    seed: int,
    cause: str = QUIET,
    days: int = 1,
    size: str = "full",
    made: Fleet | None = None,
    start_s: int = 0,
) -> tuple[Stage, Truth]:
    """Return a run before it is simulated: a fleet, its work, its usual days, and one cause."""
    if cause != QUIET and cause not in CAUSES:
        raise LookupError(f"no cause {cause!r}: one of {', '.join([QUIET, *CAUSES])}")
    rng = generator(seed, "days")
    start = start_s or EPOCH_S + 86_400 * int(rng.integers(0, 40))
    if cause == "serverless_ceiling" and not start_s:  # some of these work in office hours only
        start += 86_400 * ((1 - (start // 86_400 + days - 1 + 3)) % 7)
    clock = Clock(start, days)
    stage = set_stage(seed, clock, made or fleet.drawn(generator(seed, "fleet"), size))
    truth = CAUSES[cause](stage, generator(seed, "cause", cause)) if cause != QUIET else Truth(QUIET)
    truth.innocent = innocents.live(stage)
    stage.happenings.sort(key=lambda one: one.at_s)
    return stage, truth


def run(
    seed: int,
    cause: str = QUIET,
    days: int = 1,
    size: str = "full",
    made: Fleet | None = None,
    start_s: int = 0,
) -> Run:
    """Make a run; the same arguments give the same run. Seeds of one fleet differ in everything."""
    stage, truth = plan(seed, cause, days, size, made, start_s)
    tracks = simulate(stage)
    truth.measure(tracks)
    return Run(stage, truth, tracks)
