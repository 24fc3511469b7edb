"""The simulation: calls of every family in every minute, what they waited for, and those that a log would name.

It is open-loop: arrivals do not wait for answers. Only where more sessions would be active than clients have,
arrivals fall. Every other number (metrics, load, counters, logs) is read from what is counted here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lab import normal, sessions, waits
from lab.clock import Clock, Floats, drift
from lab.stage import Call, generator

if TYPE_CHECKING:
    from lab.fleet import Cluster, Instance
    from lab.stage import Plot, Stage

LONGEST_MS = 900_000.0
MOST_NAMED = 90.0  # calls a minute above the log's threshold: what is slower than that is called less often


@dataclass(slots=True)
class Slow:
    """Calls that are told one by one: columns, sorted by start."""

    start_s: Floats
    ms: Floats
    family: npt.NDArray[np.int64]
    session: npt.NDArray[np.int64]
    told: list[Call | None]  # the cause's own call, where it is one
    cut_off: npt.NDArray[np.bool_]  # ended by the end of the server, not by itself
    read_ms: Floats  # what of it was reading


@dataclass(slots=True)
class Track:
    """What happened on one instance, minute by minute (M), family (F) and wait (W)."""

    instance: Instance
    plot: Plot
    clock: Clock
    writes: npt.NDArray[np.bool_]  # M: it was the writer
    up: Floats  # M: share of the minute in which it served
    paused: npt.NDArray[np.bool_]  # M
    calls: npt.NDArray[np.int64]  # M, F
    ms: Floats  # M, F: time of calls by the minute they ended in
    reads: Floats  # M, F: pages read
    pages: Floats  # M, F: pages looked at
    samples: npt.NDArray[np.int64]  # M, F, W: sampled session seconds
    cpu_cores: Floats  # M: cores busy
    capacity: Floats  # M: ACUs, zero where provisioned
    read_ms: Floats  # M: time of one read
    temp_bytes: Floats  # M
    spills: list[tuple[int, int]]  # (row of a slow call, bytes)
    slow: Slow
    sessions: sessions.Sessions
    connected: Floats
    attempts: npt.NDArray[np.int64]
    lock_ms: Floats  # M: time in row and table locks
    gauges: dict[str, Floats] = field(default_factory=dict)

    @property
    def cluster(self) -> Cluster:
        """Its cluster."""
        return self.plot.cluster

    def gauge(self, name: str) -> Floats:
        """Return what bends add to a gauge of this instance."""
        added = self.plot.bends.gauge.get((self.instance.name, name))
        return np.zeros(self.clock.minutes) if added is None else added


def simulate(stage: Stage) -> dict[str, Track]:
    """Run every cluster; return the tracks by instance."""
    tracks: dict[str, Track] = {}
    for plot in stage.plots:
        tracks |= _cluster(stage, plot)
    return tracks


def _cluster(stage: Stage, plot: Plot) -> dict[str, Track]:
    clock, cluster = stage.clock, plot.cluster
    rng = generator(stage.seed, "rates", cluster.name)
    rates = _rates(rng, clock, plot)
    windows = {one.name: _windows(clock, plot, one) for one in cluster.instances}
    up = {name: sum((clock.covered(*span) for spans in kinds.values() for span in spans), np.zeros(clock.minutes))
          for name, kinds in windows.items()}  # fmt: skip
    writing = {name: sum((clock.covered(*span) for span in kinds[True]), np.zeros(clock.minutes))
               for name, kinds in windows.items()}  # fmt: skip
    skew = {one.name: drift(rng, clock.minutes, 0.08) for one in cluster.instances}
    reading = {name: np.clip(up[name] - writing[name], 0, 1) * skew[name] for name in up}
    readers = sum(reading.values(), np.zeros(clock.minutes))
    tracks = {}
    for instance in cluster.instances:
        name = instance.name
        alone = readers < 0.05  # without a reader the reader endpoint leads to the writer
        shared = np.where(alone, writing[name], reading[name] / np.maximum(readers, 0.05))
        own = np.stack(
            [rate * (shared if family.role == "reader" else writing[name])
             for family, rate in zip(plot.families, rates, strict=True)], axis=1,
        )  # fmt: skip
        tracks[name] = _instance(stage, plot, instance, own, up[name], writing[name] > 0.5, windows[name])
    return tracks


def _windows(clock: Clock, plot: Plot, instance: Instance) -> dict[bool, list[sessions.Window]]:
    """Return when the instance writes (True) and reads (False), without the times it is down."""
    if plot.cluster.secondary_of:
        held = {True: [], False: [(float(clock.start_s), float(clock.end_s))]}
    else:
        held = {True: [], False: []}
        moves = [(float(clock.start_s), plot.writer.name), *sorted(plot.bends.promotions)]
        for (since, who), until in zip(
            moves, [*(at for at, _ in moves[1:]), float(clock.end_s)], strict=True
        ):
            held[who == instance.name].append((since, until))
    downs = [(down.start_s, down.end_s) for down in plot.bends.downs if down.instance == instance.name]
    return {writes: sessions.cut(spans, downs) for writes, spans in held.items()}


def _rates(rng: np.random.Generator, clock: Clock, plot: Plot) -> list[Floats]:
    """Return each family's calls a second, minute by minute."""
    curve = plot.season.curve(clock) * drift(rng, clock.minutes, 0.06)
    office = plot.season.office(clock)
    hour = (clock.times % 3600) // 60
    night_at = int(rng.integers(0, 5)) * 3600 + int(rng.integers(0, 4)) * 900
    local = (clock.times + plot.season.offset_h * 3600) % 86_400
    nightly = ((local >= night_at) & (local < night_at + float(rng.uniform(1200, 4200)))).astype(float)
    offset = int(rng.integers(0, 30))
    schedules = {
        "season": curve, "flat": np.ones(clock.minutes), "office": 0.05 + office * curve, "nightly": nightly,
        "hourly": ((hour >= offset) & (hour < offset + 4)).astype(float),
    }  # fmt: skip
    rates = []
    for family in plot.families:
        pace = plot.pace(family)
        scale = pace if family.schedule in {"season", "flat"} or family.fresh else pace**0.35
        rate = family.rate * scale * schedules[family.schedule] * drift(rng, clock.minutes, 0.05)
        if plot.cluster.office_only:
            rate = rate * office * (family.schedule != "nightly")
        rates.append(rate * plot.bends.rate.get(family.name, 1.0))
    return rates


