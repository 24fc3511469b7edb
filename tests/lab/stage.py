"""The plan of a run before it is simulated: clusters with their work, and what bends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from lab import families as work
from lab.clock import Clock, Floats, Season
from lab.families import Client, Family

if TYPE_CHECKING:
    from lab.fleet import Cluster, Fleet, Instance


@dataclass(slots=True)
class Call:
    """One call that is told on its own, because a cause needs exactly this one."""

    instance: str
    family: str
    start_s: float
    ms: float
    waits: dict[int, float] = field(default_factory=dict)  # milliseconds by wait; the rest is CPU
    sql: str = ""  # the text, where it is not the family's with drawn literals
    error: str = ""  # why it ended without a result; such a call has no duration in a log
    client: str = ""
    host: str = ""
    session: int = -1  # row in the instance's sessions, once it has one
    share: Call | None = None  # the call whose session it uses
    idle_after_s: float = 0.0  # its session stays busy (idle in transaction) for so long
    blocked_by: Call | None = None
    temp_bytes: int = 0
    values: list[list[str]] = field(default_factory=list)

    @property
    def end_s(self) -> float:
        """When it ended."""
        return self.start_s + self.ms / 1000


@dataclass(slots=True)
class LockWait:
    """A call that waited for a lock longer than deadlock_timeout, as the log tells it."""

    call: Call
    mode: str
    object: str
    holders: list[Call]
    queue: list[Call]
    waited_ms: float
    outcome: str  # acquired, deadlock, cancelled
    context: str = ""


@dataclass(slots=True)
class Deadlock:
    """A cycle; the last of `calls` is the victim. calls[i] waits for calls[i + 1], the last one for the first."""

    instance: str
    at_s: float
    calls: list[Call]
    transactions: list[int]
    table: str


@dataclass(slots=True)
class Line:
    """An entry of a server's log that no statement explains. `session` -1 is a process of the server."""

    instance: str
    at_s: float
    severity: str
    message: str
    parts: tuple[tuple[str, str], ...] = ()
    call: Call | None = None
    process: str = "postmaster"
    kind: str = ""


@dataclass(slots=True)
class Down:
    """A time in which an instance serves nobody."""

    instance: str
    start_s: float
    end_s: float
    why: str  # crash, restart, failover
    signal: int = 0
    killed: Call | None = None


@dataclass(slots=True)
class Storm:
    """Connections that come, do nothing worth a statement and go."""

    instance: str
    client: str
    start_s: float
    end_s: float
    per_s: float
    hold_s: float
    host_weights: tuple[float, ...] = ()


@dataclass(slots=True)
class Vacuum:
    """One run of autovacuum."""

    instance: str
    table: str
    end_s: float
    elapsed_s: float
    pages: int
    removed: int
    remain: int
    dead: int
    xmin_age: int
    index_scans: int = 1
    reads: int = 0
    hits: int = 0
    aggressive: bool = False


@dataclass(slots=True)
class Bends:
    """Everything that makes a cluster's days differ from its usual ones."""

    rate: dict[str, Floats] = field(default_factory=dict)  # by family, a factor a minute
    cpu: dict[str, Floats] = field(default_factory=dict)
    blocks: dict[str, Floats] = field(default_factory=dict)
    temp: dict[str, Floats] = field(default_factory=dict)  # temporary bytes a call, added
    plan: dict[str, Floats] = field(default_factory=dict)  # by family: which plan it has
    wait: list[tuple[str, str, int, Floats]] = field(
        default_factory=list
    )  # instance, family, wait, ms a call
    miss: dict[str, Floats] = field(default_factory=dict)  # by instance: share of pages not cached, added
    read_ms: dict[str, Floats] = field(default_factory=dict)  # by instance: factor of a read's time
    lag_ms: dict[str, Floats] = field(default_factory=dict)  # by instance, added
    gauge: dict[tuple[str, str], Floats] = field(default_factory=dict)  # by instance and gauge, added
    extra_reads: dict[str, Floats] = field(
        default_factory=dict
    )  # by instance: reads a minute of no statement
    calls: list[Call] = field(default_factory=list)
    locks: list[LockWait] = field(default_factory=list)
    deadlocks: list[Deadlock] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    downs: list[Down] = field(default_factory=list)
    storms: list[Storm] = field(default_factory=list)
    vacuums: list[Vacuum] = field(default_factory=list)
    promotions: list[tuple[float, str]] = field(default_factory=list)  # from when, who writes


