"""Two or three statements take the same rows in different order, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab import casting, waits
from lab.families import literals
from lab.stage import Call, Deadlock, Plot
from lab.truth import Truth

if TYPE_CHECKING:
    import numpy as np

    from lab.families import Family
    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (10, 150), casting.provisioned, busy=True)
    plot = scene.plot
    writer = plot.writer_at(scene.begin_s)
    size = 3 if rng.random() < 0.3 else 2
    names = ["take_stock", "main_status", "touch_session", "job_done"]
    cast = [plot.family(str(name)) for name in rng.choice(names, size, replace=False)]
    if rng.random() < 0.4:
        cast = [cast[0]] * size
    count = int(rng.integers(3, 40))
    for at in sorted(rng.uniform(scene.begin_s, scene.end_s - 5, count).tolist()):
        one_deadlock(plot, rng, writer, at, cast)
    truth = scene.truth("deadlock_cycle", writer)
    truth.about(plot, *dict.fromkeys(cast), role="deadlocks")
    truth.numbers = {"deadlocks": count, "participants": size}
    return truth


def one_deadlock(plot: Plot, rng: np.random.Generator, writer: str, at: float, cast: list[Family]) -> None:
    """Add one deadlock: everybody waits, the last one finds the cycle and is cancelled, the others go on."""
    patience = 1.0 if plot.cluster.postgres else float(rng.uniform(0.002, 0.05))
    calls = []
    for position, family in enumerate(cast):
        last = position == len(cast) - 1
        start = at - 0.3 * (len(cast) - position) * patience
        end = start + patience + 0.0003 if last else at + patience + 0.003 + 0.002 * position
        ms = round((end - start) * 1000, 3)
        calls.append(
            Call(writer, family.name, start, ms, waits={waits.ROW: ms * 0.98}, error="deadlock detected" if last else "",
                 values=literals(rng, family.slots()))
        )  # fmt: skip
    for position, call in enumerate(calls):
        call.blocked_by = calls[(position + 1) % len(calls)]
    first = int(rng.integers(1_000_000, 900_000_000))
    plot.bends.calls += calls
    plot.bends.deadlocks.append(
        Deadlock(writer, calls[-1].end_s, calls, [first + i for i in range(len(calls))], cast[-1].tables[0])
    )