def _instance(
    stage: Stage, plot: Plot, instance: Instance, rates: Floats, up: Floats, writes: npt.NDArray[np.bool_],
    windows: dict[bool, list[sessions.Window]],
) -> Track:  # fmt: skip
    clock, cluster, bends = stage.clock, plot.cluster, plot.bends
    rng = generator(stage.seed, "run", instance.name)
    calls = rng.poisson(rates * 60).astype(np.int64)
    cost = _costs(rng, clock, plot, instance)
    cores = cluster.cores(instance)
    demand = (calls * cost.cpu_ms).sum(1) / 60_000
    capacity = _capacity(demand, cluster) if instance.serverless else np.zeros(clock.minutes)
    room = np.maximum(capacity / 4, 0.1) if instance.serverless else np.full(clock.minutes, cores)
    busy = demand / room
    crowd = 1 + busy**3 / np.maximum(1.02 - np.minimum(busy, 1.0), 0.02) * 0.6
    parts = cost.parts(crowd[:, None])
    mean = parts.sum(2)
    active = (calls * mean).sum(1) / 60_000
    limit = 1.6 * cores + 0.7 * sum(client.pool * len(client.hosts) for client in plot.clients)
    named = (calls * _slow_share(plot, mean)[0]).sum(1)
    held_back = np.minimum(
        1.0, np.minimum(limit / np.maximum(active, 1e-9), MOST_NAMED / np.maximum(named, 1e-9))
    )
    if (held_back < 1).any():
        calls = rng.binomial(calls, np.broadcast_to(held_back[:, None], calls.shape)).astype(np.int64)
    held = sessions.opened(rng, clock, plot, windows)
    for one in bends.storms:
        if one.instance == instance.name:
            sessions.storm(rng, held, plot, one, cluster.max_connections)
    load, ms, slow = _times(rng, clock, plot, instance, calls, parts, mean)
    _seat(rng, plot, instance, held, slow)
    held.name_processes(rng)
    for down in bends.downs:
        if down.instance == instance.name:
            for row, end in enumerate(held.end_s):
                if held.start_s[row] < down.start_s <= end < down.end_s:
                    held.end_s[row], held.ended[row] = down.start_s, "killed"
    temp, spills = _spills(rng, clock, plot, slow)
    reads = calls * cost.reads
    spent = (calls * cost.cpu_ms).sum(1) / 60_000
    paused = _paused(rates, cluster)
    return Track(
        instance, plot, clock, writes, up, paused, calls, ms, reads, calls * cost.blocks,
        np.floor(load + rng.random(load.shape)).astype(np.uint16), np.minimum(spent, room), capacity * ~paused,
        cost.read_ms, temp, spills, slow, held, held.connected(clock), held.begun(clock),
        1000 * load[:, :, waits.ROW : waits.RELATION + 1].sum((1, 2)),
    )  # fmt: skip