@dataclass(slots=True)
class Happening:
    """Something the control plane tells: an RDS event, or somebody's call that changed something."""

    at_s: float
    region: str
    source_type: str
    source: str
    message: str = ""
    categories: tuple[str, ...] = ()
    event_name: str = ""  # CloudTrail's, where it is one
    user: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Plot:
    """One cluster's plan."""

    cluster: Cluster
    families: list[Family]
    clients: list[Client]
    scale: float  # calls a second for a relative rate of 1, at the busiest hour
    reader_scale: float  # the same for families that read from readers
    season: Season
    bends: Bends = field(default_factory=Bends)

    def pace(self, family: Family) -> float:
        """Return the scale that a family's rate is multiplied by."""
        return self.reader_scale if family.role == "reader" else self.scale

    @property
    def writer(self) -> Instance:
        """The writer at the beginning."""
        return self.cluster.instances[0]

    def writer_at(self, moment_s: float) -> str:
        """Return who writes at a moment."""
        name = self.writer.name
        for since, promoted in sorted(self.bends.promotions):
            if since <= moment_s:
                name = promoted
        return name

    def family(self, name: str) -> Family:
        """Return a family by name."""
        return next(family for family in self.families if family.name == name)

    def client(self, name: str) -> Client:
        """Return a client by name."""
        return next(client for client in self.clients if client.name == name)

    def bend(self, kind: str, key: str, factor: Floats) -> None:
        """Multiply a family's rate, cpu or blocks by a factor a minute."""
        table: dict[str, Floats] = getattr(self.bends, kind)
        table[key] = table[key] * factor if key in table else factor

    def add(self, kind: str, key: Any, amount: Floats) -> None:
        """Add to an instance's miss, lag, gauge or extra reads, minute by minute."""
        table: dict[Any, Floats] = getattr(self.bends, kind)
        table[key] = table[key] + amount if key in table else amount


@dataclass(slots=True)
class Stage:
    """The whole plan."""

    seed: int
    clock: Clock
    fleet: Fleet
    plots: list[Plot]
    happenings: list[Happening] = field(default_factory=list)

    def plot(self, cluster: str) -> Plot:
        """Return a cluster's plan."""
        return next(plot for plot in self.plots if plot.cluster.name == cluster)


def generator(seed: int, *words: str) -> np.random.Generator:
    """Return the generator of one purpose: what one part draws moves no other part's numbers."""
    return np.random.default_rng([seed, *(int.from_bytes(word.encode()[-7:], "big") for word in words)])


def set_stage(seed: int, clock: Clock, fleet: Fleet) -> Stage:
    """Give every cluster its work."""
    plots = [_plot(seed, cluster) for cluster in fleet.clusters]
    for plot in plots:  # a secondary Region reads what its primary writes
        if plot.cluster.secondary_of:
            primary = next(one for one in plots if one.cluster.name == plot.cluster.secondary_of)
            plot.families = [family for family in primary.families if family.role == "reader"]
            plot.season = primary.season
    return Stage(seed, clock, fleet, plots)


def _plot(seed: int, cluster: Cluster) -> Plot:
    rng = generator(seed, "plot", cluster.name)
    families = work.families(rng, cluster.domain)
    if not cluster.postgres:
        families = [_mysql(family) for family in families]
    cores = cluster.cores(cluster.instances[0])
    readers = cluster.instances[1:] or cluster.instances[:1]
    reader_cores = sum(cluster.cores(one) for one in readers)
    part = 0.35 if len(cluster.instances) == 1 else 1.0
    scale, reader_scale = (
        float(rng.uniform(0.25, 0.55)) * share * room * 1000
        / sum(family.rate * family.cpu_ms for family in families if family.role == role and family.schedule in {"season", "flat"})
        for role, room, share in (("writer", cores, 1.0), ("reader", reader_cores, part))
    )  # fmt: skip
    if cluster.secondary_of:
        reader_scale *= float(rng.uniform(0.1, 0.4))
    if cluster.max_acu:
        scale, reader_scale = 0.5 * scale, 0.5 * reader_scale
    return Plot(cluster, families, _clients(rng, cluster), scale, reader_scale, Season.drawn(rng))


def _mysql(family: Family) -> Family:
    from dataclasses import replace

    return replace(
        family, template=family.template.replace("date(created_at)", "DATE(created_at)"), prepared=False
    )


def _clients(rng: np.random.Generator, cluster: Cluster) -> list[Client]:
    net = int(rng.integers(1, 250))

    def hosts(block: int, count: int) -> tuple[str, ...]:
        return tuple(f"10.{net}.{block}.{10 + i}" for i in range(count))

    size = max(2, int(cluster.cores(cluster.instances[0]) * rng.uniform(1.2, 3.0)))
    lives = float(rng.uniform(1800, 14_400))
    pooled = 0 if cluster.office_only else size
    web = [f"{cluster.domain}-web", "PostgreSQL JDBC Driver", "gunicorn"][int(rng.integers(3))]
    return [
        Client("web", "app", web, cluster.database, hosts(1, int(rng.integers(3, 7))), pooled, 4.0, lives),
        Client("api", "api_rw", f"{cluster.domain}-api", cluster.database, hosts(2, int(rng.integers(2, 4))),
               max(1, pooled // 2), 3.0, lives),
        Client("worker", "worker", "sidekiq", cluster.database, hosts(3, 2), max(1, pooled // 2), 2.0, lives),
        Client("admin", "admin_ui", "admin", cluster.database, hosts(4, 1), 2, 1.0, lives / 2),
        Client("reports", "analytics", "Metabase", cluster.database, hosts(5, 1), 0, 0.3),
        Client("batch", "etl", "nightly", cluster.database, hosts(6, 1), 0, 0.1),
        Client("cron", "cron", "crond", cluster.database, hosts(6, 1), 0, 1.0),
        Client("dba", "dba", "psql" if cluster.postgres else "mysql", cluster.database, hosts(9, 1), 0, 0.005),
    ]  # fmt: skip
