"""Where and when a cause strikes: drawn, within what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lab.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.clock import Floats
    from lab.families import Family
    from lab.stage import Plot, Stage


@dataclass(frozen=True, slots=True)
class Scene:
    """A cluster and a time."""

    stage: Stage
    plot: Plot
    rng: np.random.Generator
    begin_s: float
    end_s: float

    @property
    def within(self) -> Floats:
        """Share of each minute in which the cause holds."""
        return self.stage.clock.covered(self.begin_s, self.end_s)

    @property
    def seconds(self) -> float:
        """How long it holds."""
        return self.end_s - self.begin_s

    def truth(self, cause: str, instance: str = "") -> Truth:
        """Begin to tell it."""
        cluster = self.plot.cluster
        return Truth(cause, cluster.name, cluster.region, instance or self.plot.writer_at(self.begin_s),
                     self.begin_s, self.end_s)  # fmt: skip

    def rate(self, family: Family) -> float:
        """Return roughly how many calls of a family come a second in all, at this time."""
        clock = self.stage.clock
        curve = self.plot.season.curve(clock)[clock.minute(self.begin_s) : clock.minute(self.end_s) + 1]
        level = 1.0 if family.schedule == "flat" else float(curve.mean())
        return family.rate * self.plot.pace(family) * level

    def spare(self, role: str) -> float:
        """Return roughly how many cores the usual work leaves idle, on the writer or on all readers."""
        cluster = self.plot.cluster
        readers = cluster.instances[1:] or cluster.instances[:1]
        used = (cluster.instances[0],) if role == "writer" else readers
        cores = sum(cluster.cores(one) for one in used)
        alone = len(cluster.instances) == 1
        busy = sum(
            self.rate(family) * family.cpu_ms for family in self.plot.families
            if (alone or family.role == role) and family.schedule in {"season", "flat"} and not family.fresh
        )  # fmt: skip
        return max(cores - busy / 1000, 0.15 * cores)

    def factor(self, value: float) -> Floats:
        """Return 1 outside and `value` within."""
        return 1 + (value - 1) * self.within

    def ramp(self) -> Floats:
        """Return 0 before, rising to 1 at the end, 0 after."""
        clock = self.stage.clock
        risen = np.clip((clock.times + 30 - self.begin_s) / max(self.seconds, 60), 0, 1)
        return risen * (self.within > 0)


def scene(
    stage: Stage, rng: np.random.Generator, minutes: tuple[float, float],
    fits: Callable[[Plot], bool] = lambda _: True, busy: bool = False,
) -> Scene:  # fmt: skip
    """Draw a cluster that fits and a time in the last day; `busy`: when people work."""
    plots = [plot for plot in stage.plots if not plot.cluster.secondary_of and fits(plot)]
    if not plots:
        raise LookupError("no cluster of this fleet fits the cause")
    plot = plots[int(rng.integers(len(plots)))]
    clock = stage.clock
    length = 60 * float(rng.uniform(*minutes))
    day = clock.end_s - 86_400
    earliest, latest = day + 3600, clock.end_s - length - 2400
    choices = np.arange(earliest, max(latest, earliest + 60), 60)
    level = plot.season.curve(clock)[((choices - clock.start_s) // 60).astype(int)]
    if plot.cluster.office_only:
        office = plot.season.office(clock)
        open_days = [d for d in range(clock.days) if office[d * 1440 : (d + 1) * 1440].any()]
        start = clock.start_s + 86_400 * (open_days[-1] if open_days else clock.days - 1)
        choices = np.arange(start, start + 86_400 - length - 600, 60)
        level = office[((choices - clock.start_s) // 60).astype(int)]
        last = office[np.minimum((choices + length - clock.start_s) // 60, clock.minutes - 1).astype(int)]
        level = level * last
        if level.sum() == 0:
            level = np.ones(len(choices))
    elif busy:
        level = level**3
    begin = float(rng.choice(choices, p=level / level.sum())) + float(rng.uniform(0, 60))
    return Scene(stage, plot, rng, begin, begin + length)


def provisioned(plot: Plot) -> bool:
    """Say whether a cluster is no serverless one."""
    return plot.cluster.max_acu == 0


def has_readers(plot: Plot) -> bool:
    """Say whether there is anybody to promote or to lag."""
    return provisioned(plot) and len(plot.cluster.instances) > 1


def pick(rng: np.random.Generator, plot: Plot, *names: str) -> Family:
    """Draw one of these families of those the cluster has."""
    held = [family for family in plot.families if family.name in names]
    return held[int(rng.integers(len(held)))]