@dataclass(slots=True)
class Costs:
    """What one call of each family costs in each minute."""

    cpu_ms: Floats
    blocks: Floats
    reads: Floats
    read_ms: Floats  # M
    commit_ms: Floats  # F
    temp_ms: Floats  # M, F
    waits: list[tuple[int, int, Floats]]

    def parts(self, crowd: Floats) -> Floats:
        """Return the milliseconds of a call by wait (M, F, W)."""
        made = np.zeros((*self.cpu_ms.shape, waits.COUNT), np.float32)
        made[:, :, waits.CPU] = self.cpu_ms * crowd
        made[:, :, waits.READ] = self.reads**0.92 * self.read_ms[:, None]
        made[:, :, waits.COMMIT] = self.commit_ms * (0.7 + 0.3 * crowd)
        made[:, :, waits.TEMP] = self.temp_ms
        made[:, :, waits.CLIENT] = 0.01 * self.cpu_ms
        made[:, :, waits.LATCH] = np.maximum(crowd - 1.15, 0) * 0.25 * self.cpu_ms
        for family, wait, amount in self.waits:
            made[:, family, wait] += amount
        return made


def _costs(rng: np.random.Generator, clock: Clock, plot: Plot, instance: Instance) -> Costs:
    bends, families = plot.bends, plot.families
    shape = (clock.minutes, len(families))
    cpu = np.ones(shape) * [family.cpu_ms for family in families] * drift(rng, clock.minutes, 0.03)[:, None]
    blocks = np.ones(shape) * [family.blocks for family in families]
    temp = np.zeros(shape)
    for f, family in enumerate(families):
        cpu[:, f] *= bends.cpu.get(family.name, 1.0)
        blocks[:, f] *= bends.blocks.get(family.name, 1.0)
        spilled = family.temp_bytes * family.temp_share + bends.temp.get(family.name, 0.0)
        temp[:, f] = spilled / 400_000  # 400 MB a second
    cold = np.array([family.coldness for family in families])
    base = float(rng.uniform(0.0008, 0.004)) * drift(rng, clock.minutes, 0.1)
    miss = np.minimum(base[:, None] * cold, 0.6)
    added = bends.miss.get(instance.name)
    if added is not None:
        miss = np.clip(miss + added[:, None] * np.minimum(1, 0.6 + 0.2 * cold), 0, 1)
    read_ms = (
        float(rng.uniform(0.35, 0.8))
        * drift(rng, clock.minutes, 0.08)
        * bends.read_ms.get(instance.name, 1.0)
    )
    commit = np.array([0.0 if not family.writes else float(rng.uniform(1.5, 4)) for family in families])
    index = {family.name: f for f, family in enumerate(families)}
    added_waits = [
        (index[family], wait, amount) for name, family, wait, amount in bends.wait
        if name == instance.name and family in index
    ]  # fmt: skip
    return Costs(cpu, blocks, blocks * miss, read_ms, commit, temp, added_waits)


