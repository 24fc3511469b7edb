"""What happens on any day and harms nobody: backups, deploys, short waits, a mistyped password, a lone deadlock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from lab import waits
from lab.causes.deadlock_cycle import one_deadlock
from lab.families import literals
from lab.stage import Call, Happening, Line, LockWait, Storm, Vacuum, generator

if TYPE_CHECKING:
    from lab.stage import Plot, Stage


def live(stage: Stage) -> list[dict[str, Any]]:
    """Let every cluster have its usual days; return what could be mistaken for a cause."""
    told: list[dict[str, Any]] = []
    for plot in stage.plots:
        rng = generator(stage.seed, "innocent", plot.cluster.name)
        for day in range(stage.clock.days):
            start = stage.clock.start_s + 86_400 * day
            _backup(stage, plot, rng, start)
            if plot.cluster.secondary_of or plot.cluster.office_only:
                continue
            told += _deploys(stage, plot, rng, start)
            told += _deadlocks(plot, rng, start)
            _short_waits(plot, rng, start)
            _mistakes(plot, rng, start)
            if plot.cluster.postgres:
                _vacuums(plot, rng, start)
    return told


def _backup(stage: Stage, plot: Plot, rng: np.random.Generator, start: float) -> None:
    at = start + plot.cluster.backup_hour * 3600 + float(rng.uniform(0, 1200))
    for late, message in (
        (0.0, "Creating automated cluster snapshot"),
        (float(rng.uniform(60, 400)), "Automated cluster snapshot created"),
    ):
        stage.happenings.append(
            Happening(at + late, plot.cluster.region, "db-cluster-snapshot", f"rds:{plot.cluster.name}", message, ("backup",))
        )  # fmt: skip


def _deploys(stage: Stage, plot: Plot, rng: np.random.Generator, start: float) -> list[dict[str, Any]]:
    told = []
    for _ in range(int(rng.poisson(0.7))):
        at = start + float(rng.uniform(8, 18)) * 3600
        client = plot.client(str(rng.choice(["web", "api", "worker"])))
        sessions = max(1, client.pool * len(client.hosts))
        plot.bends.storms.append(
            Storm(plot.writer_at(at), client.name, at, at + 45, min(sessions, 120) / 45, 240.0)
        )  # fmt: skip
        stage.happenings.append(
            Happening(at, plot.cluster.region, "", plot.cluster.name, event_name="UpdateService", user="deploy",
                      parameters={"service": f"{plot.cluster.domain}-{client.name}"})
        )  # fmt: skip
        told.append({"what": "deploy", "cluster": plot.cluster.name, "at_s": at, "client": client.name})
    return told


def _deadlocks(plot: Plot, rng: np.random.Generator, start: float) -> list[dict[str, Any]]:
    if rng.random() > 0.25:
        return []
    at = start + float(rng.uniform(3600, 82_000))
    cast = [plot.family(name) for name in ("take_stock", "main_status")]
    one_deadlock(plot, rng, plot.writer_at(at), at, cast)
    return [{"what": "one deadlock", "cluster": plot.cluster.name, "at_s": at}]


def _short_waits(plot: Plot, rng: np.random.Generator, start: float) -> None:
    """A row is waited for, for a second or three, and nobody notices."""
    for _ in range(int(rng.poisson(4))):
        at = start + float(rng.uniform(600, 85_000))
        family = plot.family(str(rng.choice(["take_stock", "main_status", "touch_session"])))
        values = literals(rng, family.slots())
        writer = plot.writer_at(at)
        hold = float(rng.uniform(1.1, 3.5))
        holder = Call(writer, family.name, at - 0.05, 3.0, values=values, idle_after_s=hold)
        waiter = Call(writer, family.name, at, round(hold * 1000, 3), values=values, blocked_by=holder)
        waiter.waits = {waits.ROW: waiter.ms - 1}
        plot.bends.calls += [holder, waiter]
        if plot.cluster.postgres:
            plot.bends.locks.append(
                LockWait(waiter, "ShareLock", f"transaction {rng.integers(1_000_000, 900_000_000)}", [holder], [waiter],
                         waiter.ms - 0.8, "acquired", f'while updating tuple (7,{rng.integers(1, 60)}) in relation "{family.tables[0]}"')
            )  # fmt: skip


def _mistakes(plot: Plot, rng: np.random.Generator, start: float) -> None:
    """Errors that programs live with."""
    if not plot.cluster.postgres:
        return
    insert = plot.family("insert_main")
    for _ in range(int(rng.poisson(9))):
        at = start + float(rng.uniform(600, 85_000))
        call = Call(plot.writer_at(at), insert.name, at, 1.5, error="duplicate key")
        plot.bends.calls.append(call)
        plot.bends.lines.append(
            Line(call.instance, call.end_s, "ERROR", f'duplicate key value violates unique constraint "{insert.tables[0]}_ref_key"',
                 (("DETAIL", f"Key (ref)=({rng.integers(1, 90_000)}) already exists."),), call=call, process="", kind="unique_violation")
        )  # fmt: skip


def _vacuums(plot: Plot, rng: np.random.Generator, start: float) -> None:
    for family in plot.families:
        if family.writes and family.schedule != "nightly" and family.tables:
            for _ in range(int(rng.poisson(1.2))):
                at = start + float(rng.uniform(600, 85_000))
                rows = int(rng.integers(5000, 900_000))
                pages = rows // 60 + 1
                removed = int(rows * rng.uniform(0.02, 0.2))
                plot.bends.vacuums.append(
                    Vacuum(plot.writer_at(at), family.tables[0], at, float(rng.uniform(0.2, 30)), pages, removed, rows - removed,
                           int(rng.integers(0, 40)), int(rng.integers(1, 3000)), reads=pages // 10, hits=3 * pages)
                )  # fmt: skip
