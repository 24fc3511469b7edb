"""Sessions of one instance: who is connected from when to when, and which of them a call runs in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from lab.clock import Clock, Floats, Ints
    from lab.stage import Plot, Storm

WRITER_ONLY = {"api", "worker", "cron", "batch", "dba"}
Window = tuple[float, float]


@dataclass(slots=True)
class Sessions:
    """Columns of sessions. `failed` says why one never began; `ended` how it ended."""

    start_s: list[float] = field(default_factory=list)
    end_s: list[float] = field(default_factory=list)
    client: list[int] = field(default_factory=list)
    host: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)  # "", killed
    busy_until: list[float] = field(default_factory=list)
    pid: list[int] = field(default_factory=list)
    port: list[int] = field(default_factory=list)
    pools: dict[int, list[int]] = field(default_factory=dict)  # rows by client

    def open(
        self, client: int, host: str, start_s: float, end_s: float, failed: str = "", pooled: bool = True
    ) -> int:
        """Add a session; return its row."""
        row = len(self.start_s)
        self.start_s.append(start_s)
        self.end_s.append(end_s)
        self.client.append(client)
        self.host.append(host)
        self.failed.append(failed)
        self.ended.append("")
        self.busy_until.append(start_s)
        if pooled and not failed:
            self.pools.setdefault(client, []).append(row)
        return row

    def name_processes(self, rng: np.random.Generator) -> None:
        """Give every session its process id and port, in the order of their beginnings."""
        count = len(self.start_s)
        order = np.argsort(np.array(self.start_s), kind="stable")
        steps = 20_000 + int(rng.integers(9000)) + np.cumsum(rng.integers(1, 4, count))
        pid = np.empty(count, np.int64)
        pid[order] = 600 + steps % 4_000_000
        self.pid = pid.tolist()
        self.port = rng.integers(32_768, 60_999, count).tolist()

    def connected(self, clock: Clock) -> Floats:
        """Return the most sessions at once in each minute, counted at its ends."""
        good = np.array([not why for why in self.failed], bool)
        starts = np.sort(np.array(self.start_s)[good])
        ends = np.sort(np.array(self.end_s)[good])
        edges = np.append(clock.times, clock.end_s).astype(np.float64)
        at = np.searchsorted(starts, edges, "right") - np.searchsorted(ends, edges, "right")
        middle = edges[:-1] + 30
        inside = np.searchsorted(starts, middle, "right") - np.searchsorted(ends, middle, "right")
        return np.maximum(inside, at[:-1]).astype(np.float64)

    def begun(self, clock: Clock) -> Ints:
        """Return how many attempts to connect there were in each minute."""
        return np.histogram(self.start_s, np.append(clock.times, clock.end_s))[0]


def opened(rng: np.random.Generator, clock: Clock, plot: Plot, windows: dict[bool, list[Window]]) -> Sessions:
    """Open the pools: `windows[True]` is when the instance writes, `windows[False]` when it reads."""
    sessions = Sessions()
    for number, client in enumerate(plot.clients):
        useful = list(windows[True])
        if client.name not in WRITER_ONLY:
            useful = sorted(useful + windows[False])
        for start, end in useful:
            if client.pool:
                _pool(rng, sessions, number, client.hosts, client.pool, client.lifetime_s, start, end, clock)
            elif client.per_minute and not plot.cluster.office_only:
                count = rng.poisson(client.per_minute * (end - start) / 60)
                for moment in np.sort(rng.uniform(start, end, count)).tolist():
                    hold = float(rng.exponential(20) + 0.2)
                    sessions.open(
                        number, _one(rng, client.hosts), moment, min(moment + hold, end), pooled=hold > 5
                    )
    return sessions


def _pool(
    rng: np.random.Generator, sessions: Sessions, number: int, hosts: tuple[str, ...], size: int,
    lifetime_s: float, start: float, end: float, clock: Clock,
) -> None:  # fmt: skip
    fresh = start > clock.start_s  # the instance just came into use: everybody connects now
    for host in hosts:
        for _ in range(size):
            begin = start + float(rng.exponential(8)) if fresh else start - float(rng.exponential(lifetime_s))
            while begin < end:
                until = max(begin, start) + float(rng.exponential(lifetime_s)) + 30
                sessions.open(number, host, begin, min(until, end))
                begin = until + float(rng.uniform(0.01, 2))


def _one(rng: np.random.Generator, hosts: tuple[str, ...]) -> str:
    return hosts[int(rng.integers(len(hosts)))]


def storm(rng: np.random.Generator, sessions: Sessions, plot: Plot, one: Storm, room: int) -> None:
    """Open a storm's connections; those that find no room fail."""
    number = next(i for i, client in enumerate(plot.clients) if client.name == one.client)
    client = plot.clients[number]
    count = rng.poisson(one.per_s * (one.end_s - one.start_s))
    live: list[float] = []
    taken = sum(
        1 for start, end, failed in zip(sessions.start_s, sessions.end_s, sessions.failed, strict=True)
        if start <= one.start_s < end and not failed
    )  # fmt: skip
    weights = np.array(one.host_weights or [1.0] * len(client.hosts))
    picks = rng.choice(len(client.hosts), count, p=weights / weights.sum())
    for moment, pick in zip(np.sort(rng.uniform(one.start_s, one.end_s, count)).tolist(), picks, strict=True):
        live = [end for end in live if end > moment]
        host = client.hosts[int(pick)]
        if taken + len(live) >= room:
            sessions.open(number, host, moment, moment + 0.01, "too many")
            continue
        end = moment + float(rng.exponential(one.hold_s)) + 0.05
        live.append(end)
        sessions.open(number, host, moment, end, pooled=False)


def seat(
    rng: np.random.Generator, sessions: Sessions, number: int, hosts: tuple[str, ...], start_s: float, end_s: float
) -> int:  # fmt: skip
    """Return a session of this client that is free from start to end; a pool that has none grows by one."""
    pool = sessions.pools.get(number, ())
    size = len(pool)
    if size:
        first = int(rng.integers(size))
        for step in range(min(size, 40)):
            row = pool[(first + step) % size]
            if sessions.busy_until[row] <= start_s and sessions.end_s[row] > start_s > sessions.start_s[row]:
                sessions.busy_until[row] = end_s + 0.001
                sessions.end_s[row] = max(sessions.end_s[row], end_s + 0.002)
                return row
    stay = end_s + 0.01 + float(rng.exponential(15))
    row = sessions.open(number, _one(rng, hosts), start_s - 0.02, stay)
    sessions.busy_until[row] = end_s + 0.001
    return row


def cut(windows: list[Window], downs: list[Window]) -> list[Window]:
    """Return the windows without the times in `downs`."""
    for begin, until in downs:
        left: list[Window] = []
        for start, end in windows:
            if until <= start or begin >= end:
                left.append((start, end))
                continue
            left += [part for part in ((start, begin), (until, end)) if part[1] - part[0] > 1e-6]
        windows = left
    return windows