def _capacity(demand: Floats, cluster: Cluster) -> Floats:
    """Return the ACUs of each minute: quick to grow, slow to shrink, held between the bounds."""
    need = np.clip(np.ceil(demand * 4 / 0.7 * 2) / 2, max(cluster.min_acu, 0.5), cluster.max_acu)
    held = np.empty_like(need)
    now = float(need[0])
    for minute, wanted in enumerate(need.tolist()):
        now = min(wanted, max(now * 2, 1.0)) if wanted > now else max(wanted, now - 0.5)
        held[minute] = now
    return held


def _paused(rates: Floats, cluster: Cluster) -> npt.NDArray[np.bool_]:
    """Return the minutes in which nobody came for so long that the instance sleeps."""
    idle = rates.sum(1) <= 0
    asleep = np.zeros(len(idle), bool)
    if cluster.auto_pause_s:
        run = 0
        for minute, still in enumerate(idle.tolist()):
            run = run + 1 if still else 0
            asleep[minute] = run * 60 > cluster.auto_pause_s
    return asleep


def _times(
    rng: np.random.Generator, clock: Clock, plot: Plot, instance: Instance, calls: npt.NDArray[np.int64],
    parts: Floats, mean: Floats,
) -> tuple[Floats, Floats, Slow]:  # fmt: skip
    """Split calls at the log's threshold: the many below it as sums, those above it one by one."""
    families, limit = plot.families, plot.cluster.slow_ms
    slow_share, cut, sigma = _slow_share(plot, mean)
    quick_share = 1 - slow_share
    count = rng.binomial(calls, np.clip(slow_share, 0, 1))
    quick_ms = np.minimum(mean * normal.below(cut - sigma) / np.maximum(quick_share, 1e-9), limit)
    ms = (calls - count) * quick_ms
    share = parts / np.maximum(mean, 1e-9)[:, :, None]
    load = share * (ms / 1000)[:, :, None]
    minute, family = np.nonzero(count)
    repeat = count[minute, family]
    minute, family = np.repeat(minute, repeat), np.repeat(family, repeat)
    z = normal.tail(rng, cut[minute, family]) if len(minute) else np.empty(0)
    own = sigma[family]
    took = np.minimum(mean[minute, family] * np.exp(own * z - own**2 / 2), LONGEST_MS)
    took = np.maximum(np.round(took, 3), limit)
    start = clock.times[minute] + rng.random(len(minute)) * 60
    index = {one.name: f for f, one in enumerate(families)}
    told = [call for call in plot.bends.calls if call.instance == instance.name]
    slow = Slow(
        np.concatenate([start, [call.start_s for call in told]]),
        np.concatenate([took, [call.ms for call in told]]),
        np.concatenate([family, [index[call.family] for call in told]]).astype(np.int64),
        np.zeros(len(start) + len(told), np.int64),
        [*([None] * len(start)), *told],
        np.zeros(len(start) + len(told), bool),
        np.zeros(len(start) + len(told)),
    )  # fmt: skip
    _cut_off(slow, plot, instance, clock)
    order = np.argsort(slow.start_s, kind="stable")
    slow = Slow(
        slow.start_s[order], slow.ms[order], slow.family[order], slow.session,
        [slow.told[i] for i in order.tolist()], slow.cut_off[order], slow.read_ms,
    )  # fmt: skip
    _add_slow(clock, share, load, ms, calls, slow)
    return load, ms, slow


