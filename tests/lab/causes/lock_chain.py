"""A transaction that nobody ends holds a row, and everybody who needs it waits, in two levels or one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lab import casting, waits
from lab.families import literals
from lab.stage import Call, Line, LockWait
from lab.truth import Truth

if TYPE_CHECKING:
    from lab.casting import Scene
    from lab.families import Family
    from lab.stage import Stage


def plant(stage: Stage, rng: np.random.Generator) -> Truth:
    """Plant it."""
    scene = casting.scene(stage, rng, (3, 35), casting.provisioned, busy=True)
    plot, cluster = scene.plot, scene.plot.cluster
    writer = plot.writer_at(scene.begin_s)
    victims = casting.pick(rng, plot, "take_stock", "main_status", "touch_session")
    table = victims.tables[0]
    values = literals(rng, victims.slots())
    holding = casting.pick(rng, plot, "main_status", "take_stock", "touch_session", "insert_ledger")
    holder = Call(writer, holding.name, scene.begin_s, float(rng.uniform(2, 20)), idle_after_s=scene.seconds)
    plot.bends.calls.append(holder)
    timeout = float(rng.choice([0.0, 0.0, 30.0, 60.0])) if cluster.postgres else 50.0
    slots = int(rng.integers(6, 14 + 4 * int(cluster.cores(plot.writer))))
    queue = _queue(scene, holder, victims, values, slots, timeout)
    plot.bends.calls += queue
    if cluster.postgres:
        plot.bends.locks += _told(rng, holder, queue, table)
    killed = cluster.postgres and bool(rng.random() < 0.4)
    if killed:
        plot.bends.lines.append(
            Line(writer, scene.end_s, "FATAL", "terminating connection due to idle-in-transaction timeout",
                 call=holder, process="", kind="idle_in_transaction_timeout")
        )  # fmt: skip
    plot.bend("rate", victims.name, scene.factor(float(rng.uniform(0.5, 0.85))))
    truth = scene.truth("lock_chain", writer)
    truth.about(plot, victims)
    truth.about(plot, holding, role="holds the lock")
    spans = np.array([(call.start_s, call.end_s) for call in queue])
    edges = np.unique(spans)
    truth.numbers = {
        "waiting_calls": len(queue),
        "cancelled_calls": sum(1 for call in queue if call.error),
        "waited_s": round(float((spans[:, 1] - spans[:, 0]).sum()), 3),
        "longest_wait_s": round(float((spans[:, 1] - spans[:, 0]).max()), 3),
        "most_waiting_at_once": int(max(((spans[:, 0] <= edge) & (spans[:, 1] > edge)).sum() for edge in edges)),
        "table": table,
        "depth": 2 if any(call.blocked_by is not holder for call in queue) else 1,
        "holder_ended": "killed by timeout" if killed else "committed",
    }  # fmt: skip
    return truth


def _queue(
    scene: Scene, holder: Call, family: Family, values: list[list[str]], slots: int, timeout: float
) -> list[Call]:
    """Return the calls that wait: each until the holder ends, or until its own timeout; at most `slots` at once."""
    rng, release = scene.rng, scene.end_s
    free = np.full(slots, holder.end_s)
    arrive = holder.end_s
    queue: list[Call] = []
    pace = max(float(rng.uniform(0.3, 6.0)), scene.seconds / 2500)
    head: Call | None = None
    while arrive < release - 1.5:
        arrive += float(rng.exponential(pace))
        slot = int(free.argmin())
        start = max(arrive, float(free[slot]) + float(rng.uniform(0.05, 1)))
        if start >= release - 1.2:
            break
        gives_up = start + timeout if timeout else np.inf
        served = release + 0.002 + 0.004 * len(queue) * rng.random()
        end = min(gives_up, served)
        call = Call(
            holder.instance, family.name, start, round((end - start) * 1000, 3),
            error="timeout" if gives_up < served else "", values=values,
        )  # fmt: skip
        first = head is None or head.end_s <= start
        call.waits = {waits.ROW if first else waits.TUPLE: call.ms - 1.0}
        call.blocked_by = holder if first else head
        head = call if first else head
        free[slot] = end
        queue.append(call)
    return queue


def _told(rng: np.random.Generator, holder: Call, queue: list[Call], table: str) -> list[LockWait]:
    """Return what the server logs: the first waits for the transaction, the others for the row."""
    transaction = int(rng.integers(1_000_000, 900_000_000))
    row = f"({rng.integers(1, 9000)},{rng.integers(1, 90)})"
    relation = 16_384 + int(rng.integers(20, 900))
    told = []
    for call in queue:
        first = call.blocked_by is holder
        waiting_with = [
            other for other in queue
            if (other.blocked_by is holder) == first and other.start_s <= call.start_s + 1 < other.end_s
        ]  # fmt: skip
        told.append(
            LockWait(
                call, "ShareLock" if first else "ExclusiveLock",
                f"transaction {transaction}" if first
                else f"tuple {row} of relation {relation} of database 16401",
                [call.blocked_by or holder], waiting_with[:30], call.ms - 0.8,
                "cancelled" if call.error else "acquired",
                f'while updating tuple {row} in relation "{table}"' if first else "",
            )
        )  # fmt: skip
    return told