def _slow_share(plot: Plot, mean: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the share of calls above the log's threshold, the threshold in standard deviations, the deviations."""
    sigma = np.array([family.sigma for family in plot.families])
    cut = (np.log(plot.cluster.slow_ms / np.maximum(mean, 1e-6)) + sigma**2 / 2) / sigma
    return 1 - normal.below(cut), cut, sigma


def _cut_off(slow: Slow, plot: Plot, instance: Instance, clock: Clock) -> None:
    """End every call with its server; nobody begins one while the server is down."""
    for down in plot.bends.downs:
        if down.instance != instance.name:
            continue
        inside = (slow.start_s >= down.start_s) & (slow.start_s < down.end_s)
        slow.start_s[inside] = down.end_s + 0.5 + (slow.start_s[inside] - down.start_s) % 20
        torn = (slow.start_s < down.start_s) & (slow.start_s + slow.ms / 1000 > down.start_s)
        slow.ms[torn] = (down.start_s - slow.start_s[torn]) * 1000
        slow.cut_off |= torn
    over = slow.start_s + slow.ms / 1000 >= clock.end_s - 1
    slow.ms[over] = np.maximum((clock.end_s - 1 - slow.start_s[over]) * 1000, 0.001)
    slow.cut_off |= over


def _add_slow(
    clock: Clock, share: Floats, load: Floats, ms: Floats, calls: npt.NDArray[np.int64], slow: Slow
) -> None:
    """Add the calls told one by one to load, time and counts."""
    ends = slow.start_s + slow.ms / 1000
    first = np.clip((slow.start_s - clock.start_s) // 60, 0, clock.minutes - 1).astype(np.int64)
    last = np.clip((ends - clock.start_s) // 60, 0, clock.minutes - 1).astype(np.int64)
    for row, call in enumerate(slow.told):
        if call is None:
            mix = share[first[row], slow.family[row]]
        else:
            mix = np.zeros(waits.COUNT)
            whole = max(call.ms, 1e-9)
            for wait, part in call.waits.items():
                mix[wait] = part / whole
            mix[waits.CPU] += max(0.0, 1 - mix.sum())
            calls[last[row], slow.family[row]] += 0 if slow.cut_off[row] else 1
        slow.read_ms[row] = slow.ms[row] * mix[waits.READ]
        for minute in range(first[row], last[row] + 1):
            left = clock.start_s + 60 * minute
            seconds = min(ends[row], left + 60) - max(slow.start_s[row], left)
            load[minute, slow.family[row]] += mix * max(seconds, 0.0)
    np.add.at(ms, (last, slow.family), slow.ms)


def _seat(
    rng: np.random.Generator, plot: Plot, instance: Instance, held: sessions.Sessions, slow: Slow
) -> None:
    """Give every told call its session."""
    client_of = [
        next(i for i, one in enumerate(plot.clients) if one.name == family.client) for family in plot.families
    ]
    starts, lengths, families = slow.start_s.tolist(), slow.ms.tolist(), slow.family.tolist()
    ends_of_server = sorted(down.start_s for down in plot.bends.downs if down.instance == instance.name)
    for row, call in enumerate(slow.told):
        end = starts[row] + lengths[row] / 1000
        number = client_of[families[row]]
        hosts = plot.clients[number].hosts
        if call is not None and call.share is not None and call.share.session >= 0:
            session = call.share.session
            held.busy_until[session] = max(held.busy_until[session], end)
            held.end_s[session] = max(held.end_s[session], end + 0.01)
        else:
            stays = end + (call.idle_after_s if call is not None else 0.0)
            if call is not None and call.host:
                session = held.open(number, call.host, starts[row] - 0.4, stays + 2.0)
                held.busy_until[session] = stays
            else:
                session = sessions.seat(rng, held, number, hosts, starts[row], stays)
        for death in ends_of_server:  # a session ends with its server
            if starts[row] < death:
                held.end_s[session] = (
                    min(held.end_s[session], death) if end <= death + 1e-6 else held.end_s[session]
                )
                break
        slow.session[row] = session
        if call is not None:
            call.session = session


def _spills(
    rng: np.random.Generator, clock: Clock, plot: Plot, slow: Slow
) -> tuple[Floats, list[tuple[int, int]]]:
    """Decide which calls wrote temporary files."""
    temp = np.zeros(clock.minutes)
    spills: list[tuple[int, int]] = []
    added = plot.bends.temp
    for row, (f, call) in enumerate(zip(slow.family.tolist(), slow.told, strict=True)):
        family = plot.families[f]
        minute = clock.minute(slow.start_s[row])
        size = 0.0 if call is None else float(call.temp_bytes)
        if family.name in added and added[family.name][minute] > 0:
            size += added[family.name][minute] * float(rng.lognormal(-0.045, 0.3))
        elif family.temp_bytes and rng.random() < family.temp_share:
            size += family.temp_bytes * float(rng.lognormal(0, 0.4))
        if size >= 8192 and not slow.cut_off[row]:
            end = clock.minute(slow.start_s[row] + slow.ms[row] / 1000)
            temp[end] += size
            spills.append((row, int(size)))
    return temp, spills
